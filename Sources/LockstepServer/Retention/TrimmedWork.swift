/// What trimming has deleted.
public struct TrimmedWork: Hashable, Sendable {
    /// Entries of the log.
    public var entries = 0

    /// Versions of rows that are gone.
    public var tombstones = 0

    /// Records of rows that left a scope.
    public var exits = 0

    public init(entries: Int = 0, tombstones: Int = 0, exits: Int = 0) {
        self.entries = entries
        self.tombstones = tombstones
        self.exits = exits
    }

    static func += (total: inout TrimmedWork, more: TrimmedWork) {
        total.entries += more.entries
        total.tombstones += more.tombstones
        total.exits += more.exits
    }
}
