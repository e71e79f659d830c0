import Foundation
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepClient

/// The bugs of the teaching project whose model this follows, as far as they are a client's.
@Suite("Bugs of the seed")
struct SeedBugTests {
    private let folder: TestFolder
    private let server: ReferenceServer<IssueList>
    private let transport: TestTransport

    init() throws {
        folder = try TestFolder()
        server = try ReferenceServer(IssueList.self)
        transport = TestTransport(to: server)
    }

    private func client(_ file: String = "replica") async throws -> IssueClient {
        try await .open(folder, transport, file: file)
    }

    @Test("1: an acknowledgement names mutations, it does not count them")
    func acknowledgementsAreNotCounted() async throws {
        let client = try await client()
        try await client.mutate(.createIssue(id: .id(1), title: "first", description: ""))
        transport.set { _, _ in throw TransportError.cut }
        await #expect(throws: ClientError.self) { try await client.sync() }
        let second = try await client.mutate(.createIssue(id: .id(2), title: "second", description: ""))
        transport.set { [server] in try await server.post($0, $1, as: "ann") }
        try await client.sync()
        #expect(try await second.outcome == .applied)
        #expect(await server.applied == ["createIssue 1", "createIssue 2"])
        #expect(try await client.list.count == 2)
    }

    @Test("2: the cursor moves together with the data, or not at all")
    func cursorMovesWithData() async throws {
        let client = try await client()
        await server.run(.createIssue(id: .id(1), title: "one", description: ""))
        await server.run(.createIssue(id: .id(2), title: "two", description: ""))
        transport.set { [server] path, body in
            let answer = try await server.post(path, body, as: "ann")
            // The second mutation's effect is not the one that the server claims.
            let text = String(decoding: answer.body, as: UTF8.self)
            let parts = text.components(separatedBy: #""effect":""#)
            guard parts.count == 3 else { throw TransportError.cut }
            let changed = parts[0] + #""effect":""# + parts[1] + #""effect":"ffff"# + parts[2].dropFirst(4)
            return TransportResponse(status: 200, body: Array(changed.utf8))
        }
        await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(try await client.list.isEmpty)
        #expect(try await client.scalar("SELECT cursor FROM lockstep_replica") == nil)
        transport.set { [server] in try await server.post($0, $1, as: "ann") }
        try await client.sync()
        #expect(try await client.list.count == 2)
        #expect(client.status.divergenceCount > 0)
    }

    @Test("3: the cursor lives as long as the data")
    func cursorLivesWithData() async throws {
        await server.run(.createIssue(id: .id(1), title: "one", description: ""))
        let before = try await client()
        try await before.sync()
        try await before.close()
        let after = try await client()
        try await after.sync()
        #expect(try await after.list == ["one todo"])
        #expect(try PullRequest(json: transport.requests[1].body).cursor == (await server.cursor(1)))
    }

    @Test("4: two clients of one file, syncing at once, apply a step once")
    func overlappingPulls() async throws {
        await server.run(.createIssue(id: .id(1), title: "one", description: ""))
        let first = try await client()
        let second = try await client()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in [first, second, first, second] { group.addTask { try await client.sync() } }
            try await group.waitForAll()
        }
        #expect(try await first.list == ["one todo"])
    }

    @Test("5: a server that was reset and grew past the cursor is noticed")
    func resetServer() async throws {
        let client = try await client()
        for number in 1...2 { await server.run(.createIssue(id: .id(number), title: "\(number)", description: "")) }
        try await client.sync()
        try await server.restore(to: 0)
        for number in 3...9 { await server.run(.createIssue(id: .id(number), title: "\(number)", description: "")) }
        try await client.sync()
        #expect(try await client.dump() == server.dump())
        #expect(try await client.list.count == 7)
    }

    @Test("6: a server that was reset loses no pending mutation")
    func resetKeepsPending() async throws {
        let client = try await client()
        await server.run(.createIssue(id: .id(1), title: "one", description: ""))
        try await client.sync()
        let receipt = try await client.mutate(.createIssue(id: .id(2), title: "mine", description: ""))
        let id = try await client.scalar("SELECT client FROM lockstep_replica")
        try await server.restore(to: 0)
        try await client.sync()
        #expect(try await receipt.outcome == .applied)
        #expect(try await client.list == ["mine todo"])
        #expect(try await client.scalar("SELECT client FROM lockstep_replica") == id)
    }

    @Test("7: what was made offline is pushed after a restart")
    func offlineEditsAreSent() async throws {
        transport.set { _, _ in throw TransportError.cut }
        let offline = try await client()
        try await offline.mutate(.createIssue(id: .id(1), title: "offline", description: ""))
        await #expect(throws: ClientError.self) { try await offline.sync() }
        try await offline.close()
        transport.set { [server] in try await server.post($0, $1, as: "ann") }
        try await client().sync()
        #expect(await server.applied == ["createIssue 1"])
    }

    @Test("8: mutations go up in their order, and a repeated push runs nothing twice")
    func orderAndRepetition() async throws {
        let client = try await client()
        for number in 1...3 {
            try await client.mutate(.createIssue(id: .id(number), title: "\(number)", description: ""))
        }
        transport.set { [server] path, body in
            _ = try await server.post(path, body, as: "ann")
            throw TransportError.cut
        }
        await #expect(throws: ClientError.self) { try await client.sync() }
        transport.set { [server] in try await server.post($0, $1, as: "ann") }
        try await client.sync()
        #expect(await server.applied == ["createIssue 1", "createIssue 2", "createIssue 3"])
        #expect(try await client.rejections().isEmpty)
    }

    @Test("9: a mutation that fails on the server has no effect anywhere")
    func failedMutationHasNoEffect() async throws {
        await server.run(.createIssue(id: .id(1), title: "theirs", description: ""))
        let client = try await client()
        let receipt = try await client.mutate(.createIssue(id: .id(1), title: "mine", description: ""))
        try await client.sync()
        guard case .rejected(let rejection) = try await receipt.outcome else {
            Issue.record("The mutation was not rejected.")
            return
        }
        #expect(rejection.code == "constraint")
        #expect(try await client.dump() == server.dump())
    }

    @Test("10: a mutation of the log that this client cannot run does not stop it")
    func poison() async throws {
        await server.run(.createIssue(id: .id(1), title: "one", description: ""))
        let client = try await client()
        transport.set { [server] path, body in
            let answer = try await server.post(path, body, as: "ann")
            let text = String(decoding: answer.body, as: UTF8.self)
            return TransportResponse(
                status: 200, body: Array(text.replacing(#""createIssue""#, with: #""toString""#).utf8))
        }
        try await client.sync()
        #expect(try await client.list == ["one todo"])
        #expect(client.status.divergenceCount == 1)
    }

    @Test("12: an id that was made offline is the same after a rebase")
    func idsSurvive() async throws {
        let client = try await client()
        try await client.mutate(.createIssue(title: "mine", description: ""))
        let id = try #require(try await client.read(.issues).first?.id)
        try await client.mutate(.updateIssueStatus(id: id, status: .done))
        for _ in 0..<5 { await server.run(.createIssue(title: "theirs", description: "")) }
        try await client.sync()
        #expect(try await client.read(.issue(id: id))?.status == .done)
    }

    @Test("13: an edit made during a pull neither vanishes nor is lost")
    func editDuringPull() async throws {
        await server.run(.createIssue(id: .id(1), title: "one", description: ""))
        let client = try await client()
        transport.set { [server] path, body in
            let answer = try await server.post(path, body, as: "ann")
            if path == SyncProtocol.pullPath {
                try await client.mutate(.createIssue(id: .id(2), title: "meanwhile", description: ""))
            }
            return answer
        }
        try await client.sync()
        #expect(try await client.list.count == 2)
        #expect(await server.applied.count == 2)
        #expect(try await client.pendingMutations().isEmpty)
    }

    @Test("14: the tables hold the optimistic state, and no copy of a database is made for it")
    func rebaseTouchesOnlyWhatChanged() async throws {
        let client = try await client()
        for number in 1...200 {
            await server.run(.createIssue(id: .id(number), title: "\(number)", description: ""))
        }
        try await client.sync()
        try await client.mutate(.updateIssueStatus(id: .id(1), status: .done))
        #expect(try await client.scalar("SELECT count(*) FROM lockstep_base") == "1")
        await server.run(.updateIssueStatus(id: .id(2), status: .done))
        let changes = try await client.replica.write {
            try $0.connection.statement("SELECT total_changes()").only { $0.column(0).int64 }
        }
        try await client.sync()
        let after = try await client.replica.write {
            try $0.connection.statement("SELECT total_changes()").only { $0.column(0).int64 }
        }
        #expect(after - changes < 20)
    }

    @Test("15: a replay with another effect than the server's is noticed, and mended by rows")
    func divergenceIsNoticed() async throws {
        let client = try await client()
        await server.run(.createIssue(id: .id(1), title: "one", description: ""))
        try await client.sync()
        try await client.replica.write { try $0.connection.execute("UPDATE issue SET title = 'damaged'") }
        await server.run(.updateIssueStatus(id: .id(1), status: .doing))
        try await client.sync()
        #expect(client.status.divergenceCount == 1)
        #expect(try await client.dump() == server.dump())
    }
}
