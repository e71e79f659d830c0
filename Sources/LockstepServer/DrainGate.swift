import Foundation

/// Lets pushes in until the server is to stop, and tells when the last of them is answered.
///
/// `@unchecked Sendable`: `lock` is held for every access to the variables below it.
final class DrainGate: @unchecked Sendable {
    private let lock = NSLock()
    private var isClosed = false
    private var inside = 0
    private var waiting: [AsyncStream<Void>.Continuation] = []

    var isDraining: Bool { lock.withLock { isClosed } }

    /// Pushes that are inside.
    var count: Int { lock.withLock { inside } }

    /// Takes a push in, which `leave` ends.
    ///
    /// - Returns: False once the gate is closed.
    func enter() -> Bool {
        lock.withLock {
            guard !isClosed else { return false }
            inside += 1
            return true
        }
    }

    func leave() {
        let idle = lock.withLock {
            inside -= 1
            return takeIdle()
        }
        for continuation in idle { continuation.finish() }
    }

    /// Lets nobody in any more.
    func close() {
        lock.withLock { isClosed = true }
    }

    /// Waits until nobody is inside, or the task is cancelled.
    func untilIdle() async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let idle = lock.withLock {
            waiting.append(continuation)
            return takeIdle()
        }
        for continuation in idle { continuation.finish() }
        for await _ in stream {}
    }

    /// Called with the lock held.
    private func takeIdle() -> [AsyncStream<Void>.Continuation] {
        guard inside == 0 else { return [] }
        defer { waiting = [] }
        return waiting
    }
}
