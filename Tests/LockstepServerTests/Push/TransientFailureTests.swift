import Lockstep
import LockstepSQLiteStore
import ServerTestSupport
import Testing

@testable import LockstepServer

/// Failures that say nothing about a mutation: the request fails with 503, nothing of it is recorded, and the same
/// request succeeds later.
@Suite struct TransientFailureTests {
    let ann = TestClient(1)

    private func expectUnavailable(_ response: SyncResponse, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(response.status == 503, "\(response.text)", sourceLocation: sourceLocation)
        #expect(response.errorCode == "unavailable", sourceLocation: sourceLocation)
        #expect(response.retryAfter == 1, sourceLocation: sourceLocation)
    }

    @Test(arguments: [BoardFailure.inputOutput, .interrupt, .missingTable])
    func nothingIsRecorded(_ failure: BoardFailure) async throws {
        let test = try TestServer()
        let response = await test.send(
            ann.push([
                PushedMutation(1, .createBoard(id: "a", name: "A")), PushedMutation(2, .fail(how: failure.rawValue)),
            ]))
        expectUnavailable(response)
        #expect(try test.log().isEmpty)
        #expect(try test.boards() == ["first=From the migration"])
        #expect(try test.file.values("SELECT count(*) FROM lockstep_client") == ["0"])
        #expect(try await test.push(ann, [PushedMutation(1, .createBoard(id: "a", name: "A"))]).acknowledged == 1)
    }

    /// The statement was prepared and refused for its values before the table went: it is not refused for good now.
    @Test func aTableThatIsGone() async throws {
        let test = try TestServer()
        let overflow = BoardMutation.fail(how: "overflow")
        #expect(try await test.push(ann, [PushedMutation(1, overflow)]).rejected.map(\.code) == ["failed"])
        try test.file.edit("ALTER TABLE board RENAME TO hidden")
        expectUnavailable(await test.send(ann.push([PushedMutation(2, overflow)])))
        #expect(try test.log() == ["rejection 1#1"])
        try test.file.edit("ALTER TABLE hidden RENAME TO board")
        #expect(try await test.push(ann, [PushedMutation(2, overflow)]).rejected.map(\.code) == ["failed"])
    }

    @Test func aLockedDatabase() async throws {
        let test = try TestServer(busyTimeout: .zero)
        let push = ann.push([PushedMutation(1, .createBoard(id: "a", name: "A"))])
        let handle = try test.file.open()
        try handle.connection.execute("BEGIN IMMEDIATE")
        expectUnavailable(await test.send(push))
        #expect(await test.server.health().status == 503)
        try handle.connection.execute("ROLLBACK")
        #expect(await test.send(push).status == 200)
        test.clock.now += 1_000
        #expect(await test.server.health().status == 200)
    }

    @Test func aFullDisk() async throws {
        let test = try TestServer()
        try await test.push(ann, [PushedMutation(1, .fail(how: "fillDisk"))])
        let large = (2...200).map { PushedMutation(Int64($0), .createBoard(id: "b\($0)", name: "B")) }
        expectUnavailable(await test.send(ann.push(large)))
        #expect(try test.log() == ["mutation 1#1"])
        #expect(try await test.pull(ann, cursor: nil).acknowledged == 1)
        let context = MutationContext(actor: "ann", now: 0, committedAt: 0)
        _ = try await test.store.write { try $0.run(.fail(how: "freeDisk"), in: context) }
        #expect(try await test.push(ann, large).acknowledged == 200)
    }

    /// The other request of the group is not taken down.
    @Test func onlyTheRequestWithTheCulpritFails() async throws {
        let test = try TestServer()
        let gated = GatedStore(base: test.store)
        let server = try SyncServer(Board.self, store: gated, clock: { 2_000_000 })
        let bob = TestClient(2, actor: "bob")
        let eve = TestClient(3, actor: "eve")
        async let first = server.push(
            ann.push([PushedMutation(1, .createBoard(id: "a", name: "A"))]).json, actor: "ann")
        while await gated.gate.arrivals < 1 { await Task.yield() }
        let failing = bob.push([PushedMutation(1, .fail(how: "interrupt"), token: .test(20))])
        async let second = server.push(failing.json, actor: "bob")
        while await server.queue.waitingCount < 1 { await Task.yield() }
        let good = eve.push([PushedMutation(1, .createBoard(id: "e", name: "E"), token: .test(30))])
        async let third = server.push(good.json, actor: "eve")
        while await server.queue.waitingCount < 2 { await Task.yield() }
        await gated.gate.open()
        #expect(await first.status == 200)
        expectUnavailable(await second)
        #expect(await third.status == 200)
        #expect(try test.log() == ["mutation 1#1", "mutation 3#1"])
        // One for the first request; two for the group of the others, which was run again.
        #expect(await gated.gate.arrivals == 3)
    }
}
