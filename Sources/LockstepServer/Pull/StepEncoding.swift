/// How a step of the base is said: the cheapest of the encodings that are sound for the client.
enum StepEncoding: Hashable {
    /// Every row there is; the base is replaced.
    case everything

    /// The rows that changed.
    case rows

    /// The entries of the log, provided that each of them can be replayed.
    case mutations

    /// What the choice depends on.
    struct Facts: Hashable {
        /// False if the client has no base, or one that the log does not lead on from.
        var hasBase: Bool

        /// True if the client asks for rows, since a replay did not give the server's effect.
        var wantsRows: Bool

        /// True if client and server have the same definitions: the fingerprint of every mutation is then equal too.
        var hasSameSchema: Bool

        /// Entries of the log between the base and the head.
        var entries: Int64

        /// Rows whose last change is in one of these entries, counted up to `rowsThatCount(entries:)`.
        var changedRows: Int
    }

    /// A replayed mutation costs a client a statement; a row costs two, to delete it and to insert it.
    static let costOfRow: Int64 = 2

    /// Beyond this number of rows it makes no difference how many there are.
    static func rowsThatCount(entries: Int64) -> Int {
        Int(entries / costOfRow) + 1
    }

    static func choose(_ facts: Facts) -> StepEncoding {
        guard facts.hasBase else { return .everything }
        guard !facts.wantsRows, facts.hasSameSchema else { return .rows }
        return facts.entries <= Int64(facts.changedRows) * costOfRow ? .mutations : .rows
    }
}
