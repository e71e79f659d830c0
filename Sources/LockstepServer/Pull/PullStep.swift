import Lockstep

/// Reads one step of a client's base in one read transaction.
struct PullStep<Schema: ServerSchema>: Sendable {
    let request: PullRequest
    let actor: String
    let configuration: ServerConfiguration

    /// Milliseconds since 1970.
    let clock: @Sendable () -> Int64

    enum Answer: Sendable {
        case step(PullResponse, head: LogHead, StepReport)

        /// The client belongs to another actor.
        case forbidden
    }

    func read(_ transaction: some StoreReadTransaction) throws -> Answer {
        let head = try transaction.head()
        let client = try transaction.client(request.client)
        if let client, !client.belongs(to: actor) { return .forbidden }
        let signer = CursorSigner(try transaction.signingKeys())
        let grants = try transaction.grants(of: actor).hash
        let base = try base(in: transaction, signer, head, grants)
        let step = try step(from: base, to: head, in: transaction)
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
        let response = PullResponse(
            from: base == nil ? nil : request.cursor,
            cursor: signer.text(of: cursor, for: actor),
            more: step.end != head,
            acknowledged: acknowledgement?.number ?? 0,
            acknowledgedToken: acknowledgement?.token,
            rejected: rejections.map(RejectedMutation.init),
            changes: step.changes,
            checksums: checksums)
        let report = StepReport(
            encoding: step.encoding.rawValue, reason: step.reason, lag: base.map { head.version - $0.version },
            end: step.end.version)
        return .step(response, head: head, report)
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

    private func step(
        from base: Cursor?, to head: LogHead, in transaction: some StoreReadTransaction
    ) throws -> (changes: PullResponse.Changes, end: LogHead, encoding: StepEncoding, reason: String) {
        let facts = try facts(base, head, transaction)
        switch StepEncoding.choose(facts) {
        case .everything:
            return (
                try rows(after: nil, transaction), head, .everything, request.cursor == nil ? "new" : "invalidCursor"
            )
        case .rows:
            let reason = facts.wantsRows ? "asked" : facts.hasSameSchema ? "cheaper" : "otherDefinitions"
            return (try rows(after: base?.version, transaction), head, .rows, reason)
        case .mutations:
            let start = base?.version ?? 0
            guard start < head.version else { return (.mutations([]), head, .mutations, "upToDate") }
            var window = ReplayWindow(
                maximumEntries: configuration.maximumEntriesPerPull,
                maximumArgumentBytes: configuration.maximumArgumentBytesPerPull)
            try transaction.entries(after: start) { window.take($0, description: Schema.Mutation.description(of:)) }
            guard !window.isUnsound, let end = window.end else {
                return (try rows(after: start, transaction), head, .rows, "notReplayable")
            }
            return (.mutations(window.mutations), end, .mutations, "cheaper")
        }
    }

    private func checksums(
        in transaction: some StoreReadTransaction, _ head: LogHead
    ) throws -> ChecksumResponse? {
        guard let checksums = request.checksums else { return nil }
        return try ChecksumReading<Schema>(request: checksums, configuration: configuration, clock: clock)
            .read(transaction, at: head, for: actor)
    }

    private func facts(
        _ base: Cursor?, _ head: LogHead, _ transaction: some StoreReadTransaction
    ) throws -> StepEncoding.Facts {
        var facts = StepEncoding.Facts(
            hasBase: base != nil, wantsRows: request.rowsOnly,
            hasSameSchema: request.schema == SchemaIdentity(of: Schema.self), entries: 0,
            maximumEntriesPerPull: configuration.maximumEntriesPerPull, changedRows: 0)
        guard let base, !facts.wantsRows, facts.hasSameSchema else { return facts }
        facts.entries = head.version - base.version
        facts.changedRows = try transaction.changedRows(
            after: base.version, upTo: facts.rowsThatCount, for: actor)
        return facts
    }

    private func rows(
        after version: Int64?, _ transaction: some StoreReadTransaction
    ) throws -> PullResponse.Changes {
        .rows(try JSONWriter.write { try transaction.writeRows(after: version, for: actor, to: &$0) })
    }
}

extension RejectedMutation {
    init(_ rejection: NumberedRejection) {
        self.init(
            id: rejection.number, code: rejection.rejection.code.rawValue, message: rejection.rejection.message,
            constraint: rejection.rejection.constraint)
    }
}
