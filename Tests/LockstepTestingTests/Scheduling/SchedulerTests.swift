import Lockstep
import Testing

@testable import LockstepTesting

@Suite("The scheduler of a simulation")
struct SchedulerTests {
    private final class Log: @unchecked Sendable {
        // Used on the thread of one test only.
        var words: [String] = []
    }

    private func order(seed: UInt64) -> [String] {
        let scheduler = SimulationScheduler(seed: seed)
        let log = Log()
        for name in ["a", "b", "c", "d"] {
            scheduler.start {
                log.words.append(name)
                await Task.yield()
                log.words.append(name)
            }
        }
        scheduler.run(until: .zero) { false }
        return log.words
    }

    @Test("runs tasks in an order that its seed decides")
    func orderOfTasks() {
        #expect(order(seed: 1) == order(seed: 1))
        #expect(Set((1...20).map { order(seed: $0) }).count > 1)
        #expect(order(seed: 7).sorted() == ["a", "a", "b", "b", "c", "c", "d", "d"])
    }

    @Test("lets time pass when nothing is left to do")
    func time() {
        let scheduler = SimulationScheduler(seed: 1)
        let log = Log()
        scheduler.call(at: .seconds(2)) { log.words.append("two \(scheduler.now)") }
        scheduler.call(at: .seconds(1)) { log.words.append("one") }
        scheduler.start {
            await scheduler.sleep(until: .milliseconds(1_500))
            log.words.append("between")
        }
        scheduler.run(until: .seconds(3)) { false }
        #expect(log.words == ["one", "between", "two 2.0 seconds"])
        #expect(scheduler.now == .seconds(3))
    }

    @Test("ends a sleep when its task is cancelled")
    func cancellation() {
        let scheduler = SimulationScheduler(seed: 1)
        let log = Log()
        let task = scheduler.start {
            await scheduler.sleep(until: .seconds(100))
            log.words.append("\(scheduler.now)")
        }
        scheduler.call(at: .seconds(1)) { task.cancel() }
        scheduler.run(until: .seconds(2)) { false }
        #expect(log.words == ["1.0 seconds"])
    }

    @Test("keeps the order of a lane, whatever else runs", arguments: 1...10 as ClosedRange<UInt64>)
    func lanes(seed: UInt64) {
        let scheduler = SimulationScheduler(seed: seed)
        let log = Log()
        let lane = scheduler.blocking.lane()
        for number in 1...5 { lane? { log.words.append("\(number)") } }
        scheduler.run(until: .seconds(1)) { false }
        #expect(log.words == ["1", "2", "3", "4", "5"])
    }

    @Test("gives what is due at one time in the order in which it came")
    func timers() {
        var queue = TimerQueue()
        let log = Log()
        for (time, word) in [(3, "e"), (1, "a"), (2, "c"), (1, "b"), (2, "d")] {
            queue.insert(at: .seconds(time)) { log.words.append(word) }
        }
        while queue.next != nil { queue.removeFirst()() }
        #expect(log.words == ["a", "b", "c", "d", "e"])
    }

    @Test("A wall clock runs fast, is set, and is made right")
    func wallClock() {
        let scheduler = SimulationScheduler(seed: 1)
        let clock = WallClock(scheduler)
        clock.run(at: 100)
        scheduler.run(until: .seconds(10)) { false }
        #expect(clock.now == WallClock.origin + 11_000)
        clock.jump(by: -5_000)
        #expect(clock.now == WallClock.origin + 6_000)
        clock.correct()
        #expect(clock.now == WallClock.origin + 10_000)
    }
}
