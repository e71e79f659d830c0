import Foundation
import Lockstep

/// Runs the tasks of a simulation one job at a time on one thread, in an order that a seed decides, and lets time pass
/// when nothing is left to do at a moment.
///
/// Tasks get here as their executor preference (SE-0417), which child tasks and actors inherit; what would wait for a disk
/// comes by `blocking`; what waits for time, by `sleep(until:)` and `call(at:)`.
///
/// `@unchecked Sendable`: every variable is read and written on the thread that made it only, which `enqueue` and `run`
/// make sure of. A job that comes from another thread stops the process: its order would not be the seed's.
@available(macOS 15, iOS 18, *)
final class SimulationScheduler: TaskExecutor, @unchecked Sendable {
    private enum Work {
        case job(UnownedJob)
        case lane(Lane)
    }

    /// What runs one after the other, each after the time that the disk takes.
    private final class Lane {
        var bodies: [@Sendable () -> Void] = []
        var isBusy = false
    }

    private let thread = pthread_self()
    private var ready: [Work] = []
    private var timers = TimerQueue()
    private var sleepers: [Int: CheckedContinuation<Void, Never>] = [:]
    private var lastSleeper = 0
    private var generator: SplitMix64

    /// The time since the simulation began.
    private(set) var now = Duration.zero

    /// Jobs and bodies that were run.
    private(set) var turns = 0

    init(seed: UInt64) {
        generator = SplitMix64(seed: seed)
    }

    private func checkThread() {
        precondition(pthread_equal(thread, pthread_self()) != 0, "Something of the simulation runs on another thread.")
    }

    // MARK: What is to be done

    func enqueue(_ job: consuming ExecutorJob) {
        checkThread()
        ready.append(.job(UnownedJob(job)))
    }

    /// Lanes whose work is picked among the tasks' jobs.
    var blocking: BlockingWork {
        BlockingWork { [unowned self] in
            let lane = Lane()
            nonisolated(unsafe) let confined = lane
            return { body in
                self.checkThread()
                confined.bodies.append(body)
                self.begin(confined)
            }
        }
    }

    /// Has the next body of a lane run, most often at once, now and then after some milliseconds, and seldom after a second,
    /// as of a busy disk: others come between, or wait in a row.
    private func begin(_ lane: Lane) {
        guard !lane.isBusy, !lane.bodies.isEmpty else { return }
        lane.isBusy = true
        let chance = generator.next() % 64
        guard chance < 8 else { return ready.append(.lane(lane)) }
        nonisolated(unsafe) let confined = lane
        call(after: .microseconds(Int(generator.next() % (chance == 0 ? 1_000_000 : 20_000)))) { [unowned self] in
            ready.append(.lane(confined))
        }
    }

    /// Begins a task of the simulation.
    @discardableResult
    func start(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        Task(executorPreference: self) { await body() }
    }

    // MARK: Time

    /// Calls `body` when `now` has come to a time.
    func call(at time: Duration, _ body: @escaping @Sendable () -> Void) {
        checkThread()
        timers.insert(at: max(time, now), body)
    }

    func call(after delay: Duration, _ body: @escaping @Sendable () -> Void) {
        call(at: now + delay, body)
    }

    /// Returns when `now` has come to a time, or when the task is cancelled.
    func sleep(until time: Duration) async {
        lastSleeper += 1
        let number = lastSleeper
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard time > now, !Task.isCancelled else { return continuation.resume() }
                sleepers[number] = continuation
                call(at: time) { [unowned self] in wake(number) }
            }
        } onCancel: {
            wake(number)
        }
    }

    private func wake(_ number: Int) {
        sleepers.removeValue(forKey: number)?.resume()
    }

    // MARK: Running

    /// Runs what is to be done at this moment, then lets time pass, until `isOver` says so between two jobs.
    ///
    /// - Parameter limit: The time at which it ends at the latest.
    func run(until limit: Duration, _ isOver: () -> Bool) {
        checkThread()
        while !isOver() {
            if !ready.isEmpty {
                runOne()
            } else if let time = timers.next, time <= limit {
                now = time
                timers.removeFirst()()
            } else {
                now = limit
                return
            }
        }
    }

    private func runOne() {
        turns += 1
        let index = ready.count == 1 ? 0 : Int(generator.next() % UInt64(ready.count))
        let work = ready[index]
        ready.swapAt(index, ready.count - 1)
        ready.removeLast()
        switch work {
        case .job(let job): job.runSynchronously(on: asUnownedTaskExecutor())
        case .lane(let lane):
            lane.bodies.removeFirst()()
            lane.isBusy = false
            begin(lane)
        }
    }
}
