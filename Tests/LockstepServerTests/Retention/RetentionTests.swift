import Lockstep
import LockstepSQLiteStore
import ServerTestSupport
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@testable import LockstepServer

@Suite("A log that is trimmed")
struct RetentionTests {
    private let test: TestServer
    private let ann = TestClient(1)
    private let bob = TestClient(2)

    init() throws {
        test = try TestServer()
    }

    /// Keeps the newest entries only.
    private func trim(toEntries count: Int64 = 1, rowsPerTransaction: Int = 500) async throws -> TrimmedWork {
        var policy = RetentionPolicy.keepsEverything
        policy.maximumEntries = count
        policy.rowsPerTransaction = rowsPerTransaction
        policy.pause = .zero
        return try await test.server.trim(policy)
    }

    private func create(_ number: Int64) async throws -> PushResponse {
        try await test.push(ann, [PushedMutation(number, .createBoard(id: "b\(number)", name: "B"))])
    }

    @Test func entriesGoByAgeWithWhatHangsOnThem() async throws {
        _ = try await create(1)
        try await test.push(ann, [PushedMutation(2, .deleteBoard(id: "b1"))])
        test.clock.now += 1_000
        _ = try await create(3)
        var policy = RetentionPolicy.keepsEverything
        policy.maximumAge = .milliseconds(500)
        #expect(try await test.server.trim(policy) == TrimmedWork(entries: 3, tombstones: 1))
        #expect(try await test.server.trim(policy) == TrimmedWork())
        #expect(try test.file.values("SELECT version FROM lockstep_log") == ["4"])
        #expect(try test.file.values("SELECT version FROM lockstep_migration") == ["1"])
        let versions = try test.file.values("SELECT id || lockstep_version FROM lockstep_rows_board ORDER BY id")
        #expect(versions == ["b34", "first1"])
    }

    @Test func whoWasAwayLongerGetsEverythingAndWhoWasNotGoesOn() async throws {
        let old = try await test.pull(bob, cursor: nil).cursor
        _ = try await create(1)
        let kept = try await test.pull(bob, cursor: old).cursor
        _ = try await create(2)
        _ = try await trim(toEntries: 2)
        let everything = try await test.pull(bob, cursor: old)
        #expect(everything.from == nil)
        #expect(everything.rows?.contains("delete") == false)
        let onwards = try await test.pull(bob, cursor: kept)
        #expect(onwards.from == kept)
        #expect(onwards.mutations?.map(\.id) == [2])
    }

    @Test(arguments: [false, true])
    func whatComesAgainDoesNotRunTwice(underAnotherClient: Bool) async throws {
        let mutation = PushedMutation(1, .createBoard(id: "a", name: "A"))
        let refused = PushedMutation(2, .createBoard(id: "a", name: "again"))
        try await test.push(ann, [mutation, refused])
        _ = try await create(3)
        _ = try await trim()
        try await test.push(ann, [PushedMutation(4, .deleteBoard(id: "a"))])
        _ = try await trim()
        let again = try await test.push(underAnotherClient ? TestClient(7) : ann, [mutation, refused])
        #expect(again.acknowledged == (underAnotherClient ? 2 : 4))
        if underAnotherClient { #expect(again.rejected.map(\.code) == ["constraint"]) }
        #expect(try test.boards() == ["b3=B", "first=From the migration"])
    }

    @Test func aRejectionIsToldAfterItsEntryIsGone() async throws {
        let start = try await test.pull(ann, cursor: nil).cursor
        try await test.push(
            ann, [PushedMutation(1, .deleteBoard(id: "nothing")), PushedMutation(2, name: "x", arguments: "{}")])
        try await test.push(bob, [PushedMutation(1, .createBoard(id: "b", name: "B"), token: .test(101))])
        _ = try await trim()
        let pull = try await test.pull(ann, cursor: start)
        #expect(pull.rejected.map(\.id) == [2])
        #expect(pull.acknowledged == 2)
    }

    @Test func anAnswerThatEndsBeforeTheHeadAcknowledgesWhatWasTrimmed() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumEntriesPerPull = 1
        let server = try SyncServer(
            Board.self, store: test.store, configuration: configuration, clock: { 1_000_000 })
        for number in 1...2 { _ = try await create(Int64(number)) }
        try await test.push(bob, [PushedMutation(1, .stampBoard(id: "b1"), token: .test(101))])
        let cursor = try await test.pull(ann, cursor: nil).cursor
        for number in 2...3 {
            try await test.push(
                bob,
                [PushedMutation(Int64(number), .stampBoard(id: "b\(number - 1)"), token: .test(100 + UInt64(number)))])
        }
        _ = try await trim(toEntries: 3)
        let request = PullRequest(client: ann.id, schema: SchemaIdentity(of: Board.self), cursor: cursor)
        let pull = try PullResponse(json: await server.pull(request.json, actor: "ann").body)
        #expect(pull.more)
        #expect(pull.acknowledged == 2)
        #expect(pull.acknowledgedToken == .test(2))
    }

    @Test func noTransactionDeletesMoreThanItMay() async throws {
        let gated = GatedStore(base: test.store)
        await gated.gate.open()
        let server = try SyncServer(Board.self, store: gated, clock: { 1_000_000 })
        for number in 1...9 { _ = try await create(Int64(number)) }
        var policy = RetentionPolicy.keepsEverything
        policy.maximumEntries = 1
        policy.rowsPerTransaction = 4
        policy.pause = .zero
        #expect(try await server.trim(policy) == TrimmedWork(entries: 9))
        // 4 + 4 + 1 entries.
        #expect(await gated.gate.arrivals == 3)
        #expect(try await server.trim(policy) == TrimmedWork())
        #expect(await gated.gate.arrivals == 3, "nothing to do needs no writer")
    }

    @Test func tokensGoByAgeButForEachClientsLast() async throws {
        for number in 1...3 { _ = try await create(Int64(number)) }
        try await test.push(bob, [PushedMutation(1, .deleteBoard(id: "b1"), token: .test(101))])
        _ = try await trim()
        test.clock.now += RetentionPolicy.minimumForTokens.milliseconds + 1_000
        _ = try await create(4)
        var policy = RetentionPolicy.keepsEverything
        policy.maximumEntries = 1
        policy.keepsTokens = RetentionPolicy.minimumForTokens
        let work = try await test.server.trim(policy)
        #expect(work.tokens == 2)
        #expect(try test.file.values("SELECT number FROM lockstep_token ORDER BY client, number") == ["3", "1"])
    }

    @Test func aPolicyThatForgetsTokensTooSoonIsRefused() async throws {
        var configuration = ServerConfiguration()
        configuration.retention.keepsTokens = .seconds(6 * 24 * 3_600)
        let error = #expect(throws: InvalidRetention.self) {
            try SyncServer(Board.self, store: test.store, configuration: configuration)
        }
        #expect(error?.description.contains("twice") == true)
        configuration.retention = .keepsEverything
        configuration.retention.rowsPerTransaction = 0
        #expect(throws: InvalidRetention.self) {
            try SyncServer(Board.self, store: test.store, configuration: configuration)
        }
    }

    @Test func theServiceTrims() async throws {
        var configuration = ServerConfiguration()
        configuration.retention.maximumEntries = 2
        let server = try SyncServer(
            Board.self, store: test.store, configuration: configuration, clock: { 1_000_000 })
        for number in 1...5 { _ = try await create(Int64(number)) }
        try await testGracefulShutdown { trigger in
            async let run: Void = server.run()
            while try test.file.values("SELECT min(version) FROM lockstep_log") != ["5"] { await Task.yield() }
            trigger.triggerGracefulShutdown()
            try await run
        }
    }
}
