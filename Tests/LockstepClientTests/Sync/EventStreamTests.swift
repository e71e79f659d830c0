import Testing

@testable import LockstepClient

@Suite("The sync loop's stream of events")
struct EventStreamTests {
    private static let error = SyncStateMachineTests.error
    private static let pushAndPull = [SyncAction.exchange(.pushAndPull, pushLimit: nil)]

    /// An idle machine that has just opened the stream.
    private static func machine(random: UInt64 = 0) -> SyncStateMachine {
        var machine = SyncStateMachine(ClientConfiguration(), listens: true, random: { random })
        _ = machine.handle(.started, at: .zero)
        #expect(machine.handle(.exchanged(.applied(.nothing)), at: .zero) == [.openEvents])
        return machine
    }

    @Test("opens the stream of events again after a while, more slowly if it does not last")
    func eventStream() {
        var machine = SyncStateMachine(ClientConfiguration(), listens: true, random: { .max })
        var now = Duration.zero
        var waits: [Int64] = []
        _ = machine.handle(.started, at: now)
        for _ in 0..<5 {
            #expect(machine.handle(.exchanged(.applied(.nothing)), at: now) == [.openEvents])
            _ = machine.handle(.eventsEnded(.broken(Self.error, retryAfter: nil)), at: now)
            #expect(machine.eventsError?.code == .unreachable)
            #expect(machine.lastError == nil)
            let deadline = machine.deadline ?? now
            waits.append((deadline - now + .microseconds(1)).milliseconds)
            now = deadline
            #expect(machine.handle(.deadlinePassed, at: now) == [.exchange(.pushAndPull, pushLimit: nil)])
        }
        #expect(waits == [500, 1000, 2000, 4000, 8000])
    }

    @Test("breaks off a stream of events that is silent, and opens another")
    func silence() {
        var machine = SyncStateMachine(ClientConfiguration(), listens: true, random: { 0 })
        _ = machine.handle(.started, at: .zero)
        _ = machine.handle(.exchanged(.applied(.nothing)), at: .zero)
        _ = machine.handle(.heartbeatArrived, at: .seconds(40))
        #expect(machine.handle(.deadlinePassed, at: .seconds(45)).isEmpty)
        #expect(machine.handle(.deadlinePassed, at: .seconds(85)) == [.closeEvents])
        _ = machine.handle(.eventsEnded(.broken(Self.error, retryAfter: nil)), at: .seconds(85))
        #expect(machine.handle(.deadlinePassed, at: .seconds(86)) == [.exchange(.pushAndPull, pushLimit: nil)])
        #expect(machine.handle(.exchanged(.applied(.nothing)), at: .seconds(86)) == [.openEvents])
    }

    @Test("polls while there is no stream, about as often as the configuration says")
    func polls() {
        for (random, interval) in [(UInt64.zero, Duration.milliseconds(22_500)), (.max / 2, .seconds(30))] {
            var machine = Self.machine(random: random)
            _ = machine.handle(.eventsEnded(.unsupported(Self.error)), at: .zero)
            #expect(machine.events.listening == .polling)
            var now = Duration.zero
            for _ in 0..<5 {
                let deadline = machine.deadline ?? .zero
                #expect(deadline - now >= interval - .milliseconds(1) && deadline - now <= interval)
                now = deadline
                #expect(machine.handle(.deadlinePassed, at: now) == Self.pushAndPull)
                #expect(machine.handle(.exchanged(.applied(.nothing)), at: now).isEmpty)
            }
        }
    }

    @Test("tries rarely for a stream where there is none")
    func unsupported() {
        var machine = Self.machine()
        var opened: [Duration] = []
        _ = machine.handle(.eventsEnded(.unsupported(Self.error)), at: .zero)
        while let now = machine.deadline, now < .seconds(3600) {
            _ = machine.handle(.deadlinePassed, at: now)
            if machine.handle(.exchanged(.applied(.nothing)), at: now) == [.openEvents] {
                opened.append(now)
                _ = machine.handle(.eventsEnded(.unsupported(Self.error)), at: now)
            }
        }
        #expect(opened == [.seconds(900), .seconds(1800), .seconds(2700)])
    }

    @Test("polls while a stream does not speak, and tries rarely for another after three that never did")
    func heldBackByAProxy() {
        var machine = Self.machine()
        var polls: [Duration] = []
        var opened: [Duration] = []
        while let now = machine.deadline, now < .seconds(1800) {
            switch machine.handle(.deadlinePassed, at: now) {
            case [.closeEvents]: _ = machine.handle(.eventsEnded(.broken(Self.error, retryAfter: nil)), at: now)
            case Self.pushAndPull:
                polls.append(now)
                if machine.handle(.exchanged(.applied(.nothing)), at: now) == [.openEvents] { opened.append(now) }
            default: Issue.record("neither a poll nor an end at \(now)")
            }
        }
        // Two within the first minutes, after that of the machine's beginning; then one after a quarter of an hour.
        #expect(opened.count == 3)
        #expect(zip(polls, polls.dropFirst()).allSatisfy { $1 - $0 <= .milliseconds(22_500) })
        #expect(machine.events.listening == .polling)
    }

    @Test("does not poll while the stream speaks, and does again when it is silent")
    func speaks() {
        var machine = Self.machine()
        _ = machine.handle(.heartbeatArrived, at: .seconds(1))
        #expect(machine.events.listening == .events)
        #expect(machine.eventsError == nil)
        #expect(machine.deadline == .seconds(46))
        #expect(machine.handle(.deadlinePassed, at: .seconds(46)) == [.closeEvents])
        #expect(machine.events.listening == .polling)
        #expect(machine.eventsError?.code == .unreachable)
        #expect(machine.handle(.deadlinePassed, at: .seconds(46)) == Self.pushAndPull)
    }

    @Test("asks again at once with a new token where the stream's is refused, and then no more than every half minute")
    func unauthenticated() {
        var machine = Self.machine()
        var now = Duration.zero
        var waits: [Duration] = []
        for _ in 0..<3 {
            _ = machine.handle(.eventsEnded(.unauthenticated(Self.error, retryAfter: nil)), at: now)
            repeat {
                let deadline = machine.deadline ?? now
                if waits.isEmpty { #expect(deadline == now) }
                now = deadline
                #expect(machine.handle(.deadlinePassed, at: now) == Self.pushAndPull)
            } while machine.handle(.exchanged(.applied(.nothing)), at: now) != [.openEvents]
            waits.append(now)
        }
        #expect(waits[0] == .zero)
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $1 - $0 >= .seconds(30) })
    }

    @Test("waits with the stream as long as the server asks, up to an hour")
    func retryAfter() {
        for (asked, waited) in [(Duration.seconds(100), Duration.seconds(100)), (.seconds(1_000_000), .seconds(3600))] {
            var machine = Self.machine()
            _ = machine.handle(.eventsEnded(.broken(Self.error, retryAfter: asked)), at: .zero)
            var opened: Duration?
            while opened == nil, let now = machine.deadline {
                _ = machine.handle(.deadlinePassed, at: now)
                if machine.handle(.exchanged(.applied(.nothing)), at: now) == [.openEvents] { opened = now }
            }
            #expect(opened == waited)
        }
    }

    @Test("closes the stream while it waits for the app, and opens one when that is over")
    func pause() {
        var machine = Self.machine()
        _ = machine.handle(.heartbeatArrived, at: .zero)
        _ = machine.handle(.mutated, at: .zero)
        let refused = ExchangeResult.unauthenticated(Self.error, isRenewable: false)
        #expect(machine.handle(.exchanged(refused), at: .zero) == [.closeEvents])
        _ = machine.handle(.eventsEnded(.broken(Self.error, retryAfter: nil)), at: .zero)
        #expect(machine.handle(.retryRequested, at: .seconds(1)) == Self.pushAndPull)
        #expect(machine.handle(.exchanged(.applied(.nothing)), at: .seconds(1)) == [.openEvents])
    }
}
