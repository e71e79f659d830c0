import Lockstep
import ServerTestSupport
import Testing

@testable import LockstepServer

@Suite struct PullTurnsTests {
    private actor Order {
        private(set) var names: [String] = []
        func add(_ name: String) { names.append(name) }
    }

    @Test func soManyRunAtOnceAndActorsTakeTurns() async throws {
        let turns = PullTurns(maximum: 1, maximumWaiting: 100)
        let gate = Gate()
        let order = Order()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await turns.run(of: "ann") { await gate.pass() } }
            while await gate.arrivals == 0 { await Task.yield() }
            for (index, name) in ["ann1", "ann2", "ann3", "bob1", "cid1", "bob2"].enumerated() {
                group.addTask { try await turns.run(of: String(name.prefix(3))) { await order.add(name) } }
                while turns.waitingCount <= index { await Task.yield() }
            }
            await gate.open()
            try await group.waitForAll()
        }
        #expect(await order.names == ["ann1", "bob1", "cid1", "ann2", "bob2", "ann3"])
    }

    @Test func aFullQueueTakesNoMore() async throws {
        let turns = PullTurns(maximum: 1, maximumWaiting: 1)
        let gate = Gate()
        async let first: Void = turns.run(of: "ann") { await gate.pass() }
        while await gate.arrivals == 0 { await Task.yield() }
        async let second: Void = turns.run(of: "ann") { await gate.pass() }
        while turns.waitingCount == 0 { await Task.yield() }
        await #expect(throws: PullQueueIsFull.self) { try await turns.run(of: "bob") {} }
        await gate.open()
        _ = try await (first, second)
        try await turns.run(of: "bob") {}
    }

    @Test func whoeverIsCancelledWaitsNoLonger() async throws {
        let turns = PullTurns(maximum: 1, maximumWaiting: 10)
        let gate = Gate()
        async let first: Void = turns.run(of: "ann") { await gate.pass() }
        while await gate.arrivals == 0 { await Task.yield() }
        let second = Task { try await turns.run(of: "ann") { Issue.record("It ran though it was cancelled.") } }
        while turns.waitingCount == 0 { await Task.yield() }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        #expect(turns.waitingCount == 0)
        await gate.open()
        try await first
        try await turns.run(of: "ann") {}
    }

    @Test func thousandPullsAreAllAnswered() async throws {
        let test = try TestServer()
        try await test.push(TestClient(1), [PushedMutation(1, .createBoard(id: "a", name: "A"))])
        let statuses = await withTaskGroup(of: Int.self) { group in
            for number in 0..<1_000 {
                group.addTask {
                    let client = TestClient(UInt8(number % 200 + 1), actor: "user\(number)")
                    let request = PullRequest(client: client.id, schema: SchemaIdentity(of: Board.self), cursor: nil)
                    return await test.server.pull(request.json, actor: number % 200 == 0 ? "ann" : client.actor).status
                }
            }
            return await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(statuses.isSubset(of: [200, 403]))
        #expect(statuses.contains(200))
    }

    @Test func onePullTooManyIsToldSo() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumConcurrentPulls = 0
        configuration.maximumWaitingPulls = 0
        let test = try TestServer(configuration: configuration)
        let request = PullRequest(client: TestClient(1).id, schema: SchemaIdentity(of: Board.self), cursor: nil)
        let answer = await test.server.pull(request.json, actor: "ann")
        #expect(answer.status == 503)
        #expect(answer.errorCode == "overloaded")
        #expect(answer.retryAfter == 1)
    }
}
