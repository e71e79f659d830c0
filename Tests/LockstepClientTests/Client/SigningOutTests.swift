import Foundation
import IssueListSchema
import Lockstep
import Testing

@testable import LockstepClient

@Suite("Signing out and switching users")
struct SigningOutTests {
    private let folder: TestFolder
    private let server: ReferenceServer<IssueList>

    init() throws {
        folder = try TestFolder()
        server = try ReferenceServer(IssueList.self)
    }

    private func client(
        _ actor: String = "ann", ifOtherActor: OtherActorChoice = .fail, online: Bool = true
    ) async throws -> IssueClient {
        let transport: any SyncTransport = online ? TestTransport(to: server, as: actor) : NoServer()
        return try await SyncClient(
            IssueList.self, at: folder.path("replica"), actor: actor, transport: transport,
            configuration: ClientConfiguration(), ifOtherActor: ifOtherActor, environment: VirtualClock().environment)
    }

    private func create(_ number: Int) -> IssueList.Mutation {
        .createIssue(id: .id(number), title: "\(number)", description: "")
    }

    /// A file of ann's with one mutation pending and one rejection.
    private func prepare() async throws {
        let ann = try await client()
        await server.set(denied: ["createIssue"])
        try await ann.mutate(create(1))
        try await ann.sync()
        await server.set(denied: [])
        try await ann.mutate(create(2))
        try await ann.close()
    }

    /// True if a text is in one of the files, in free pages or the log for example.
    private func isAnywhere(_ text: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: folder.url.path).contains { name in
            try Data(contentsOf: folder.url.appending(path: name)).range(of: Data(text.utf8)) != nil
        }
    }

    // MARK: Signing out

    @Test("with mutations pending throws, says what is at stake, and changes nothing")
    func refused() async throws {
        try await prepare()
        let ann = try await client()
        let error = await #expect(throws: ClientError.self) { try await ann.signOut() }
        #expect(error?.code == .pendingMutations)
        #expect(error?.replica?.pendingCount == 1)
        #expect(error?.replica?.rejectionCount == 1)
        try await ann.sync()
        #expect(try await ann.list == ["2 todo"])
        await #expect(throws: ClientError.self) { try await ann.signOut() }
        try await ann.dismiss(try await ann.rejections())
        #expect(try await ann.signOut().isEmpty)
    }

    @Test("empties the file, so that the next user begins anew")
    func emptied() async throws {
        let ann = try await client()
        try await ann.mutate(.createIssue(id: .id(1), title: "secret of ann", description: ""))
        try await ann.sync()
        try await ann.signOut()
        #expect(try !isAnywhere("secret of ann"))
        #expect(try Data(contentsOf: folder.url.appending(path: "replica")).count <= 4096)
        #expect(try await ReplicaFile.inspect(at: folder.path("replica")) == nil)
        let bob = try await client("bob", online: false)
        #expect(try await bob.list.isEmpty)
        let error = await #expect(throws: ClientError.self) { try await ann.mutate(create(2)) }
        #expect(error?.code == .closed)
    }

    @Test("with the choice to keep leaves the file for the next time")
    func kept() async throws {
        try await prepare()
        let ann = try await client()
        #expect(try await ann.signOut(.keep).isEmpty)
        let again = try await client()
        #expect(try await again.pendingMutations().count == 1)
        #expect(try await again.rejections().count == 1)
    }

    @Test("with the choice to discard gives what is lost")
    func discarded() async throws {
        try await prepare()
        let discarded = try await client().signOut(.discard)
        #expect(discarded.pendingCount == 1)
        #expect(discarded.rejectionCount == 1)
        let lines = String(decoding: discarded.jsonLines, as: UTF8.self).split(separator: "\n")
        let objects = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] }
        #expect(objects.map { $0?["state"] as? String } == ["pending", "rejected"])
        #expect(objects.map { $0?["name"] as? String } == ["createIssue", "createIssue"])
        #expect(objects.map { ($0?["args"] as? [String: Any])?["title"] as? String } == ["2", "1"])
        #expect(objects[1]?["code"] as? String == "denied")
        #expect(try await client("bob", online: false).pendingMutations().isEmpty)
    }

    @Test("ends the clients of other processes, which can make nothing that would be lost")
    func otherProcess() async throws {
        let ann = try await client()
        let widget = try await client()
        #expect(try await widget.list.isEmpty)
        let waiting = Task { for await _ in widget.rejections {} }
        try await ann.signOut()
        for _ in 0..<2 {
            let error = await #expect(throws: ClientError.self) { try await widget.mutate(create(2)) }
            #expect(error?.code == .signedOut)
            await #expect(throws: ClientError.self) { try await widget.list }
        }
        await waiting.value

        let bob = try await client("bob", online: false)
        try await bob.mutate(create(3))
        await #expect(throws: ClientError.self) { try await widget.mutate(create(4)) }
        await #expect(throws: ClientError.self) { try await widget.list }
        #expect(try await bob.list == ["3 todo"])
    }

    @Test("and reading in another process that has noticed nothing yet gives no rows of the next user")
    func otherProcessReads() async throws {
        let widget = try await client()
        try await client().signOut()
        try await client("bob", online: false).mutate(create(1))
        let error = await #expect(throws: ClientError.self) { try await widget.list }
        #expect(error?.code == .signedOut)
    }

    @Test("that was cut off before the file shrank is finished by who opens it")
    func cutOff() async throws {
        let ann = try await client()
        try await ann.mutate(.createIssue(id: .id(1), title: "secret of ann", description: ""))
        try await ann.replica.write { try $0.dropEverything() }
        try await ann.close()
        let bob = try await client("bob", online: false)
        try await bob.close()
        #expect(try !isAnywhere("secret of ann"))
    }

    // MARK: Opening as another actor

    @Test("Opening as another actor throws, and says whose the file is and what is pending")
    func otherActor() async throws {
        try await prepare()
        let error = await #expect(throws: ClientError.self) { try await client("bob") }
        #expect(error?.code == .otherActor)
        #expect(error?.message.contains("ann, not of bob") == true)
        let replica = try #require(error?.replica)
        #expect(replica.actor == "ann")
        #expect(replica.pendingCount == 1)
        #expect(replica.rejectionCount == 1)
        #expect(replica.oldestPending == Date(millisecondsSince1970: VirtualClock.origin))
        #expect(try await client().pendingMutations().count == 1)
    }

    @Test("Replacing a replica is refused as long as that loses something")
    func replaceIfSettled() async throws {
        try await prepare()
        let error = await #expect(throws: ClientError.self) { try await client("bob", ifOtherActor: .replaceIfSettled) }
        #expect(error?.code == .otherActor)
        let ann = try await client()
        try await ann.sync()
        try await ann.dismiss(try await ann.rejections())
        try await ann.close()
        let bob = try await client("bob", ifOtherActor: .replaceIfSettled, online: false)
        #expect(try await bob.list.isEmpty)
        #expect(try await bob.scalar("SELECT actor FROM lockstep_replica") == "bob")
    }

    @Test("Replacing a replica gives what is lost first, and does nothing if that cannot be taken")
    func replace() async throws {
        try await prepare()
        struct Full: Error {}
        await #expect(throws: Full.self) { try await client("bob", ifOtherActor: .replace { _ in throw Full() }) }
        #expect(try await ReplicaFile.inspect(at: folder.path("replica"))?.actor == "ann")
        let received = Guarded<[ExportedMutations]>([])
        let bob = try await client(
            "bob", ifOtherActor: .replace { exported in received.withLock { $0.append(exported) } }, online: false)
        #expect(received.withLock { $0 }.map(\.pendingCount) == [1])
        #expect(try await bob.pendingMutations().isEmpty)
        #expect(try await bob.rejections().isEmpty)
        #expect(try await bob.list.isEmpty)
    }

    @Test("What a guest has pending is handed over to the user who signs in, and nothing else of the guest's rows")
    func handOver() async throws {
        let guest = try await client("guest")
        await server.run(.createIssue(id: .id(9), title: "for guests", description: ""))
        try await guest.mutate(create(1))
        try await guest.sync()
        let receipt = try await guest.mutate(create(2))
        try await guest.mutate(.updateIssueStatus(id: .id(9), status: .done))
        try await guest.close()

        let ann = try await client("ann", ifOtherActor: .handOver)
        #expect(try await ann.list == ["2 todo"])
        #expect(try await ann.pendingMutations().map(\.name) == ["createIssue", "updateIssueStatus"])
        #expect(try await ann.scalar("SELECT count(*) FROM lockstep_acknowledged") == "0")
        try await ann.sync()
        #expect(try await ann.outcome(of: receipt.token) == .applied)
        #expect(try await ann.dump() == server.dump())
        #expect(try await ann.read(.issue(id: .id(2)))?.owner == "ann")
        let error = await #expect(throws: ClientError.self) { try await client("guest") }
        #expect(error?.code == .otherActor)
    }

    @Test("What reached the server before it was handed over is not run again")
    func handOverOfPushed() async throws {
        let transport = TestTransport { [server] path, body in
            _ = try await server.post(path, body, as: "guest")
            throw TransportError.cut
        }
        let guest = try await SyncClient(
            IssueList.self, at: folder.path("replica"), actor: "guest", transport: transport,
            configuration: ClientConfiguration(), environment: VirtualClock().environment)
        try await guest.mutate(create(1))
        await #expect(throws: ClientError.self) { try await guest.sync() }
        try await guest.close()
        let ann = try await client("ann", ifOtherActor: .handOver)
        try await ann.sync()
        #expect(await server.applied == ["createIssue 1"])
        #expect(try await ann.rejections().isEmpty)
        #expect(try await ann.dump() == server.dump())
    }

    @Test("A client of the former actor that is still open ends when its replica is handed over")
    func handOverWhileOpen() async throws {
        let guest = try await client("guest")
        try await guest.mutate(create(1))
        let ann = try await client("ann", ifOtherActor: .handOver)
        let error = await #expect(throws: ClientError.self) { try await guest.mutate(create(2)) }
        #expect(error?.code == .signedOut)
        #expect(try await ann.list == ["1 todo"])
    }

    @Test("The choice says nothing about a file that is the actor's own")
    func ownReplica() async throws {
        try await prepare()
        let ann = try await client(ifOtherActor: .replace { _ in Issue.record("Nothing is to be lost.") })
        #expect(try await ann.pendingMutations().count == 1)
    }
}
