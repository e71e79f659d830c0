/// How fast somebody may go on: a store of tokens that fills at a steady rate.
struct TokenBucket: Hashable, Sendable {
    /// Tokens per second, above 0.
    let rate: Double

    /// The most that it holds: what may be taken at once after a rest.
    let capacity: Double

    private var tokens: Double
    private var filledAt: Int64

    /// A full bucket.
    ///
    /// - Parameter now: Milliseconds since any fixed time.
    init(rate: Double, capacity: Double, now: Int64) {
        self.rate = rate
        self.capacity = capacity
        tokens = capacity
        filledAt = now
    }

    /// Takes a token.
    ///
    /// - Returns: Nil if there was one; else how many milliseconds to wait for the next.
    mutating func take(now: Int64) -> Int64? {
        fill(now)
        guard tokens < 1 else {
            tokens -= 1
            return nil
        }
        return Int64(((1 - tokens) / rate * 1_000).rounded(.up))
    }

    /// True if nothing was taken of it for so long that it is as good as a full one.
    mutating func isFull(now: Int64) -> Bool {
        fill(now)
        return tokens >= capacity
    }

    private mutating func fill(_ now: Int64) {
        // A clock that was set back must not keep the bucket empty until it has caught up.
        let seconds = Double(max(now - filledAt, 0)) / 1_000
        tokens = min(tokens + seconds * rate, capacity)
        filledAt = now
    }
}
