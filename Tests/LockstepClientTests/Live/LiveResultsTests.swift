import Foundation
import GRDB
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepClient

@Suite("Live queries")
struct LiveResultsTests {
    private let folder: TestFolder
    private let server: ReferenceServer<IssueList>
    private let clock = VirtualClock()

    init() throws {
        folder = try TestFolder()
        server = try ReferenceServer(IssueList.self)
    }

    private func client() async throws -> IssueClient {
        try await .open(folder, TestTransport(to: server), clock)
    }

    @Test("give the result at once, then each that differs")
    func firstAndFollowing() async throws {
        let client = try await client()
        var counts = client.observe(.issueCounts).makeAsyncIterator()
        #expect(try await counts.next() == [])
        try await client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        #expect(try await counts.next() == [IssueList.IssueCountsRow(status: .todo, count: 1)])
        try await client.mutate(.updateIssueStatus(id: .id(1), status: .done))
        #expect(try await counts.next() == [IssueList.IssueCountsRow(status: .done, count: 1)])
    }

    @Test("give a slow reader the newest result only")
    func newestWins() async throws {
        let client = try await client()
        var issues = client.observe(.issues).makeAsyncIterator()
        _ = try await issues.next()
        for number in 1...5 {
            try await client.mutate(.createIssue(id: .id(number), title: "\(number)", description: ""))
        }
        #expect(try await issues.next()?.count == 5)
    }

    @Test("are not asked again for columns and rows that they do not read")
    func wakesForWhatIsRead() async throws {
        let client = try await client()
        try await client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        try await client.mutate(.createIssue(id: .id(2), title: "two", description: ""))
        let hub = client.replica.hub
        let statuses = client.replica.register(["issue": ["id", "status"]])
        var one = client.observe(.issue(id: .id(1))).makeAsyncIterator()
        #expect(try await one.next()??.title == "one")
        #expect(try statuses.takeTouch())

        try await client.mutate(.updateIssue(id: .id(1), title: .set("first")))
        #expect(try !statuses.takeTouch())
        #expect(try await one.next()??.title == "first")
        try await client.mutate(.updateIssueStatus(id: .id(2), status: .done))
        #expect(hub.touchedCount == 1, "the query for issue 1 is not touched by issue 2")
        #expect(try statuses.takeTouch())
        try await client.mutate(.deleteIssue(id: .id(1)))
        #expect(try await one.next() == .some(nil))
    }

    @Test("observed together are read at one version, and come if one of them differs")
    func together() async throws {
        let client = try await client()
        var results = client.observe(.issues, .issueCounts, .issue(id: .id(1))).makeAsyncIterator()
        _ = try await results.next()
        try await client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        let (issues, counts, issue) = try #require(try await results.next())
        #expect(issues.map(\.id) == [.id(1)])
        #expect(counts.map(\.count) == [1])
        #expect(issue == issues[0])
    }

    @Test("are not woken by a rebase that ends where it began")
    func quietRebase() async throws {
        let client = try await client()
        await server.run(.createIssue(id: .id(9), title: "base", description: ""))
        try await client.sync()
        try await client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        var issues = client.observe(.issues).makeAsyncIterator()
        _ = try await issues.next()
        try await client.sync()
        #expect(client.replica.hub.touchedCount == 0)
    }

    @Test("see a rebase as one change, never half of it")
    func atomicRebase() async throws {
        let client = try await client()
        for number in 1...50 {
            try await client.mutate(.createIssue(id: .id(number), title: "\(number)", description: ""))
        }
        try await client.sync()
        let seen = Guarded<[Int]>([])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for try await issues in client.observe(.issuesByStatus(status: .todo)) {
                    seen.withLock { $0.append(issues.count) }
                    if issues.isEmpty { return }
                }
            }
            for number in 1...50 { await server.run(.updateIssueStatus(id: .id(number), status: .done)) }
            try await client.sync()
            try await group.waitForAll()
        }
        #expect(seen.withLock { $0 }.allSatisfy { $0 == 50 || $0 == 0 })
    }

    @Test("end when their task is cancelled, and give back their place")
    func cancellation() async throws {
        let client = try await client()
        let (started, begin) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            for try await _ in client.observe(.issues) { begin.yield() }
        }
        for await _ in started { break }
        task.cancel()
        try await task.value
        #expect(client.replica.hub.count == 0)
    }

    @Test("end with an error when the client is closed")
    func closing() async throws {
        let client = try await client()
        let (started, begin) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            for try await _ in client.observe(.issues) { begin.yield() }
        }
        for await _ in started { break }
        try await client.close()
        let error = await #expect(throws: ClientError.self) { try await task.value }
        #expect(error?.code == .closed)
        await #expect(throws: ClientError.self) { try await client.read(.issues) }
        await #expect(throws: ClientError.self) { try await client.mutate(.deleteIssue(id: .id(1))) }
        await #expect(throws: ClientError.self) { try await client.sync() }
    }

    @Test("a receipt, rejections and pending mutations are live as well")
    func receiptsAndRejections() async throws {
        await server.set(denied: ["deleteIssue"])
        let client = try await client()
        var pending = client.observePendingMutations().makeAsyncIterator()
        var rejections = client.observeRejections().makeAsyncIterator()
        #expect(try await pending.next()?.count == 0)
        #expect(try await rejections.next()?.count == 0)
        let receipt = try await client.mutate(.deleteIssue(id: .id(1)))
        #expect(try await pending.next()?.count == 1)
        async let outcome = receipt.outcome
        async let again = client.outcome(of: receipt.token)
        try await client.sync()
        let rejection = try #require(try await rejections.next()?.first)
        #expect(try await outcome == .rejected(rejection))
        #expect(try await again == .rejected(rejection))
        #expect(try await pending.next()?.count == 0)
        try await client.dismiss(rejection)
        #expect(try await rejections.next()?.count == 0)
    }

    @Test("GRDB's own observation is told of mutations and of what comes from the server")
    func grdb() async throws {
        let client = try await client()
        await server.run(.createIssue(id: .id(1), title: "one", description: ""))
        let counts = client.observeCountWithGRDB()
        var iterator = counts.makeAsyncIterator()
        #expect(try await iterator.next() == 0)
        try await client.mutate(.createIssue(id: .id(2), title: "two", description: ""))
        #expect(try await iterator.next() == 1)
        try await client.sync()
        #expect(try await iterator.next() == 2)
    }
}

extension LiveHub {
    /// How many registrations there are, and how many of them have something to read.
    var count: Int { snapshot.count }
    var touchedCount: Int { snapshot.count(where: \.value) }
}

extension Replica {
    /// Registers for columns by table, without being woken.
    func register(_ reads: KeyValuePairs<String, [String]>) -> LiveRegistration {
        register(.rows([RowInterest(reads.map { TableAccess($0, $1) }, tables: Schema.tables)])) {}
    }
}
