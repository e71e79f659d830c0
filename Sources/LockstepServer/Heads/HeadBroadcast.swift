import Foundation

/// Tells subscribers the newest version, each as fast as it reads.
///
/// `@unchecked Sendable`: `lock` is held for every access to the variables below it.
final class HeadBroadcast: @unchecked Sendable {
    private let lock = NSLock()
    private var newest: Int64?
    private var isFinished = false
    private var subscribers: [Int: AsyncStream<Int64>.Continuation] = [:]
    private var nextSubscriber = 0

    /// The newest version, if one is known, then each newer one; those that a slow reader misses are left out. Ends
    /// with `finish()`.
    func subscribe() -> AsyncStream<Int64> {
        let (stream, continuation) = AsyncStream.makeStream(of: Int64.self, bufferingPolicy: .bufferingNewest(1))
        let id = lock.withLock { () -> Int? in
            if let newest { continuation.yield(newest) }
            guard !isFinished else { return nil }
            nextSubscriber += 1
            subscribers[nextSubscriber] = continuation
            return nextSubscriber
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.remove(id) }
        return stream
    }

    var subscriberCount: Int { lock.withLock { subscribers.count } }

    /// Versions that are not newer than the newest are not told again.
    func publish(_ version: Int64) {
        lock.withLock {
            if let newest, newest >= version { return }
            newest = version
            // In the lock, so that no subscriber sees an older version after a newer one.
            for subscriber in subscribers.values { subscriber.yield(version) }
        }
    }

    func finish() {
        let ended = lock.withLock {
            isFinished = true
            defer { subscribers = [:] }
            return Array(subscribers.values)
        }
        // Outside the lock: finishing calls `remove`.
        for subscriber in ended { subscriber.finish() }
    }

    private func remove(_ id: Int) {
        lock.withLock { _ = subscribers.removeValue(forKey: id) }
    }
}
