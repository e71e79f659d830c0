import Lockstep
import LockstepSQLiteStore
import Logging
import ServerTestSupport
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@testable import LockstepServer

@Suite("A server that is told to stop")
struct DrainTests {
    private let test: TestServer
    private let gated: GatedStore<SQLiteStore<Board>>
    private let server: SyncServer<Board, GatedStore<SQLiteStore<Board>>>
    private let ann = TestClient(1)

    init() throws {
        test = try TestServer()
        gated = GatedStore(base: test.store)
        var configuration = ServerConfiguration()
        configuration.retention = .keepsEverything
        // However long what is under way takes among other tests.
        configuration.drainDuration = .seconds(600)
        server = try SyncServer(
            Board.self, store: gated, configuration: configuration, clock: { 1_000_000 })
    }

    private func push(_ client: TestClient, _ number: Int64) async -> SyncResponse {
        await server.push(
            client.push([PushedMutation(number, .createBoard(id: "\(client.id)", name: "B"))]).json, actor: "ann")
    }

    @Test func answersWhatIsUnderWayAndTakesNothingNew() async throws {
        try await testGracefulShutdown { trigger in
            async let run: Void = server.run()
            async let underWay = push(ann, 1)
            // The retention's first run is one; the push is behind it in any order.
            while server.gate.count == 0 { await Task.yield() }
            trigger.triggerGracefulShutdown()
            while !server.gate.isDraining {
                await gated.gate.open()
                await Task.yield()
            }
            let late = await push(TestClient(2), 1)
            #expect(late.status == 503)
            #expect(late.retryAfter == 1)
            #expect(late.errorCode == "unavailable")
            let health = await server.health()
            #expect(health.status == 503)
            #expect(health.text.contains(#""reason":"draining""#))
            #expect(server.liveness().status == 200)
            await #expect(throws: StoreNotReady.self) {
                try await server.mutate(.createBoard(id: "x", name: "X"), as: "cron")
            }
            #expect(await underWay.status == 200)
            try await run
        }
        #expect(try test.boards().count == 2)
    }

    @Test func pullsAreAnsweredToTheEnd() async throws {
        await gated.gate.open()
        try await testGracefulShutdown { trigger in
            async let run: Void = server.run()
            trigger.triggerGracefulShutdown()
            try await run
        }
        let request = PullRequest(client: ann.id, schema: SchemaIdentity(of: Board.self), cursor: nil)
        #expect(await server.pull(request.json, actor: "ann").status == 200)
    }

    @Test func doesNotWaitForEver() async throws {
        var configuration = ServerConfiguration()
        configuration.drainDuration = .zero
        configuration.retention = .keepsEverything
        let lines = LogLines()
        let server = try SyncServer(
            Board.self, store: gated, configuration: configuration, clock: { 1_000_000 },
            logger: lines.logger(level: .warning))
        _ = server.gate.enter()
        await gated.gate.open()
        try await testGracefulShutdown { trigger in
            async let run: Void = server.run()
            trigger.triggerGracefulShutdown()
            try await run
        }
        #expect(lines.all.map(\.message).contains { $0.contains("still under way") })
    }
}
