import Foundation

/// State behind a lock.
///
/// `@unchecked Sendable`: `state` is reached through `withLock` alone, which holds the lock, and is `Sendable` itself.
final class Locked<State: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var state: State

    init(_ state: State) {
        self.state = state
    }

    func withLock<Result>(_ body: (inout State) -> Result) -> Result {
        lock.lock()
        defer { lock.unlock() }
        return body(&state)
    }
}
