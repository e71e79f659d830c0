import Foundation
import IssueListSchema
import Lockstep
import LockstepClient
import LockstepServer
import Testing

/// The fifteen bugs of the teaching project whose model this follows, each as what must hold instead.
@Suite("Bugs of the seed")
struct SeedBugTests {
    private let world: World

    init() throws {
        world = try World()
    }

    // MARK: Acknowledgements and cursors

    @Test("1: A failed push followed by a successful one loses nothing and applies nothing twice")
    func acknowledgementsAreNotCounted() async throws {
        let ann = try await world.device("ann")
        let first = try await ann.mutate(.create(1, "first"))
        await ann.network.fail(.refused)
        await #expect(throws: ClientError.self) { try await ann.client.sync() }
        let second = try await ann.mutate(.create(2, "second"))
        try await ann.client.sync()
        #expect(try world.applied() == [first, second])
        #expect(try await ann.client.pendingMutations().isEmpty)
        #expect(try await ann.titles == ["first", "second"])
        let other = try await world.device("other")
        try await world.expectConvergence(ann, other)
    }

    @Test("2: A step that cannot be applied to its end moves neither the rows nor the cursor")
    func cursorMovesWithData() async throws {
        let ann = try await world.device("ann")
        try await ann.client.sync()
        let cursor = try ann.database().values("SELECT cursor FROM lockstep_replica")
        try await world.backend.mutate(.create(1, "one"), .create(2, "two"))
        // The second mutation's effect is not what the server says, and the rows that are asked for do not come.
        await ann.network.fail(
            .answerChanged { answer in
                let parts = answer.components(separatedBy: #""effect":""#)
                return parts.dropLast().joined(separator: #""effect":""#) + #""effect":"ffff"# + parts[2].dropFirst(4)
            }, .refused)
        await #expect(throws: ClientError.self) { try await ann.client.sync() }
        #expect(ann.client.status.divergenceCount == 1)
        #expect(try await ann.titles.isEmpty)
        #expect(try ann.database().values("SELECT cursor FROM lockstep_replica") == cursor)
        try await world.expectConvergence(ann)
        #expect(try await ann.titles == ["one", "two"])
    }

    @Test("3: A replica that is opened again goes on where its base stands")
    func cursorLivesWithData() async throws {
        try await world.backend.mutate(.create(1, "one"))
        let before = try await world.device("ann")
        try await before.client.sync()
        try await before.client.close()
        let after = try await world.device("ann", over: before.network)
        await after.network.fail(
            .answerChanged { answer in
                #expect(answer.contains(#""mutations":[]"#), "nothing is sent again: \(answer)")
                return answer
            })
        try await after.client.sync()
        #expect(try await after.titles == ["one"])
        let last = try #require(await after.network.requests.last)
        #expect(try PullRequest(json: last.body).cursor != nil)
    }

    @Test("4: Two syncs of one file that overlap apply each step once", arguments: [false, true])
    func overlappingSyncs(areOfOneClient: Bool) async throws {
        let first = try await world.device("ann")
        let second = areOfOneClient ? first : try await world.device("ann", over: first.network)
        try await first.client.sync()
        try await world.backend.mutate(.create(1, "one"), .updateIssueStatus(id: .id(1), status: .doing))
        let mine = try await first.mutate(.create(2, "mine"))
        let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
        await first.network.fail(
            .answerHeld {
                beginning.finish()
                // Syncs of one client overlap; another client waits for its turn.
                if areOfOneClient { try await second.client.sync() }
            })
        async let other: Void = {
            for await _ in begun {}
            if !areOfOneClient { try await second.client.sync() }
        }()
        try await first.client.sync()
        try await other
        #expect(first.client.status.divergenceCount == 0)
        #expect(second.client.status.divergenceCount == 0)
        #expect(try world.applied().filter { $0 == mine }.count == 1)
        try await world.expectConvergence(first, second)
    }

    @Test("5: A server that was reset and grew past the cursor is noticed", arguments: [false, true])
    func resetServer(keepsItsKey: Bool) async throws {
        try await world.backend.keepCopy()
        let ann = try await world.device("ann")
        try await world.backend.mutate(.create(1, "lost"), .create(2, "lost too"))
        try await ann.client.sync()
        if keepsItsKey { try await world.backend.restoreCopy() } else { try await world.backend.reset() }
        for number in 3...9 as ClosedRange<UInt8> { try await world.backend.mutate(.create(number, "kept \(number)")) }
        try await world.expectConvergence(ann)
        #expect(try await ann.titles == (3...9).map { "kept \($0)" })
    }

    @Test("6: A server that was reset costs a client neither what is pending nor its identity")
    func resetKeepsPending() async throws {
        let ann = try await world.device("ann")
        try await world.backend.mutate(.create(1, "lost"))
        try await ann.client.sync()
        let token = try await ann.mutate(.create(2, "pending"))
        let id = try ann.id()
        try await world.backend.reset()
        try await world.expectConvergence(ann)
        #expect(try world.applied() == [token])
        #expect(try await ann.titles == ["pending"])
        #expect(try ann.id() == id)
    }

    // MARK: Push

    @Test(
        "7: What was made offline is pushed at the next chance, a restart between them or not",
        arguments: [false, true])
    func offlineEditsAreSent(afterRestart: Bool) async throws {
        var ann = try await world.device("ann")
        await ann.network.setOffline(true)
        let token = try await ann.mutate(.create(1, "offline"))
        await #expect(throws: ClientError.self) { try await ann.client.sync() }
        #expect(ann.client.status.lastError?.code == .unreachable)
        if afterRestart {
            try await ann.client.close()
            ann = try await world.device("ann", over: ann.network)
        }
        await ann.network.setOffline(false)
        let other = try await world.device("other")
        try await world.expectConvergence(ann, other)
        #expect(try world.applied() == [token])
        #expect(try await other.titles == ["offline"])
    }

    @Test("8: Mutations take effect once and in the order in which they were made, however often a push arrives")
    func orderAndRepetition() async throws {
        let ann = try await world.device("ann")
        var tokens = try await ann.mutate([.create(1, "one"), .updateIssueStatus(id: .id(1), status: .doing)])
        await ann.network.fail(.answerLost)
        await #expect(throws: ClientError.self) { try await ann.client.sync() }
        tokens += try await ann.mutate([.updateIssueStatus(id: .id(1), status: .done), .deleteIssue(id: .id(1))])
        await ann.network.fail(.requestRepeated)
        try await ann.client.sync()
        tokens += try await ann.mutate([.create(1, "one again")])
        await ann.network.fail(.requestPrecededBy(0))
        try await ann.client.sync()
        #expect(try world.applied() == tokens)
        #expect(try await ann.client.rejections().isEmpty)
        #expect(try await ann.titles == ["one again"])
        try await world.expectConvergence(ann)
    }

    @Test("9: A mutation that fails on the server has no effect anywhere")
    func failedMutationHasNoEffect() async throws {
        let ann = try await world.device("ann")
        let bob = try await world.device("bob", as: "bob")
        let carol = try await world.device("carol", as: "carol")
        _ = try await ann.mutate(.create(1, "Ann's"))
        let token = try await bob.mutate(.create(1, "Bob's"))
        try await ann.client.sync()
        try await world.expectConvergence(bob, ann, carol)
        #expect(try await bob.rejection(of: token)?.code == "constraint")
        #expect(try await bob.titles == ["Ann's"])
        #expect(try world.serverValues("SELECT count(*) FROM issue") == ["1"])
        for device in [ann, bob, carol] { #expect(device.client.status.divergenceCount == 0) }
    }

    @Test(
        "10: A mutation that nobody can run stops nobody",
        arguments: [
            ("toString", "{}"), ("constructor", "[]"), ("createIssue", #"{"id": 5, "title": "", "description": ""}"#),
            ("updateIssueStatus", #"{"id": "00000000-0000-4000-8000-000000000001"}"#), ("deleteIssue", "null"),
        ])
    func poison(name: String, arguments: String) async throws {
        let ann = try await world.device("ann")
        let bob = try await world.device("bob", as: "bob")
        _ = try await ann.mutate(.create(1, "one"))
        try await ann.client.sync()
        let push = PushRequest(
            client: .id(200), schema: SchemaIdentity(of: IssueList.self),
            mutations: [
                PushedMutation(id: 1, token: .id(201), name: name, arguments: Array(arguments.utf8), at: 0)
            ], pull: nil)
        let answer = await world.backend.post(SyncProtocol.pushPath, push.json, as: "mallory")
        #expect(try PushResponse(json: answer.body).rejected.map(\.id) == [1])
        _ = try await ann.mutate(.create(2, "two"))
        try await world.expectConvergence(ann, bob)
        #expect(try await bob.titles == ["one", "two"])
        for device in [ann, bob] { #expect(device.client.status.divergenceCount == 0) }
    }

    @Test("11: Who made a mutation is what the host says, and a client id belongs to its first actor")
    func actorsAreTheHosts() async throws {
        let ann = try await world.device("ann")
        _ = try await ann.mutate(.create(1, "Ann's"))
        try await ann.client.sync()
        _ = try await ann.mutate(.create(2, "Ann's, not Mallory's"))
        await ann.network.fail(.refused)
        await #expect(throws: ClientError.self) { try await ann.client.sync() }
        let stolen = try #require(await ann.network.requests.last)
        let push = await world.backend.post(stolen.path, stolen.body, as: "mallory")
        #expect(push.status == 403)
        #expect(try ErrorResponse(json: push.body).code == .forbidden)
        try await world.expectConvergence(ann)
        #expect(try world.serverValues("SELECT DISTINCT owner FROM issue") == ["ann"])
        // Nor does Ann's cursor say anything to the server when another actor presents it.
        let cursor = try #require(try ann.database().values("SELECT cursor FROM lockstep_replica").first)
        let pull = PullRequest(client: .id(200), schema: SchemaIdentity(of: IssueList.self), cursor: cursor)
        let answer = await world.backend.post(SyncProtocol.pullPath, pull.json, as: "mallory")
        #expect(try PullResponse(json: answer.body).from == nil)
    }

    // MARK: Rebase

    /// That a key left to SQLite is a build error is tested with the schema's analysis.
    @Test("12: An id made by a client names the same row after every rebase")
    func idsSurvive() async throws {
        let ann = try await world.device("ann")
        let bob = try await world.device("bob", as: "bob")
        _ = try await ann.mutate(.createIssue(title: "Ann's", description: ""))
        let id = try #require(try await ann.client.read(.issues).first?.id)
        _ = try await ann.mutate(.updateIssueStatus(id: id, status: .done))
        for number in 1...5 { _ = try await bob.mutate(.createIssue(title: "Bob's \(number)", description: "")) }
        try await bob.client.sync()
        await ann.network.fail(
            .requestHeld {
                _ = try await ann.mutate(.updateIssue(id: id, description: .set("changed during the push")))
            })
        try await world.expectConvergence(ann, bob)
        let issue = try #require(try await bob.client.read(.issue(id: id)))
        #expect(issue.title == "Ann's")
        #expect(issue.status == .done)
        #expect(issue.description == "changed during the push")
        #expect(try world.serverValues("SELECT count(*) FROM issue WHERE status = 'done'") == ["1"])
    }

    @Test("13: An edit made while a pull is under way neither vanishes nor is lost")
    func editDuringPull() async throws {
        try await world.backend.mutate(.create(1, "one"))
        let ann = try await world.device("ann")
        try await ann.client.sync()
        try await world.backend.mutate(.create(2, "two"))
        // The sync goes on with a push for the edit, which never arrives: the edit has only its own file to live in.
        await ann.network.fail(
            .answerHeld {
                _ = try await ann.mutate(.updateIssue(id: .id(1), title: .set("edited")))
                #expect(try await ann.titles == ["edited"])
            }, .refused)
        await #expect(throws: ClientError.self) { try await ann.client.sync() }
        #expect(try await ann.titles == ["edited", "two"])
        try await ann.client.close()
        let again = try await world.device("ann", over: ann.network)
        #expect(try await again.titles == ["edited", "two"])
        #expect(try await again.client.pendingMutations().count == 1)
        try await world.expectConvergence(again)
        #expect(try await again.titles == ["edited", "two"])
    }

    @Test("14: A pull writes what changed, not the database, and leaves what is pending in place")
    func pullWritesWhatChanged() async throws {
        for number in 0..<2_000 {
            try world.edit(
                """
                INSERT INTO issue (id, title, description, owner, created_at) VALUES \
                ('00000000-0000-4000-8000-10000000\(String(format: "%04d", number))', 'issue \(number)', \
                '\(String(repeating: "x", count: 200))', 'ann', \(number))
                """)
        }
        let ann = try await world.device("ann")
        try await ann.client.sync()
        let token = try await ann.mutate(.create(1, "pending"))
        try await world.backend.mutate(.create(2, "another's"))
        let database = try ann.database()
        _ = try database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        let pages = try #require(Int(database.values("PRAGMA page_count")[0]))
        // The answer is lost, so that the mutation is still pending when the step comes.
        await ann.network.fail(.answerLost)
        await #expect(throws: ClientError.self) { try await ann.client.sync() }
        #expect(try await ann.client.pendingMutations().map(\.token) == [token])
        try await ann.client.sync()
        let written = try #require(
            try FileManager.default.attributesOfItem(atPath: ann.path + "-wal")[.size] as? Int)
        #expect(pages > 100)
        #expect(written / 4096 < pages / 4)
        #expect(try world.applied().contains(token))
        try await world.expectConvergence(ann)
    }

    @Test("15: A replay with another effect than the server's is noticed, and mended")
    func divergenceIsNoticed() async throws {
        let ann = try await world.device("ann")
        try await world.backend.mutate(.create(1, "one"))
        try await ann.client.sync()
        try ann.database().execute("UPDATE issue SET title = 'damaged'")
        try await world.backend.mutate(.updateIssueStatus(id: .id(1), status: .doing))
        try await world.expectConvergence(ann)
        #expect(ann.client.status.divergenceCount == 1)
        #expect(try await ann.titles == ["one"])
    }
}
