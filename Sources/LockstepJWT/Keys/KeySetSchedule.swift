#if JWT
/// When the key set is fetched, and how long it counts. Times are milliseconds since 1970.
struct KeySetSchedule: Sendable {
    private let refreshInterval: Int64
    private let lifetime: Int64
    private let retryInterval: Int64

    private var fetchedAt: Int64?
    private var attemptedAt: Int64?

    enum Step: Hashable, Sendable {
        /// Look into the set that there is.
        case use

        /// Fetch the set, then ask again.
        case fetch

        /// There is no set that counts, and it is too early to fetch one.
        case unavailable
    }

    init(refreshInterval: Duration, lifetime: Duration, retryInterval: Duration) {
        self.refreshInterval = Int64(refreshInterval / .milliseconds(1))
        self.lifetime = Int64(lifetime / .milliseconds(1))
        self.retryInterval = Int64(retryInterval / .milliseconds(1))
    }

    /// - Parameter isMissing: True if the set that there is has not the key that is asked for.
    func step(at now: Int64, isMissing: Bool) -> Step {
        // A clock that was set back makes the last attempt one of the future.
        let mayFetch = attemptedAt.map { !(0..<retryInterval).contains(now - $0) } ?? true
        guard let fetchedAt, case let age = max(0, now - fetchedAt), age < lifetime else {
            return mayFetch ? .fetch : .unavailable
        }
        return mayFetch && (isMissing || age >= refreshInterval) ? .fetch : .use
    }

    mutating func attempted(at now: Int64, succeeded: Bool) {
        attemptedAt = now
        if succeeded { fetchedAt = now }
    }
}
#endif
