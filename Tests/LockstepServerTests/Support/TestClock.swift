import Foundation
import ServerTestSupport
import TestSupport

/// A clock that stands still until the test moves it.
///
/// `@unchecked Sendable`: `lock` is held for every access to `milliseconds`.
final class TestClock: @unchecked Sendable {
    private let lock = NSLock()
    private var milliseconds: Int64

    init(_ milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    var now: Int64 {
        get { lock.withLock { milliseconds } }
        set { lock.withLock { milliseconds = newValue } }
    }
}

/// The numbers of a `SeededGenerator`, for closures.
///
/// `@unchecked Sendable`: `lock` is held for every access to `generator`.
final class SeededNumbers: @unchecked Sendable {
    private let lock = NSLock()
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    func next() -> UInt64 {
        lock.withLock { generator.next() }
    }
}

/// A clock that goes on by a step whenever it is looked at.
///
/// `@unchecked Sendable`: `lock` is held for every access to `instant` and `length`.
final class SteppingClock: @unchecked Sendable {
    private let lock = NSLock()
    private var instant = SuspendingClock.now
    private var length = Duration.zero

    var step: Duration {
        get { lock.withLock { length } }
        set { lock.withLock { length = newValue } }
    }

    func now() -> SuspendingClock.Instant {
        lock.withLock {
            instant = instant.advanced(by: length)
            return instant
        }
    }
}
