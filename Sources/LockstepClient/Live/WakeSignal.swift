/// A flag that at most one task waits for. However often it is set meanwhile, the waiter wakes once.
///
/// It tells that something happened, not what: who wakes looks at the state that the signal is about, and a wake for
/// nothing is harmless.
final class WakeSignal: Sendable {
    private struct State: Sendable {
        var isSet = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Guarded(State())

    func set() {
        let waiter = state.withLock { state in
            if state.waiter == nil { state.isSet = true }
            return state.waiter.take()
        }
        waiter?.resume()
    }

    /// Returns when the flag is set, which is then cleared, or when the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    precondition(state.waiter == nil, "Two tasks wait for one signal.")
                    if state.isSet || Task.isCancelled {
                        state.isSet = false
                        return true
                    }
                    state.waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiter.take() }?.resume()
        }
    }

    /// As `wait()`, and returns when the environment's `uptime` has reached a time as well.
    func wait(until deadline: Duration?, in environment: ClientEnvironment) async {
        guard let deadline else { return await wait() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait() }
            group.addTask { await environment.sleep(deadline) }
            await group.next()
            group.cancelAll()
        }
    }
}
