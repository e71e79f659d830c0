/// How long to wait after failures: exponential, with full jitter, so that clients whose server was away do not all
/// come back at once.
struct Backoff: Hashable, Sendable {
    let base: Duration
    let maximum: Duration

    /// - Parameters:
    ///   - failures: The failures in a row, from 1.
    ///   - random: Any number; gives the place between the shortest and the longest wait.
    func delay(failures: Int, random: UInt64) -> Duration {
        let longest = min(base * (1 << min(max(failures - 1, 0), 30)), maximum)
        // Never nothing: a server that refuses at once must not be asked at once.
        let shortest = min(base / 4, longest)
        return shortest + (longest - shortest) * Self.fraction(random)
    }

    /// For failures that more attempts will not mend soon.
    func lastingDelay(random: UInt64) -> Duration {
        maximum / 2 + maximum / 2 * Self.fraction(random)
    }

    /// From an interval to a quarter more.
    func pause(_ interval: Duration, random: UInt64) -> Duration {
        interval + interval / 4 * Self.fraction(random)
    }

    /// An interval, a quarter less or more.
    func around(_ interval: Duration, random: UInt64) -> Duration {
        interval - interval / 4 + interval / 2 * Self.fraction(random)
    }

    /// From nothing to all of an interval.
    func part(of interval: Duration, random: UInt64) -> Duration {
        interval * Self.fraction(random)
    }

    private static func fraction(_ random: UInt64) -> Double {
        Double(random >> 11) * 0x1p-53
    }
}
