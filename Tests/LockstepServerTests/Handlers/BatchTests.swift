import Lockstep
import ServerTestSupport
import Testing

@testable import LockstepServer

@Suite("Several mutations of the server's own")
struct BatchTests {
    @Test("are entries of the log in their order, in one commit")
    func order() async throws {
        let test = try TestServer()
        let version = try await test.server.mutate(
            (1...50).map { .createBoard(id: "b\($0)", name: "\($0)") }, as: "import")
        #expect(version == 51)
        #expect(try await test.head().version == 51)
        #expect(
            try test.file.values("SELECT actor || number FROM lockstep_log WHERE version > 1 ORDER BY version")
                == (1...50).map { "import\($0)" })
        #expect(try await test.server.mutate(.createBoard(id: "z", name: "Z"), as: "import") == 52)
        #expect(try await test.server.mutate([], as: "import") == 52)
    }

    @Test(
        "are applied all or not at all, and the error tells which one was rejected",
        arguments: [0, 1, 2], [BoardMutation.createBoard(id: "first", name: "x"), .fail(how: "rollback")])
    func allOrNone(index: Int, poison: BoardMutation) async throws {
        let test = try TestServer()
        var mutations: [BoardMutation] = ["a", "b"].map { .createBoard(id: $0, name: $0) }
        mutations.insert(poison, at: index)
        let error = await #expect(throws: BatchRejection.self) {
            try await test.server.mutate(mutations, as: "import")
        }
        #expect(error?.index == index)
        #expect(error?.rejection.code == .constraint)
        #expect(try await test.head().version == 1)
        #expect(try test.boards() == ["first=From the migration"])
    }

    @Test("that are rejected take no push of the same commit along")
    func others() async throws {
        let test = try TestServer()
        let gated = GatedStore(base: test.store)
        let server = try SyncServer(Board.self, store: gated, clock: { 2_000_000 })
        async let first = server.push(
            TestClient(1).push([PushedMutation(1, .createBoard(id: "a", name: "A"))]).json, actor: "ann")
        while await gated.gate.arrivals < 1 { await Task.yield() }
        async let batch = server.mutate(
            [.createBoard(id: "b", name: "B"), .createBoard(id: "first", name: "x")], as: "import")
        while await server.queue.waitingCount < 1 { await Task.yield() }
        let push = TestClient(2).push([PushedMutation(1, .createBoard(id: "c", name: "C"), token: .test(9))]).json
        async let last = server.push(push, actor: "ann")
        while await server.queue.waitingCount < 2 { await Task.yield() }
        await gated.gate.open()
        #expect(await first.status == 200)
        do {
            Issue.record("The batch has the version \(try await batch).")
        } catch let error as BatchRejection {
            #expect(error.index == 1)
        }
        #expect(await last.status == 200)
        #expect(try test.boards() == ["a=A", "c=C", "first=From the migration"])
    }
}
