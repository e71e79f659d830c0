import Lockstep
import ServerTestSupport
import Testing

@testable import LockstepServer

@Suite struct GroupCommitTests {
    private func mutation(of client: UInt8) -> PushedMutation {
        PushedMutation(1, .createBoard(id: "b\(client)", name: "B"), token: .test(UInt64(client)))
    }

    @Test func requestsThatWaitShareATransaction() async throws {
        let test = try TestServer()
        let gated = GatedStore(base: test.store)
        let server = try SyncServer(Board.self, store: gated)
        let statuses = await withTaskGroup(of: Int.self) { group in
            for number: UInt8 in 1...64 {
                group.addTask {
                    await server.push(TestClient(number).push([mutation(of: number)]).json, actor: "ann").status
                }
            }
            while await server.queue.waitingCount < 63 { await Task.yield() }
            await gated.gate.open()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 64))
        #expect(try test.log().count == 64)
        #expect(await gated.gate.arrivals == 2)
    }

    @Test func aGroupHasABoundedSize() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumMutationsPerTransaction = 10
        let test = try TestServer()
        let gated = GatedStore(base: test.store)
        let server = try SyncServer(Board.self, store: gated, configuration: configuration)
        await withTaskGroup(of: Void.self) { group in
            for number: UInt8 in 1...31 {
                group.addTask {
                    _ = await server.push(TestClient(number).push([mutation(of: number)]).json, actor: "ann")
                }
            }
            while await server.queue.waitingCount < 30 { await Task.yield() }
            await gated.gate.open()
        }
        #expect(try test.log().count == 31)
        #expect(await gated.gate.arrivals == 4)
    }

    @Test func cancelledRequestsAreCommitted() async throws {
        let test = try TestServer()
        let gated = GatedStore(base: test.store)
        let server = try SyncServer(Board.self, store: gated)
        let tasks = (1...8).map { (number: UInt8) in
            Task { await server.push(TestClient(number).push([mutation(of: number)]).json, actor: "ann") }
        }
        while await server.queue.waitingCount < 7 { await Task.yield() }
        for task in tasks { task.cancel() }
        await gated.gate.open()
        for task in tasks { #expect(await task.value.status == 200) }
        #expect(try test.log().count == 8)
    }

    /// A client whose request timed out sends it again while the first one still waits.
    @Test func theSameRequestTwiceInOneGroupRunsOnce() async throws {
        let test = try TestServer()
        let gated = GatedStore(base: test.store)
        let server = try SyncServer(Board.self, store: gated)
        async let other = server.push(TestClient(9).push([mutation(of: 9)]).json, actor: "ann")
        while await gated.gate.arrivals < 1 { await Task.yield() }
        let body = TestClient(1).push([mutation(of: 1)]).json
        async let first = server.push(body, actor: "ann")
        async let second = server.push(body, actor: "ann")
        while await server.queue.waitingCount < 2 { await Task.yield() }
        await gated.gate.open()
        let answers = await [first, second]
        #expect(await other.status == 200)
        #expect(answers.map(\.status) == [200, 200])
        #expect(answers[0].body == answers[1].body)
        #expect(try test.log() == ["mutation 9#1", "mutation 1#1"])
    }

    @Test func aFullQueueTakesNoMore() async throws {
        let test = try TestServer()
        let gated = GatedStore(base: test.store)
        var configuration = ServerConfiguration()
        configuration.maximumWaitingPushes = 2
        configuration.retryAfter = 7
        let server = try SyncServer(Board.self, store: gated, configuration: configuration)
        let push = { @Sendable (number: UInt8) in
            await server.push(TestClient(number).push([mutation(of: number)]).json, actor: "ann")
        }
        async let first = push(1)
        while await gated.gate.arrivals < 1 { await Task.yield() }
        async let second = push(2)
        async let third = push(3)
        while await server.queue.waitingCount < 2 { await Task.yield() }
        let refused = await push(4)
        #expect(refused.status == 503)
        #expect(refused.errorCode == "overloaded")
        #expect(refused.retryAfter == 7)
        await #expect(throws: QueueIsFull.self) {
            try await server.mutate(.createBoard(id: "own", name: "Own"), as: "cron")
        }
        await gated.gate.open()
        #expect(await [first, second, third].map(\.status) == [200, 200, 200])
        #expect(await push(4).status == 200)
        #expect(try test.log().count == 4)
    }
}
