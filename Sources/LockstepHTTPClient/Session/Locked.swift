import Foundation

/// A value that several threads share.
///
/// `@unchecked` because the compiler does not know what the lock guards: `value` is private, and read and written only
/// in `withLock`, while `lock` is held. (`Synchronization.Mutex` needs a newer system than the package does.)
final class Locked<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) {
        self.value = value
    }

    /// `body` must not call back into the same lock.
    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
