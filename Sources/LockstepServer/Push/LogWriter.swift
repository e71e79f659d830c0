/// Numbers, tags and times of the entries that a transaction appends: the head is read once, then counted.
struct LogWriter {
    private(set) var head: LogHead
    private let clock: @Sendable () -> Int64
    private var tags: TagGenerator

    /// The server's clock when a mutation begins, and the commit time that follows from it, in milliseconds since 1970.
    struct Time {
        let now: Int64

        /// Greater than that of every entry before, even where the clock stands still or goes back.
        let committedAt: Int64
    }

    init(head: LogHead, clock: @escaping @Sendable () -> Int64, random: @escaping @Sendable () -> UInt64) {
        self.head = head
        self.clock = clock
        tags = TagGenerator(seed: random())
    }

    func nextTime() -> Time {
        let now = clock()
        return Time(now: now, committedAt: max(now, head.committedAt + 1))
    }

    mutating func entry(at time: Time, _ content: LogEntry.Content) -> LogEntry {
        head = LogHead(
            version: head.version + 1, tag: Int64(bitPattern: tags.next()), committedAt: time.committedAt)
        return LogEntry(version: head.version, tag: head.tag, committedAt: head.committedAt, content: content)
    }
}

/// SplitMix64 (https://prng.di.unimi.it/splitmix64.c). A tag tells two logs apart and is no secret; drawing each one from
/// the system would cost a system call a mutation.
private struct TagGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
