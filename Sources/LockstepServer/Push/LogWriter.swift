/// Numbers, tags and times of the entries that a transaction appends: the head is read once, then counted.
struct LogWriter {
    private(set) var head: LogHead
    private let clock: @Sendable () -> Int64
    private let random: @Sendable () -> UInt64

    /// The server's clock when a mutation begins, and the commit time that follows from it, in milliseconds since 1970.
    struct Time {
        let now: Int64

        /// Greater than that of every entry before, even where the clock stands still or goes back.
        let committedAt: Int64
    }

    init(head: LogHead, clock: @escaping @Sendable () -> Int64, random: @escaping @Sendable () -> UInt64) {
        self.head = head
        self.clock = clock
        self.random = random
    }

    func nextTime() -> Time {
        let now = clock()
        return Time(now: now, committedAt: max(now, head.committedAt + 1))
    }

    mutating func entry(at time: Time, _ content: LogEntry.Content) -> LogEntry {
        head = LogHead(
            version: head.version + 1, tag: Int64(bitPattern: random()), committedAt: time.committedAt)
        return LogEntry(version: head.version, tag: head.tag, committedAt: head.committedAt, content: content)
    }
}
