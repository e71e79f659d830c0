import Foundation
import TestSupport

@testable import LockstepClient

/// Time that passes only when a test says so, and numbers that depend on a seed only.
final class VirtualClock: Sendable {
    private struct State: Sendable {
        var uptime = Duration.zero
        var sleepers: [Int: (deadline: Duration, continuation: CheckedContinuation<Void, Never>)] = [:]
        var calls: [(deadline: Duration, body: @Sendable () -> Void)] = []
        var nextID = 0
        var generator: SeededGenerator
    }

    private let state: Guarded<State>

    /// The time at the start, in milliseconds since 1970.
    static let origin: Int64 = 1_700_000_000_000

    private static let clocks = Guarded<UInt64>(0)

    /// - Parameter seed: By default another one for each clock: two clients must not make the same ids.
    init(seed: UInt64? = nil) {
        let ownSeed = Self.clocks.withLock { count in
            count += 1
            return count << 32
        }
        state = Guarded(State(generator: SeededGenerator(seed: seed ?? ownSeed)))
    }

    var environment: ClientEnvironment {
        ClientEnvironment(
            now: { Self.origin + self.uptime.milliseconds },
            uptime: { self.uptime },
            sleep: { await self.sleep(until: $0) },
            schedule: { uptime, body in self.state.withLock { $0.calls.append((uptime, body)) } },
            random: { self.state.withLock { $0.generator.next() } })
    }

    var uptime: Duration { state.withLock { $0.uptime } }

    /// How many closures wait for their time.
    var scheduledCount: Int { state.withLock { $0.calls.count } }

    func advance(by duration: Duration) {
        let (sleepers, calls) = state.withLock { state in
            let uptime = state.uptime + duration
            state.uptime = uptime
            let due = state.sleepers.filter { $0.value.deadline <= uptime }
            for id in due.keys { state.sleepers[id] = nil }
            let calls = state.calls.filter { $0.deadline <= uptime }
            state.calls.removeAll { $0.deadline <= uptime }
            return (due.values.map(\.continuation), calls.map(\.body))
        }
        for continuation in sleepers { continuation.resume() }
        for call in calls { call() }
    }

    private func sleep(until deadline: Duration) async {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.uptime >= deadline || Task.isCancelled { return true }
                    state.sleepers[id] = (deadline, continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id)?.continuation }?.resume()
        }
    }
}
