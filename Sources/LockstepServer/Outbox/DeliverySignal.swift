import Foundation

/// A flag for which one task waits at a time. Setting it tells that there is something to look at, not what.
///
/// `@unchecked Sendable`: `lock` is held for every access to `isSet` and `waiter`.
final class DeliverySignal: @unchecked Sendable {
    private let lock = NSLock()
    private var isSet = false
    private var waiter: CheckedContinuation<Void, Never>?

    func set() {
        let waiting = lock.withLock {
            if waiter == nil { isSet = true }
            return waiter.take()
        }
        waiting?.resume()
    }

    /// Returns when the flag is set, which is then cleared, or when the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = lock.withLock {
                    if isSet || Task.isCancelled {
                        isSet = false
                        return true
                    }
                    waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            lock.withLock { waiter.take() }?.resume()
        }
    }
}
