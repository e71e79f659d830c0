/// What one actor has under way, and how fast it asks for more.
struct ActorLoad: Hashable, Sendable {
    var bucket: TokenBucket?
    var requests = 0
    var streams = 0

    /// True if forgetting it changes nothing.
    mutating func isIdle(now: Int64) -> Bool {
        requests == 0 && streams == 0 && bucket?.isFull(now: now) ?? true
    }
}
