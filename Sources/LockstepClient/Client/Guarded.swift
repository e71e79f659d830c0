import Foundation

/// State that several threads share, behind a lock.
///
/// `@unchecked Sendable`: `state` is reached through `withLock` alone, which holds the lock; the state itself is
/// `Sendable`, so a copy that leaves is safe to have. (The standard library's `Mutex` needs newer systems than ours.)
package final class Guarded<State: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var state: State

    package init(_ state: State) {
        self.state = state
    }

    package func withLock<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&state)
    }
}
