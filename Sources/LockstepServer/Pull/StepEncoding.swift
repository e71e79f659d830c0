/// How a step of the base is said: the cheapest of the encodings that are sound for the client.
enum StepEncoding: String, Hashable {
    /// Every row that the actor may read; the base is replaced.
    case everything

    /// The rows that changed.
    case rows

    /// The entries of the log, provided that each of them can be replayed.
    case mutations

    /// A file with every row that the actor may read; the base is replaced.
    case snapshot

    /// What the choice depends on.
    struct Facts: Hashable {
        /// False if the client has no base, or one that the log does not lead on from.
        var hasBase: Bool

        /// True if the client asks for rows, since a replay did not give the server's effect.
        var wantsRows: Bool

        /// True if client and server have the same definitions: the fingerprint of every mutation is then equal too.
        var hasSameSchema: Bool

        /// True if the store makes snapshots.
        var offersSnapshots: Bool

        /// Entries of the log between the base and the head.
        var entries: Int64

        /// Entries that one answer takes.
        var maximumEntriesPerPull: Int

        /// Rows that one answer takes, if it can be said otherwise.
        var maximumRowsPerPull: Int

        /// Rows whose last change is in one of the entries, counted up to `changedRowsThatCount`.
        var changedRows = 0

        /// Rows that the actor may read, counted up to `rowsThatCount`.
        var rows = 0

        /// True if the entries may be replayed, as far as is known without looking at them.
        var mayReplay: Bool { hasBase && !wantsRows && hasSameSchema }

        /// The entries that the choice weighs: what lies further ahead than some answers is not looked at, or each of
        /// the pulls of a client that is far behind would count rows over the whole distance.
        var entriesThatCount: Int64 {
            min(entries, Int64(maximumEntriesPerPull) * StepEncoding.pullsThatCount)
        }

        /// Beyond this number of changed rows it makes no difference how many there are.
        var changedRowsThatCount: Int {
            guard hasBase else { return 0 }
            return mayReplay ? Int(entriesThatCount / StepEncoding.costOfRow) + 1 : maximumRowsPerPull + 1
        }

        /// Beyond this number of rows it makes no difference how many there are.
        var rowsThatCount: Int {
            guard offersSnapshots else { return 0 }
            guard hasBase else { return maximumRowsPerPull + 1 }
            return mayReplay && isFarBehind ? StepEncoding.maximumRowsCounted : 0
        }

        /// True if the entries are more than a small snapshot costs.
        fileprivate var isFarBehind: Bool {
            entries > entriesThatCount && entries > Int64(maximumRowsPerPull)
        }

        /// A row of a snapshot costs a statement, and the file a number of requests. A database whose rows are more
        /// than were counted is presumed to have ten times as many.
        fileprivate var costOfSnapshot: Int64 {
            let counted = Int64(rows)
            return Int64(maximumRowsPerPull)
                + (rows < StepEncoding.maximumRowsCounted ? counted : counted * 10)
        }
    }

    /// A replayed mutation costs a client a statement; a row costs two, to delete it and to insert it.
    static let costOfRow: Int64 = 2

    /// Answers in the encoding *mutations* whose cost is compared with that of rows.
    static let pullsThatCount: Int64 = 4

    /// Where the counting of a database's rows ends: it takes a millisecond or two.
    static let maximumRowsCounted = 50_000

    /// Rows hold all that changed up to the head, mutations a part of it. So where more entries lie ahead than count,
    /// rows are chosen only if all of them together cost no more than the entries that count.
    static func choose(_ facts: Facts) -> StepEncoding {
        guard facts.hasBase else {
            return facts.offersSnapshots && facts.rows > facts.maximumRowsPerPull ? .snapshot : .everything
        }
        guard facts.mayReplay else { return withoutMutations(facts) }
        if facts.entriesThatCount > Int64(facts.changedRows) * costOfRow,
            facts.changedRows <= facts.maximumRowsPerPull
        {
            return .rows
        }
        if facts.offersSnapshots, facts.isFarBehind, facts.entries > facts.costOfSnapshot { return .snapshot }
        return .mutations
    }

    /// The encoding for a client that has a base, where mutations are not sound.
    ///
    /// - Parameter facts: With the changed rows counted to one more than an answer takes.
    static func withoutMutations(_ facts: Facts) -> StepEncoding {
        facts.offersSnapshots && facts.changedRows > facts.maximumRowsPerPull ? .snapshot : .rows
    }
}
