import Lockstep

/// Which entries of the log one answer takes: from the client's base on, up to a bound or to one that no client can
/// replay.
struct ReplayWindow: Hashable {
    /// The number of entries taken.
    private(set) var count = 0

    /// The last entry taken: where the step leads to.
    private(set) var end: LogHead?

    /// True once an entry turned up that cannot be replayed. The step must then be said in rows.
    private(set) var isUnsound = false

    private var hasMutation = false
    private var argumentBytes = 0
    private let maximumEntries: Int
    private let maximumArgumentBytes: Int

    init(maximumEntries: Int, maximumArgumentBytes: Int) {
        self.maximumEntries = maximumEntries
        self.maximumArgumentBytes = maximumArgumentBytes
    }

    init(_ configuration: ServerConfiguration) {
        self.init(
            maximumEntries: configuration.maximumEntriesPerPull,
            maximumArgumentBytes: configuration.maximumArgumentBytesPerPull)
    }

    /// Takes the next entry, if there is room.
    ///
    /// - Returns: True if the window can take another entry.
    mutating func take(_ head: LogHead, _ content: EncodedEntries.Content) -> Bool {
        switch content {
        case .unchanged:
            break
        case .notReplayable:
            isUnsound = true
            return false
        case .mutation(let bytes):
            // One mutation is always taken, however large: the client would come no further without it.
            guard argumentBytes + bytes <= maximumArgumentBytes || !hasMutation else { return false }
            argumentBytes += bytes
            hasMutation = true
        }
        end = head
        count += 1
        return count < maximumEntries
    }
}
