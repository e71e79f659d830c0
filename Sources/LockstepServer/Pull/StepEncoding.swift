/// How a step of the base is said: the cheapest of the encodings that are sound for the client.
enum StepEncoding: String, Hashable {
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

        /// Entries that one answer takes.
        var maximumEntriesPerPull: Int

        /// Rows whose last change is in one of the entries, counted up to `rowsThatCount`.
        var changedRows: Int

        /// The entries that the choice weighs: what lies further ahead than some answers is not looked at, or each of
        /// the pulls of a client that is far behind would count rows over the whole distance.
        var entriesThatCount: Int64 {
            min(entries, Int64(maximumEntriesPerPull) * StepEncoding.pullsThatCount)
        }

        /// Beyond this number of rows it makes no difference how many there are.
        var rowsThatCount: Int {
            Int(entriesThatCount / StepEncoding.costOfRow) + 1
        }
    }

    /// A replayed mutation costs a client a statement; a row costs two, to delete it and to insert it.
    static let costOfRow: Int64 = 2

    /// Answers in the encoding *mutations* whose cost is compared with that of rows.
    static let pullsThatCount: Int64 = 4

    /// Rows hold all that changed up to the head, mutations a part of it. So where more entries lie ahead than count,
    /// rows are chosen only if all of them together cost no more than the entries that count.
    static func choose(_ facts: Facts) -> StepEncoding {
        guard facts.hasBase else { return .everything }
        guard !facts.wantsRows, facts.hasSameSchema else { return .rows }
        return facts.entriesThatCount <= Int64(facts.changedRows) * costOfRow ? .mutations : .rows
    }
}
