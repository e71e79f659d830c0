import Foundation

/// A clock that stands still until a test moves it.
package final class ManualClock: Clock, Sendable {
    package struct Instant: InstantProtocol {
        package let offset: Duration

        package func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        package func duration(to other: Instant) -> Duration { other.offset - offset }
        package static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private struct State {
        var now = Instant(offset: .zero)
        var nextID = 0
        var sleepers: [Int: (deadline: Instant, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var watchers: [Int: (isMet: ([Instant]) -> Bool, continuation: CheckedContinuation<Void, Never>)] = [:]

        mutating func tellWatchers() {
            let deadlines = sleepers.values.map(\.deadline)
            for (id, watcher) in watchers where watcher.isMet(deadlines) {
                watchers[id] = nil
                watcher.continuation.resume()
            }
        }
    }

    private let lock = NSLock()
    // Only touched while `lock` is held.
    private nonisolated(unsafe) var state = State()

    package var now: Instant { lock.withLock { state.now } }
    package var minimumResolution: Duration { .nanoseconds(1) }

    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let id = lock.withLock {
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                lock.withLock {
                    if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
                    if deadline <= state.now { return continuation.resume() }
                    state.sleepers[id] = (deadline, continuation)
                    state.tellWatchers()
                }
            }
        } onCancel: {
            lock.withLock {
                state.sleepers.removeValue(forKey: id)?.continuation.resume(throwing: CancellationError())
                state.tellWatchers()
            }
        }
    }

    package init() {}

    /// Moves the time and wakes who has slept long enough.
    package func advance(by duration: Duration) {
        lock.withLock {
            state.now = state.now.advanced(by: duration)
            for (id, sleeper) in state.sleepers where sleeper.deadline <= state.now {
                state.sleepers[id] = nil
                sleeper.continuation.resume()
            }
            state.tellWatchers()
        }
    }

    /// Waits until somebody sleeps until `offset` from the clock's start.
    package func sleeper(until offset: Duration) async {
        await wait { $0.contains(Instant(offset: offset)) }
    }

    /// Waits until so many sleep.
    package func sleepers(_ count: Int) async {
        await wait { $0.count == count }
    }

    /// Lets time pass, one step whenever somebody sleeps, until `body` is through.
    package func pass<Result>(by step: Duration, during body: () async throws -> Result) async throws -> Result {
        let passing = Task {
            while !Task.isCancelled {
                await wait { !$0.isEmpty }
                advance(by: step)
                await Task.yield()
            }
        }
        do {
            let result = try await body()
            passing.cancel()
            await passing.value
            return result
        } catch {
            passing.cancel()
            throw error
        }
    }

    /// Returns at once if the task is cancelled, as it is when its test takes too long.
    private func wait(_ isMet: @escaping ([Instant]) -> Bool) async {
        let id = lock.withLock {
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                lock.withLock {
                    if Task.isCancelled { return continuation.resume() }
                    state.watchers[id] = (isMet, continuation)
                    state.tellWatchers()
                }
            }
        } onCancel: {
            lock.withLock { state.watchers.removeValue(forKey: id) }?.continuation.resume()
        }
    }
}
