import Lockstep
import LockstepSQLiteStore
import ServerTestSupport
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@testable import LockstepServer

@Suite struct SyncServerTests {
    let ann = TestClient(1)

    @Test func theServersOwnMutationsGoThroughTheLog() async throws {
        let test = try TestServer()
        let start = try await test.pull(ann, cursor: nil).cursor
        let version = try await test.server.mutate(.createBoard(id: "a", name: "A"), as: "cron")
        #expect(version == 2)
        #expect(try await test.server.mutate(.stampBoard(id: "a"), as: "cron") == 3)
        let pull = try await test.pull(ann, cursor: start)
        // The first one's statements do not use the actor.
        #expect(pull.mutations?.map(\.actor) == ["", "cron"])
        #expect(pull.mutations?.map(\.id) == [1, 2])
        #expect(pull.acknowledged == 0)
        #expect(try test.boards().first == "a=cron 1000000 1000002")
    }

    @Test func aRejectedMutationOfTheServersLeavesNothing() async throws {
        let test = try TestServer()
        for mutation in [BoardMutation.createBoard(id: "first", name: "x"), .fail(how: "rollback")] {
            let rejection = await #expect(throws: MutationRejection.self) {
                try await test.server.mutate(mutation, as: "cron")
            }
            #expect(rejection?.code == .constraint)
        }
        #expect(try await test.head().version == 1)
        await #expect(throws: (any Error).self) { try await test.server.mutate(.fail(how: "inputOutput"), as: "cron") }
        #expect(try await test.server.mutate(.createBoard(id: "a", name: "A"), as: "cron") == 2)
    }

    @Test func theServersClientIdIsNobodyElses() async throws {
        let test = try TestServer()
        let push = await test.send(TestClient(0).push([PushedMutation(1, .createBoard(id: "a", name: "A"))]), actor: "")
        #expect(push.status == 400)
        #expect(push.text.contains("`client` must not be the nil UUID"))
    }

    @Test func headsFollowCommitsAndEdits() async throws {
        let test = try TestServer()
        var heads = test.server.heads().makeAsyncIterator()
        await test.server.refreshHead()
        #expect(await heads.next() == 1)
        try await test.push(ann, [PushedMutation(1, .createBoard(id: "a", name: "A"))])
        #expect(await heads.next() == 2)
        try test.file.edit("UPDATE board SET name = 'x'")
        await test.server.refreshHead()
        #expect(await heads.next() == 4)
        #expect(await test.server.health().text.contains(#""status":"ok""#))
    }

    /// Anybody may ask for it, as often as they like.
    @Test func healthWritesNothingAndIsTriedOnceASecond() async throws {
        let test = try TestServer()
        let gated = GatedStore(base: test.store)
        let server = try SyncServer(Board.self, store: gated, clock: { [clock = test.clock] in clock.now })
        let observer = try test.file.open()
        let dataVersion = {
            try observer.connection.statement("PRAGMA data_version").only { try $0.value(Int64.self, at: 0) }
        }
        let before = try dataVersion()
        async let first = server.health()
        async let second = server.health()
        while await gated.gate.arrivals < 1 { await Task.yield() }
        await gated.gate.open()
        #expect(await [first, second].map(\.status) == [200, 200])
        #expect(await gated.gate.arrivals == 1)
        test.clock.now += 999
        #expect(await server.health() == first)
        #expect(await gated.gate.arrivals == 1)
        for (step, arrivals) in [(1, 2), (-5_000, 3)] as [(Int64, Int)] {
            test.clock.now += step
            #expect(await server.health().text.hasSuffix(#""version":1}"#))
            #expect(await gated.gate.arrivals == arrivals)
        }
        #expect(try dataVersion() == before)
    }

    @Test func headsEndWithTheService() async throws {
        let test = try TestServer()
        let heads = test.server.heads()
        try await testGracefulShutdown { trigger in
            async let run: Void = test.server.run()
            var versions = heads.makeAsyncIterator()
            #expect(await versions.next() == 1)
            trigger.triggerGracefulShutdown()
            #expect(await versions.next() == nil)
            try await run
        }
    }

    @Test func aStoreCanBeGivenByItsPath() async throws {
        let file = try TemporaryFile()
        let server = try SyncServer(Board.self, store: .sqlite(file.path))
        #expect(await server.health().status == 200)
    }
}
