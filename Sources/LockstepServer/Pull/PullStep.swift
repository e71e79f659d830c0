import Lockstep

/// Reads one step of a client's base in one read transaction.
struct PullStep<Schema: ServerSchema>: Sendable {
    let request: PullRequest
    let actor: String
    let configuration: ServerConfiguration
    let sources: PullSources

    /// Milliseconds since 1970.
    let clock: @Sendable () -> Int64

    enum Answer: Sendable {
        case step(PullAnswer, head: LogHead)

        /// The step is a snapshot that is not made yet, of what these grants allow.
        case wantsSnapshot(grants: UInt64)

        /// The client belongs to another actor.
        case forbidden
    }

    func read(_ transaction: some StoreReadTransaction) throws -> Answer {
        let head = try transaction.head()
        let client = try transaction.client(request.client)
        if let client, client.actor != actor { return .forbidden }
        let signer = CursorSigner(try transaction.signingKeys())
        let grants = try transaction.grants(of: actor).hash
        let base = try base(in: transaction, signer, head, grants)
        guard let step = try step(from: base, to: head, grants, in: transaction) else {
            return .wantsSnapshot(grants: grants)
        }
        let acknowledgement =
            step.end == head
            ? client.map { Acknowledgement(number: $0.number, token: $0.token) }
            : try transaction.acknowledgement(of: request.client, through: step.end.version)
        let rejections = try transaction.rejections(
            of: request.client, after: base?.version ?? 0, through: step.end.version)
        let cursor = Cursor(
            version: step.end.version, tag: step.end.tag, schemaVersion: Int64(Schema.version), grants: grants)
        // Of the tables at another version than the step's there is nothing to compare.
        let checksums = try step.end == head ? checksums(in: transaction, head) : nil
        let answer = PullAnswer(
            from: step.replacesBase ? nil : request.cursor,
            cursor: signer.text(of: cursor, for: actor),
            more: step.end != head,
            acknowledged: acknowledgement?.number ?? 0,
            acknowledgedToken: acknowledgement?.token,
            rejected: rejections.map(RejectedMutation.init),
            step: step.content,
            checksums: checksums)
        return .step(answer, head: head)
    }

    /// Where the client's base stands, if the log leads on from there: not after a restore of the server to a state
    /// before it, nor in another schema. What the actor may read must be the same too: exits tell what left the scopes
    /// that it has, not which scopes it had.
    private func base(
        in transaction: some StoreReadTransaction, _ signer: CursorSigner, _ head: LogHead, _ grants: UInt64
    ) throws -> Cursor? {
        guard let text = request.cursor, let cursor = signer.cursor(from: text, for: actor),
            cursor.schemaVersion == Int64(Schema.version), cursor.grants == grants,
            cursor.version <= head.version, try transaction.tag(of: cursor.version) == cursor.tag
        else { return nil }
        return cursor
    }

    private struct Step {
        let content: PullAnswer.Step
        let end: LogHead
        var replacesBase = false
    }

    /// - Returns: Nil if the step is a snapshot that there is none of.
    private func step(
        from base: Cursor?, to head: LogHead, _ grants: UInt64, in transaction: some StoreReadTransaction
    ) throws -> Step? {
        var facts = try facts(base, head, grants, transaction)
        switch StepEncoding.choose(facts) {
        case .everything:
            return try rows(after: nil, at: head, transaction) ?? snapshot(after: nil, head, grants, transaction)
        case .rows:
            return try rows(after: base?.version, at: head, transaction)
                ?? snapshot(after: base?.version, head, grants, transaction)
        case .snapshot:
            return try snapshot(after: base?.version, head, grants, transaction)
        case .mutations:
            guard let base, base.version < head.version else {
                return Step(content: .mutations(Array("[]".utf8)), end: head)
            }
            let outcome = try sources.recent.entries(
                after: LogPlace(version: base.version, tag: base.tag), through: head, in: transaction)
            if case .mutations(let json, let end) = outcome { return Step(content: .mutations(json), end: end) }
            facts.changedRows = try transaction.changedRows(
                after: base.version, upTo: facts.maximumRowsPerPull + 1, for: actor)
            guard StepEncoding.withoutMutations(facts) == .rows else {
                return try snapshot(after: base.version, head, grants, transaction)
            }
            return try rows(after: base.version, at: head, transaction)
                ?? snapshot(after: base.version, head, grants, transaction)
        }
    }

    /// - Returns: Nil if the rows have more bytes than an answer takes, and there are snapshots.
    private func rows(
        after version: Int64?, at head: LogHead, _ transaction: some StoreReadTransaction
    ) throws -> Step? {
        var json = JSONWriter(reservingCapacity: 4_096)
        let limit = sources.library == nil ? .max : configuration.maximumRowBytesPerPull
        guard try transaction.writeRows(after: version, for: actor, upTo: limit, to: &json) else { return nil }
        return Step(content: .rows(json.bytes), end: head, replacesBase: version == nil)
    }

    /// The snapshot that there is, if the log still has its version and an answer takes what has changed since.
    private func snapshot(
        after version: Int64?, _ head: LogHead, _ grants: UInt64, _ transaction: some StoreReadTransaction
    ) throws -> Step? {
        guard let library = sources.library, let (snapshot, isYoung) = library.newest(of: grants, after: version)
        else { return nil }
        let end = snapshot.content.head
        guard end.version <= head.version, try transaction.tag(of: end.version) == end.tag else { return nil }
        if !isYoung {
            let limit = configuration.maximumRowsPerPull
            guard try transaction.changedRows(after: end.version, upTo: limit + 1, for: actor) <= limit else {
                return nil
            }
        }
        return Step(
            content: .snapshot(library.reference(to: snapshot, for: actor)), end: end, replacesBase: true)
    }

    private func checksums(
        in transaction: some StoreReadTransaction, _ head: LogHead
    ) throws -> ChecksumResponse? {
        guard let checksums = request.checksums else { return nil }
        return try ChecksumReading<Schema>(request: checksums, configuration: configuration, clock: clock)
            .read(transaction, at: head, for: actor)
    }

    private func facts(
        _ base: Cursor?, _ head: LogHead, _ grants: UInt64, _ transaction: some StoreReadTransaction
    ) throws -> StepEncoding.Facts {
        var facts = StepEncoding.Facts(
            hasBase: base != nil, wantsRows: request.rowsOnly,
            hasSameSchema: request.schema == SchemaIdentity(of: Schema.self), offersSnapshots: sources.library != nil,
            entries: base.map { head.version - $0.version } ?? 0,
            maximumEntriesPerPull: configuration.maximumEntriesPerPull,
            maximumRowsPerPull: configuration.maximumRowsPerPull)
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

extension RejectedMutation {
    init(_ rejection: NumberedRejection) {
        self.init(
            id: rejection.number, code: rejection.rejection.code.rawValue, message: rejection.rejection.message)
    }
}
