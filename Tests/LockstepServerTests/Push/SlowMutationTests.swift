import Lockstep
import LockstepSQLiteStore
import ServerTestSupport
import Testing

@testable import LockstepServer

/// A mutation that holds the only writer for too long: at first that may be the machine's fault, then it is its own.
@Suite struct SlowMutationTests {
    let ann = TestClient(1)

    @Test(arguments: [BoardFailure.slowWrite, .slowRead])
    func theThirdInterruptionRejects(_ failure: BoardFailure) async throws {
        let test = try TestServer()
        // The limit of 5 s has passed at the sixth look.
        test.stopwatch.step = .seconds(1)
        let batch = ann.push([
            PushedMutation(1, .createBoard(id: "a", name: "A")), PushedMutation(2, .fail(how: failure.rawValue)),
            PushedMutation(3, .createBoard(id: "b", name: "B")),
        ])
        for _ in 1...2 {
            let response = await test.send(batch)
            #expect(response.status == 503, "\(response.text)")
            #expect(response.errorCode == "unavailable")
            #expect(response.retryAfter == 1)
            #expect(response.text.contains("longer than 5.0 seconds"))
            #expect(try test.log().isEmpty)
        }
        let answer = try PushResponse(json: await test.send(batch).body)
        #expect(answer.acknowledged == 3)
        #expect(answer.rejected.map(\.id) == [2])
        #expect(answer.rejected.map(\.code) == ["tooSlow"])
        #expect(try test.log() == ["mutation 1#1", "rejection 1#2", "mutation 1#3"])
        #expect(try test.boards() == ["a=A", "b=B", "first=From the migration"])
    }

    @Test func whatStaysWithinTheLimitIsNotInterrupted() async throws {
        let test = try TestServer()
        test.stopwatch.step = .milliseconds(1)
        let answer = try await test.push(ann, [PushedMutation(1, .fail(how: "slowRead"))])
        #expect(answer.rejected.isEmpty)
    }

    @Test func theLimitCanBeSet() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumMutationDuration = .seconds(10_000)
        let test = try TestServer(configuration: configuration)
        test.stopwatch.step = .seconds(1)
        #expect(try await test.push(ann, [PushedMutation(1, .fail(how: "slowRead"))]).rejected.isEmpty)
    }

    /// However many mutations of a group are too slow, the others are not taken down.
    @Test func onlyTheRequestsWithSlowMutationsFail() async throws {
        let test = try TestServer()
        test.stopwatch.step = .seconds(1)
        let gated = GatedStore(base: test.store)
        let server = try SyncServer(Board.self, store: gated, clock: { 2_000_000 })
        async let first = server.push(
            ann.push([PushedMutation(1, .createBoard(id: "a", name: "A"))]).json, actor: "ann")
        while await gated.gate.arrivals < 1 { await Task.yield() }
        let slow = [(2, "slowWrite"), (3, "slowRead")].map { (client: UInt8, how: String) in
            TestClient(client).push([PushedMutation(1, .fail(how: how), token: .test(UInt64(client) * 10))]).json
        }
        async let second = server.push(slow[0], actor: "ann")
        while await server.queue.waitingCount < 1 { await Task.yield() }
        async let third = server.push(slow[1], actor: "ann")
        while await server.queue.waitingCount < 2 { await Task.yield() }
        let good = TestClient(4).push([PushedMutation(1, .createBoard(id: "e", name: "E"), token: .test(40))]).json
        async let fourth = server.push(good, actor: "ann")
        while await server.queue.waitingCount < 3 { await Task.yield() }
        await gated.gate.open()
        #expect(await [first, second, third, fourth].map(\.status) == [200, 503, 503, 200])
        #expect(try test.log() == ["mutation 1#1", "mutation 4#1"])
    }

    @Test func theServersOwnAreInterruptedToo() async throws {
        let test = try TestServer()
        test.stopwatch.step = .seconds(1)
        for _ in 1...4 {
            await #expect(throws: MutationTimedOut.self) {
                try await test.server.mutate(.fail(how: "slowWrite"), as: "cron")
            }
        }
        #expect(try test.log().isEmpty)
    }

    @Test func attemptsAreCountedByToken() {
        var slow = SlowMutations()
        #expect(
            [1, 1, 2, 1, 2, 1].map { slow.recordAttempt(of: .test($0)) } == [false, false, false, true, false, true])
    }

    @Test func theOldestTokenMakesRoom() {
        var slow = SlowMutations()
        let attempts = { (token: UInt64) in slow.recordAttempt(of: .test(token)) }
        #expect([0, 0].map(attempts) == [false, false])
        for token in 1...UInt64(SlowMutations.maximumTokens) { _ = attempts(token) }
        #expect([0, 0, 0].map(attempts) == [false, false, true])
    }
}
