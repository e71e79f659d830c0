/// What trimming has deleted.
public struct TrimmedWork: Hashable, Sendable {
    /// Entries of the log.
    public var entries = 0

    /// Versions of rows that are gone.
    public var tombstones = 0

    /// Records of rows that left a scope.
    public var exits = 0

    /// Tokens with their outcomes.
    public var tokens = 0

    public init(entries: Int = 0, tombstones: Int = 0, exits: Int = 0, tokens: Int = 0) {
        self.entries = entries
        self.tombstones = tombstones
        self.exits = exits
        self.tokens = tokens
    }

    static func += (total: inout TrimmedWork, more: TrimmedWork) {
        total.entries += more.entries
        total.tombstones += more.tombstones
        total.exits += more.exits
        total.tokens += more.tokens
    }
}
