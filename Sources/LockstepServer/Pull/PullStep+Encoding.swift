import Lockstep

/// How the step is said, as `StepEncoding` chooses.
extension PullStep {
    struct Step {
        let content: PullAnswer.Step
        let encoding: StepEncoding
        let reason: Reason

        /// Where it leads to.
        let end: LogHead

        /// True if it holds all that the actor may read.
        var replacesBase: Bool { encoding == .everything || encoding == .snapshot }
    }

    /// Why a step has its encoding, for metrics.
    enum Reason: String {
        /// A new client, or one whose cursor the log does not lead on from.
        case new, invalidCursor

        /// The client asked for rows, or has other definitions than the server.
        case asked, otherDefinitions

        case cheaper, notReplayable, upToDate

        /// The rows are more than an answer takes.
        case tooManyRows
    }

    /// - Returns: Nil if the step is a snapshot that there is none of.
    func step(
        from base: Cursor?, to head: LogHead, _ wish: SnapshotWish, in transaction: some StoreReadTransaction
    ) throws -> Step? {
        let facts = try facts(base, head, wish.grants, transaction)
        let encoding = StepEncoding.choose(facts)
        guard let base else {
            let reason = request.cursor == nil ? Reason.new : .invalidCursor
            if encoding == .everything, let step = try rows(after: nil, to: head, reason, transaction) { return step }
            return try snapshot(wish, head, reason, transaction)
        }
        let withoutMutations: Reason = request.rowsOnly ? .asked : facts.hasSameSchema ? .cheaper : .otherDefinitions
        switch encoding {
        case .everything, .rows:
            return try rows(after: base.version, to: head, withoutMutations, transaction)
                ?? snapshot(wish, head, .tooManyRows, transaction)
        case .snapshot:
            let reason = facts.mayReplay ? Reason.cheaper : .tooManyRows
            return try snapshot(wish, head, reason, transaction)
        case .mutations:
            return try mutations(after: base, to: head, wish, facts, transaction)
        }
    }

    private func mutations(
        after base: Cursor, to head: LogHead, _ wish: SnapshotWish, _ facts: StepEncoding.Facts,
        _ transaction: some StoreReadTransaction
    ) throws -> Step? {
        guard base.version < head.version else {
            return Step(content: .mutations(Array("[]".utf8)), encoding: .mutations, reason: .upToDate, end: head)
        }
        let place = LogPlace(version: base.version, tag: base.tag)
        switch try sources.recent.entries(after: place, through: head, in: transaction) {
        case .mutations(let json, let end):
            return Step(content: .mutations(json), encoding: .mutations, reason: .cheaper, end: end)
        case .unsound:
            var facts = facts
            facts.changedRows = try transaction.changedRows(
                after: base.version, upTo: facts.maximumRowsPerPull + 1, for: actor)
            if StepEncoding.withoutMutations(facts) == .rows,
                let step = try rows(after: base.version, to: head, .notReplayable, transaction)
            {
                return step
            }
            return try snapshot(wish, head, .tooManyRows, transaction)
        }
    }

    /// - Returns: Nil if the rows have more bytes than an answer takes, and there are snapshots.
    private func rows(
        after version: Int64?, to head: LogHead, _ reason: Reason, _ transaction: some StoreReadTransaction
    ) throws -> Step? {
        var json = JSONWriter(reservingCapacity: 4_096)
        let limit = sources.library == nil ? .max : configuration.maximumRowBytesPerPull
        guard try transaction.writeRows(after: version, for: actor, upTo: limit, to: &json) else { return nil }
        return Step(
            content: .rows(json.bytes), encoding: version == nil ? .everything : .rows, reason: reason, end: head)
    }

    /// The snapshot that there is, if the log still has its version and an answer takes what has changed since.
    private func snapshot(
        _ wish: SnapshotWish, _ head: LogHead, _ reason: Reason, _ transaction: some StoreReadTransaction
    ) throws -> Step? {
        guard let library = sources.library, let (snapshot, isYoung) = library.newest(for: wish)
        else { return nil }
        let end = snapshot.content.head
        guard end.version <= head.version else { return nil }
        guard try transaction.tag(of: end.version) == end.tag else {
            // The log was trimmed beyond it, or the server was restored: nobody can go on from there.
            library.discard(snapshot)
            return nil
        }
        if !isYoung {
            let limit = maximumRows
            let changed = try transaction.changedRows(after: end.version, upTo: limit + 1, for: actor)
            guard changed <= limit else { return nil }
        }
        let reference = library.reference(to: snapshot, for: actor)
        return Step(content: .snapshot(reference), encoding: .snapshot, reason: reason, end: end)
    }

    /// The bound on rows, small enough to count with.
    private var maximumRows: Int { min(max(configuration.maximumRowsPerPull, 0), 1 << 40) }

    private func facts(
        _ base: Cursor?, _ head: LogHead, _ grants: UInt64, _ transaction: some StoreReadTransaction
    ) throws -> StepEncoding.Facts {
        var facts = StepEncoding.Facts(
            hasBase: base != nil, wantsRows: request.rowsOnly,
            hasSameSchema: request.schema == SchemaIdentity(of: Schema.self), offersSnapshots: sources.library != nil,
            entries: base.map { head.version - $0.version } ?? 0,
            maximumEntriesPerPull: configuration.maximumEntriesPerPull,
            maximumRowsPerPull: maximumRows)
        if let base, facts.entries > 0 {
            facts.changedRows = try transaction.changedRows(
                after: base.version, upTo: facts.changedRowsThatCount, for: actor)
        }
        let limit = facts.rowsThatCount
        facts.rows = try sources.counts.rows(of: grants, upTo: limit, at: clock()) {
            try transaction.rows(upTo: limit, for: actor)
        }
        return facts
    }
}
