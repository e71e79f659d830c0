import Foundation
import Lockstep
import LockstepSQLiteStore
import Logging
import ServerTestSupport
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing

@testable import LockstepServer

@Suite("Handlers after the commit")
struct OutboxTests {
    struct Fault: Error {}

    private let calls = Calls()

    /// `createBoard` fails as long as the name of a board is the text of a number that is greater than the attempt's.
    private var handlers: HandledBoard.Handlers {
        var handlers = HandledBoard.Handlers()
        handlers.createBoard = { [calls] id, delivery in
            await calls.add("\(id) \(delivery.attempt)")
            if let needed = Int(id), delivery.attempt < needed { throw Fault() }
        }
        handlers.deleteBoard = { [calls] id, delivery in await calls.add("-\(id) \(delivery.attempt)") }
        return handlers
    }

    private func waiting(_ test: HandledServer) async throws -> [Int] {
        try await test.server.outboxCounts().map(\.waiting)
    }

    @Test("are called once for each mutation that was applied, in the order of the log")
    func order() async throws {
        var handlers = handlers
        handlers.createBoard = { [calls] id, delivery in
            await calls.add("\(id) \(delivery.token == .test(UInt64(delivery.version - 1))) \(delivery.context)")
        }
        let test = try HandledServer(handlers)
        let batch = [
            PushedMutation(1, .createBoard(id: "a", name: "A"), at: 900_000),
            PushedMutation(2, .createBoard(id: "b", name: "B"), at: 900_001),
            PushedMutation(3, .createBoard(id: "a", name: "taken")),
        ]
        _ = try await test.push(batch)
        #expect(await calls.texts.isEmpty)
        // What is repeated was queued the first time.
        _ = try await test.push(batch)
        try await test.deliver()
        try await test.deliver()
        let contexts = [
            MutationContext(actor: "ann", now: 900_000, committedAt: 1_000_001),
            MutationContext(actor: "ann", now: 900_001, committedAt: 1_000_002),
        ]
        #expect(await calls.texts == ["a true \(contexts[0])", "b true \(contexts[1])"])
        #expect(try await test.server.outboxCounts().isEmpty)
    }

    @Test("are called for mutations of the server's own")
    func own() async throws {
        let test = try HandledServer(handlers)
        try await test.server.mutate([.createBoard(id: "a", name: "A"), .deleteBoard(id: "a")], as: "cron")
        try await test.deliver()
        #expect(await calls.texts == ["a 1", "-a 1"])
    }

    @Test("that fail are called again after a while; those of the same mutation wait behind, others do not")
    func retries() async throws {
        let test = try HandledServer(handlers)
        _ = try await test.push([
            PushedMutation(1, .createBoard(id: "3", name: "A")), PushedMutation(2, .createBoard(id: "b", name: "B")),
            PushedMutation(3, .deleteBoard(id: "b")),
        ])
        try await test.deliver()
        #expect(await calls.texts == ["3 1", "-b 1"])
        test.clock.now += 999
        try await test.deliver()
        #expect(await calls.texts.count == 2)
        test.clock.now += 10
        try await test.deliver()
        #expect(await calls.texts == ["3 1", "-b 1", "3 2"])
        test.clock.now += 2_000
        try await test.deliver()
        #expect(await calls.texts == ["3 1", "-b 1", "3 2", "3 3", "b 1"])
    }

    @Test("that fail too often are given up, and can be called again or forgotten")
    func abandoned() async throws {
        var configuration = ServerConfiguration()
        configuration.maximumDeliveryAttempts = 2
        let test = try HandledServer(handlers, configuration: configuration)
        _ = try await test.push([
            PushedMutation(1, .createBoard(id: "9", name: "A")), PushedMutation(2, .createBoard(id: "b", name: "B")),
        ])
        for _ in 1...2 {
            try await test.deliver()
            test.clock.now += 10_000
        }
        #expect(await calls.texts == ["9 1", "9 2", "b 1"])
        let abandoned = try await test.server.abandonedDeliveries()
        #expect(abandoned.map(\.version) == [2])
        #expect(abandoned.map(\.failure) == ["Fault()"])
        #expect(try await test.server.outboxCounts() == [OutboxCount(name: "createBoard", waiting: 0, abandoned: 1)])
        #expect(try await test.server.retryDelivery(2))
        try await test.deliver()
        #expect(await calls.texts.last == "9 1")
        #expect(try await !test.server.discardDelivery(2))
        test.clock.now += 10_000
        try await test.deliver()
        #expect(try await test.server.discardDelivery(2))
        #expect(try await !test.server.retryDelivery(2))
        #expect(try await test.server.outboxCounts().isEmpty)
    }

    @Test("are called by the next process where the one that committed was killed before it could")
    func killedBeforeTheCall() async throws {
        let killed = try HandledServer(handlers)
        _ = try await killed.push([PushedMutation(1, .createBoard(id: "a", name: "A"))])
        // The log may be trimmed meanwhile.
        try killed.file.edit("DELETE FROM lockstep_log WHERE version = 1")
        let next = try HandledServer(handlers, file: killed.file, clock: killed.clock)
        try await next.deliver()
        #expect(await calls.texts == ["a 1"])
    }

    @Test("are called again where the process was killed during the call, once that call could have ended")
    func killedDuringTheCall() async throws {
        let killed = try HandledServer(handlers)
        _ = try await killed.push([PushedMutation(1, .createBoard(id: "a", name: "A"))])
        let decision = DeliveryDecision(configuration: ServerConfiguration())
        try await killed.server.store.write { transaction in
            let entry = try transaction.nextInOutbox(of: "createBoard")
            guard case .call(let claimed) = decision.step(entry, at: 1_000_001) else { return }
            try transaction.update(claimed)
        }
        let next = try HandledServer(handlers, file: killed.file, clock: killed.clock)
        next.clock.now = 1_040_000
        try await next.deliver()
        #expect(await calls.texts.isEmpty)
        next.clock.now = 1_040_001
        try await next.deliver()
        #expect(await calls.texts == ["a 2"])
    }

    @Test("that cannot be given their arguments any longer are given up")
    func unreadable() async throws {
        let test = try HandledServer(handlers)
        _ = try await test.push([PushedMutation(1, .createBoard(id: "a", name: "A"))])
        try test.file.edit("UPDATE lockstep_outbox SET args = '{}'")
        try await test.deliver()
        #expect(await calls.texts.isEmpty)
        #expect(try await test.server.abandonedDeliveries().first?.failure?.contains("`id` is missing") == true)
    }

    @Test("that take too long are cancelled, and count as failed")
    func timeLimit() async throws {
        var handlers = handlers
        handlers.createBoard = { _, _ in try await Task.sleep(for: .seconds(86_400)) }
        let test = try HandledServer(handlers)
        _ = try await test.push([PushedMutation(1, .createBoard(id: "a", name: "A"))])
        let runner = OutboxRunner(
            store: test.server.store, handling: Handling<HandledBoard>(handlers),
            configuration: ServerConfiguration(), clock: { test.clock.now }, sleep: { _ in },
            logger: Logger(label: "test"), instruments: test.server.instruments)
        test.clock.now += 10
        _ = try await runner.deliverDue(of: "createBoard")
        let entry = try await test.server.store.read { try $0.nextInOutbox(of: "createBoard") }
        #expect(entry?.failure == "The call took longer than 30.0 seconds, and was cancelled.")
        #expect(entry?.attempts == 1)
    }

    @Test(
        "run beside the server as soon as something is committed; a graceful shutdown lets a call end, and begins none")
    func service() async throws {
        let gate = Gate()
        var handlers = handlers
        handlers.createBoard = { [calls] id, _ in
            await gate.pass()
            await calls.add(id)
        }
        var configuration = ServerConfiguration()
        configuration.headPollInterval = .seconds(86_400)
        let test = try HandledServer(handlers, configuration: configuration)
        try await testGracefulShutdown { trigger in
            async let run: Void = test.server.run()
            // The clock stands still: an entry is due when it is committed.
            test.clock.now += 1_000
            _ = try await test.push([
                PushedMutation(1, .createBoard(id: "a", name: "A")),
                PushedMutation(2, .createBoard(id: "b", name: "B")),
            ])
            test.clock.now += 1_000
            test.server.outbox.wake("createBoard")
            while await gate.arrivals < 1 { await Task.yield() }
            trigger.triggerGracefulShutdown()
            await gate.open()
            try await run
        }
        #expect(await calls.texts == ["a"])
        #expect(try await waiting(test) == [1])
    }

    @Test("that are cancelled with the server's task count as not called")
    func cancellation() async throws {
        let gate = Gate()
        var handlers = handlers
        handlers.createBoard = { _, _ in
            await gate.open()
            try await Task.sleep(for: .seconds(86_400))
        }
        let test = try HandledServer(handlers)
        _ = try await test.push([PushedMutation(1, .createBoard(id: "a", name: "A"))])
        test.clock.now += 1_000
        let run = Task { try await test.server.run() }
        await gate.pass()
        run.cancel()
        _ = await run.result
        let entry = try await test.server.store.read { try $0.nextInOutbox(of: "createBoard") }
        #expect(entry?.attempts == 0)
        #expect(entry?.due == test.clock.now)
    }
}
