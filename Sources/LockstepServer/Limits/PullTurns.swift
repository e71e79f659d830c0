import Foundation

/// Lets so many pulls read the store at the same time; the others wait in a bounded queue in which actors take turns.
///
/// `@unchecked Sendable`: `lock` is held for every access to the variables below it.
final class PullTurns: @unchecked Sendable {
    private struct Waiting {
        let id: Int
        let turn: CheckedContinuation<Bool, Never>
    }

    private let maximum: Int
    private let maximumWaiting: Int
    private let lock = NSLock()
    private var running = 0
    private var nextID = 0
    private var queue = FairQueue<Waiting>()

    init(maximum: Int, maximumWaiting: Int) {
        self.maximum = maximum
        self.maximumWaiting = maximumWaiting
    }

    /// Pulls that wait for their turn.
    var waitingCount: Int { lock.withLock { queue.count } }

    /// Runs `body` when it is its turn.
    ///
    /// - Throws: `PullQueueIsFull` if too many wait already; `CancellationError` if the task is cancelled while it
    ///   waits.
    func run<Result>(of actor: String, _ body: () async throws -> Result) async throws -> Result {
        if !(try takeAtOnce()) {
            guard await wait(actor) else { throw CancellationError() }
        }
        defer { release() }
        return try await body()
    }

    /// - Returns: False if it is to wait.
    private func takeAtOnce() throws -> Bool {
        try lock.withLock {
            if running < maximum {
                running += 1
                return true
            }
            guard queue.count < maximumWaiting else { throw PullQueueIsFull(limit: maximumWaiting) }
            return false
        }
    }

    /// - Returns: False if the task was cancelled before its turn came.
    private func wait(_ actor: String) async -> Bool {
        let id = lock.withLock {
            nextID += 1
            return nextID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let turn: Bool? = lock.withLock {
                    // Looked at under the lock: a cancellation that comes later finds the continuation.
                    if Task.isCancelled { return false }
                    if running < maximum {
                        running += 1
                        return true
                    }
                    queue.append(Waiting(id: id, turn: continuation), of: actor)
                    return nil
                }
                if let turn { continuation.resume(returning: turn) }
            }
        } onCancel: {
            lock.withLock { queue.remove(of: actor) { $0.id == id } }?.turn.resume(returning: false)
        }
    }

    /// Passes the turn on to the first that waits.
    private func release() {
        let next = lock.withLock {
            let next = queue.popFirst()
            if next == nil { running -= 1 }
            return next
        }
        next?.turn.resume(returning: true)
    }
}

/// A pull was not taken, since as many as the server takes wait already.
struct PullQueueIsFull: Error, CustomStringConvertible {
    let limit: Int

    var description: String { "\(limit) pulls wait for the database, as many as may. Send the request again." }
}
