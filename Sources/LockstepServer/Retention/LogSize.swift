/// What the log holds.
public struct LogSize: Hashable, Sendable {
    /// Entries of the log.
    public let entries: Int64

    /// Bytes of their texts, roughly; indexes and SQLite's pages come on top.
    public let bytes: Int64

    public init(entries: Int64, bytes: Int64) {
        self.entries = entries
        self.bytes = bytes
    }
}
