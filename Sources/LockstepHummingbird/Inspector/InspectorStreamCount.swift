import NIOConcurrencyHelpers

/// How many pages may be kept up to date at once: each has a task that wakes up every second.
final class InspectorStreamCount: Sendable {
    static let maximum = 8

    private let open = NIOLockedValueBox(0)

    /// A turn, or nil if as many are open as may be.
    func take() -> Turn? {
        open.withLockedValue { open in
            guard open < Self.maximum else { return nil }
            open += 1
            return Turn(count: self)
        }
    }

    /// Ends when nobody has it any more: also where an answer is made and never written.
    final class Turn: Sendable {
        private let count: InspectorStreamCount

        fileprivate init(count: InspectorStreamCount) {
            self.count = count
        }

        deinit {
            count.open.withLockedValue { $0 -= 1 }
        }
    }
}
