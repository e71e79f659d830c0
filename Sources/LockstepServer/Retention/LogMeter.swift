/// Adds up the bytes of the log as it grows and is trimmed, so that nobody reads it whole but once.
struct LogMeter: Hashable, Sendable {
    /// The entries from `first` to `last` are counted; nil before the first.
    private(set) var first: Int64?
    private(set) var last: Int64 = 0
    private(set) var bytes: Int64 = 0

    /// Begins anew if entries that are counted were deleted by somebody else.
    ///
    /// - Parameter oldest: The version of the log's oldest entry.
    mutating func begin(atOldest oldest: Int64) {
        if first != oldest { self = LogMeter() }
    }

    /// Counts the entries that follow those counted so far.
    mutating func add(_ entries: [EntrySize]) {
        guard let last = entries.last else { return }
        first = first ?? entries.first?.version
        self.last = last.version
        bytes += entries.reduce(0) { $0 + $1.bytes }
    }

    /// Takes the oldest entries out.
    mutating func remove(_ entries: some Collection<EntrySize>) {
        for entry in entries {
            bytes -= entry.bytes
            first = entry.version + 1
        }
    }
}
