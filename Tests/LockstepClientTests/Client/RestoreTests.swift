import Foundation
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepClient

@Suite("Copies and restores")
struct RestoreTests {
    private let folder: TestFolder
    private let server: ReferenceServer<IssueList>

    init() throws {
        folder = try TestFolder()
        server = try ReferenceServer(IssueList.self)
    }

    private func client(_ name: String, _ transport: TestTransport? = nil) async throws -> IssueClient {
        try await .open(folder, transport ?? TestTransport(to: server), file: name)
    }

    @Test("two copies of a replica go on as two clients, and lose nothing")
    func copiedReplica() async throws {
        let original = try await client("original")
        try await original.mutate(.createIssue(id: .id(1), title: "before", description: ""))
        try await original.sync()
        try await original.mutate(.createIssue(id: .id(2), title: "pending in both", description: ""))
        try await original.close()
        try folder.copy("original", to: "copy")

        let first = try await client("original")
        let second = try await client("copy")
        try await first.mutate(.createIssue(id: .id(3), title: "first", description: ""))
        try await second.mutate(.createIssue(id: .id(4), title: "second", description: ""))
        try await second.mutate(.createIssue(id: .id(5), title: "third", description: ""))
        try await first.sync()
        try await second.sync()
        try await first.sync()

        #expect(try await first.list.count == 5)
        #expect(try await first.dump() == server.dump())
        #expect(try await second.dump() == server.dump())
        #expect(await server.applied.count == 5)
        #expect(try await second.rejections().isEmpty)
        let clients = try await [first, second].asyncMap { try await $0.scalar("SELECT client FROM lockstep_replica") }
        #expect(Set(clients).count == 2)
    }

    @Test("a replica restored from an older copy goes on, and its new mutations are not taken for the old ones")
    func restoredReplica() async throws {
        let client = try await client("replica")
        try await client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        try await client.sync()
        try await client.close()
        try folder.copy("replica", to: "backup")

        let later = try await self.client("replica")
        try await later.mutate(.createIssue(id: .id(2), title: "two", description: ""))
        try await later.mutate(.createIssue(id: .id(3), title: "three", description: ""))
        try await later.sync()
        try await later.close()
        try folder.copy("backup", to: "replica")

        let restored = try await self.client("replica")
        try await restored.mutate(.createIssue(id: .id(4), title: "four", description: ""))
        try await restored.sync()
        #expect(try await restored.list.count == 4)
        #expect(try await restored.dump() == server.dump())
        #expect(await server.applied.count == 4)
    }

    @Test("a restored replica without new mutations notices in a pull that it is one")
    func restoredReplicaPulls() async throws {
        let client = try await client("replica")
        try await client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        try await client.sync()
        let before = try await client.scalar("SELECT client FROM lockstep_replica")
        try await client.close()
        try folder.copy("replica", to: "backup")
        let later = try await self.client("replica")
        try await later.mutate(.createIssue(id: .id(2), title: "two", description: ""))
        try await later.sync()
        try await later.close()
        let restored = try await self.client("backup")
        try await restored.sync()
        #expect(try await restored.list.count == 2)
        #expect(try await restored.scalar("SELECT client FROM lockstep_replica") != before)
    }

    @Test("what a restored server has lost is pushed again, once, and what is pending after it")
    func restoredServer() async throws {
        let client = try await client("replica")
        for number in 1...4 {
            try await client.mutate(.createIssue(id: .id(number), title: "\(number)", description: ""))
            try await client.sync()
        }
        let receipt = try await client.mutate(.updateIssueStatus(id: .id(4), status: .done))
        try await server.restore(to: 2)
        await server.run(.createIssue(id: .id(9), title: "another way", description: ""))

        try await client.sync()
        #expect(try await client.list.sorted() == ["1 todo", "2 todo", "3 todo", "4 done", "another way todo"])
        #expect(try await client.dump() == server.dump())
        #expect(await server.applied.count == 6)
        #expect(try await client.rejections().isEmpty)
        #expect(try await receipt.outcome == .applied)
        let kept = try await client.scalar("SELECT group_concat(number) FROM lockstep_acknowledged")
        #expect(kept == "1,2,3,4,5")
    }

    @Test("what a restored server rejects the second time is told as reverted, and what it had rejected is not sent")
    func reverted() async throws {
        let client = try await client("replica")
        await server.set(denied: ["deleteIssue"])
        try await client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        try await client.mutate(.deleteIssue(id: .id(1)))
        let receipt = try await client.mutate(.createIssue(id: .id(2), title: "two", description: ""))
        try await client.sync()
        #expect(try await receipt.outcome == .applied)
        try await server.restore(to: 0)
        await server.run(.createIssue(id: .id(2), title: "taken", description: ""))

        try await client.sync()
        let rejections = try await client.rejections()
        #expect(rejections.map(\.name) == ["deleteIssue", "createIssue"])
        #expect(rejections.map(\.isReverted) == [false, true])
        #expect(rejections.map(\.token)[1] == receipt.token)
        #expect(try await client.list.sorted() == ["one todo", "taken todo"])
        #expect(try await client.dump() == server.dump())
        #expect(try await client.outcome(of: receipt.token) == .rejected(rejections[1]))
    }

    @Test("a client that had forked sends what it had made before the fork to a restored server too")
    func restoredServerAfterFork() async throws {
        let client = try await client("replica")
        try await client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        try await client.sync()
        try await client.close()
        try folder.copy("replica", to: "copy")
        let copy = try await self.client("copy")
        try await copy.mutate(.createIssue(id: .id(2), title: "two", description: ""))
        try await copy.sync()
        let original = try await self.client("replica")
        try await original.mutate(.createIssue(id: .id(3), title: "three", description: ""))
        try await original.sync()
        try await server.restore(to: 0)
        try await original.sync()
        #expect(try await original.list.sorted() == ["one todo", "three todo"])
        try await copy.sync()
        try await original.sync()
        #expect(try await original.list.sorted() == ["one todo", "three todo", "two todo"])
        #expect(try await copy.dump() == server.dump())
        #expect(await server.applied.count == 3)
    }

    @Test("a rejection that the base has not reached is forgotten by a server that was restored to before it")
    func forgottenRejection() async throws {
        for number in 1...2 { await server.run(.createIssue(id: .id(number), title: "\(number)", description: "")) }
        await server.set(maximumEntries: 1, denied: ["createIssue"])
        let transport = TestTransport(to: server)
        let client = try await client("replica", transport)
        let receipt = try await client.mutate(.createIssue(id: .id(3), title: "mine", description: ""))
        transport.set { [server] path, body in
            guard path == SyncProtocol.pushPath else { throw TransportError.cut }
            return try await server.post(path, body, as: "ann")
        }
        await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(await server.head == 3)
        #expect(try await client.list == ["1 todo", "mine todo"])

        try await server.restore(to: 2)
        await server.set(denied: [])
        transport.set { [server] in try await server.post($0, $1, as: "ann") }
        try await client.sync()
        #expect(try await receipt.outcome == .applied)
        #expect(try await client.rejections().isEmpty)
        #expect(try await client.list.sorted() == ["1 todo", "2 todo", "mine todo"])
    }

    @Test("a rejection is told to a client that forked before it learned of it")
    func rejectedUnderFormerID() async throws {
        await server.set(denied: ["deleteIssue"])
        let original = try await client("replica")
        try await original.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        try await original.sync()
        let receipt = try await original.mutate(.deleteIssue(id: .id(1)))
        try await original.close()
        try folder.copy("replica", to: "copy")
        let copy = try await client("copy")
        try await copy.sync()
        try await copy.mutate(.createIssue(id: .id(2), title: "two", description: ""))
        try await copy.sync()
        let reopened = try await client("replica")
        try await reopened.mutate(.createIssue(id: .id(3), title: "three", description: ""))
        try await reopened.sync()
        #expect(try await reopened.rejections().map(\.token) == [receipt.token])
        #expect(try await reopened.dump() == server.dump())
        #expect(await server.applied.count == 3)
    }

    @Test("what was made before a fork has no effect here until a restored server has said whether it has it")
    func heldBack() async throws {
        let transport = TestTransport(to: server)
        let before = try await client("replica")
        try await before.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        try await before.mutate(.updateIssue(id: .id(1), title: .set("mine")))
        try await before.sync()
        try await before.close()
        try folder.copy("replica", to: "copy")
        let copy = try await client("copy")
        try await copy.mutate(.createIssue(id: .id(2), title: "two", description: ""))
        try await copy.sync()
        let client = try await client("replica", transport)
        try await client.mutate(.createIssue(id: .id(3), title: "three", description: ""))
        try await client.sync()
        await server.run(.updateIssue(id: .id(1), title: .set("theirs")))
        await server.run(.createIssue(id: .id(4), title: "lost", description: ""))
        try await client.sync()
        let version = await server.head - 1
        try await server.restore(to: version)

        transport.set { [server] path, body in
            guard path == SyncProtocol.pullPath else { throw TransportError.cut }
            return try await server.post(path, body, as: "ann")
        }
        await #expect(throws: ClientError.self) { try await client.sync() }
        #expect(try await client.list.sorted() == ["theirs todo", "three todo", "two todo"])
        let pending = try await client.pendingMutations()
        #expect(pending.map(\.name) == ["createIssue", "updateIssue"])
        #expect(pending.allSatisfy { $0.failure != nil })

        transport.set { [server] in try await server.post($0, $1, as: "ann") }
        try await client.sync()
        #expect(try await client.pendingMutations().isEmpty)
        #expect(try await client.rejections().isEmpty)
        #expect(try await client.dump() == server.dump())
    }

    @Test("outcomes are kept for some days, then forgotten")
    func forgetsOutcomes() async throws {
        let clock = VirtualClock()
        let client = try await IssueClient.open(folder, TestTransport(to: server), clock)
        let receipt = try await client.mutate(.createIssue(id: .id(1), title: "one", description: ""))
        try await client.sync()
        clock.advance(by: .seconds(6 * 24 * 3600))
        try await client.mutate(.createIssue(id: .id(2), title: "two", description: ""))
        try await client.sync()
        #expect(try await receipt.outcome == .applied)
        clock.advance(by: .seconds(2 * 24 * 3600))
        try await client.mutate(.createIssue(id: .id(3), title: "three", description: ""))
        try await client.sync()
        let error = await #expect(throws: ClientError.self) { try await receipt.outcome }
        #expect(error?.code == .unknownToken)
    }
}

extension Array {
    func asyncMap<Value>(_ transform: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
