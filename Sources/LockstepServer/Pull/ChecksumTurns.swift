import Foundation

/// Lets few clients compare tables at a time: each reads them whole, and other pulls need connections too.
///
/// `@unchecked Sendable`: `lock` is held for every access to `count`.
final class ChecksumTurns: @unchecked Sendable {
    private let lock = NSLock()
    private var count = 0
    private let maximum: Int

    init(maximum: Int) {
        self.maximum = maximum
    }

    /// Takes a turn, which `release` gives back.
    ///
    /// - Returns: False if there is none to be had.
    func take() -> Bool {
        lock.withLock {
            guard count < maximum else { return false }
            count += 1
            return true
        }
    }

    func release() {
        lock.withLock { count -= 1 }
    }
}
