import Lockstep

/// What a machine takes for the date: it may be wrong, run fast or slow, and be set.
///
/// `@unchecked Sendable`: used on the scheduler's thread only, which the scheduler makes sure of.
@available(macOS 15, iOS 18, *)
final class WallClock: @unchecked Sendable {
    /// The date at the beginning, in milliseconds since 1970.
    static let origin: Int64 = 1_900_000_000_000

    private let scheduler: SimulationScheduler

    /// How many milliseconds it is ahead of the scheduler's time, at `since`.
    private var offset: Int64 = 0
    private var since = Duration.zero

    /// Milliseconds that it gains in a second.
    private var drift: Int64 = 0

    init(_ scheduler: SimulationScheduler) {
        self.scheduler = scheduler
    }

    var now: Int64 {
        let time = scheduler.now
        return Self.origin + time.wholeMilliseconds + offset + drift * (time - since).wholeMilliseconds / 1_000
    }

    /// Sets the clock.
    func jump(by milliseconds: Int64) {
        fix()
        offset += milliseconds
    }

    /// - Parameter drift: Milliseconds that it gains in a second from here on; negative to lose them.
    func run(at drift: Int64) {
        fix()
        self.drift = drift
    }

    /// Makes it right, and exact.
    func correct() {
        offset = 0
        drift = 0
    }

    private func fix() {
        offset += drift * (scheduler.now - since).wholeMilliseconds / 1_000
        since = scheduler.now
    }
}

extension Duration {
    /// The duration in milliseconds, rounded down.
    var wholeMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
    }
}
