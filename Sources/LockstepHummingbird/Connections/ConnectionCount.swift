import NIOConcurrencyHelpers

/// The connections of a server that are open.
final class ConnectionCount: Sendable {
    private let maximum: Int
    private let count = NIOLockedValueBox(0)

    init(maximum: Int) {
        self.maximum = maximum
    }

    /// Counts one more, which `leave()` takes back.
    ///
    /// - Returns: False if there are too many already.
    func enter() -> Bool {
        count.withLockedValue { count in
            guard count < maximum else { return false }
            count += 1
            return true
        }
    }

    func leave() {
        count.withLockedValue { $0 -= 1 }
    }
}
