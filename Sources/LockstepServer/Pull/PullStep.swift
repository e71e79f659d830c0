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
        case step(PullAnswer, head: LogHead, StepReport)

        /// The step is a snapshot that is not made yet.
        case wantsSnapshot(SnapshotWish)

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
        let oldest = oldestSnapshot(of: grants, head, base)
        let wish = SnapshotWish(grants: grants, base: base?.version, oldest: oldest, head: head.version)
        guard let step = try step(from: base, to: head, wish, in: transaction) else { return .wantsSnapshot(wish) }
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
        let report = StepReport(
            encoding: step.encoding.rawValue, reason: step.reason.rawValue, lag: base.map { head.version - $0.version },
            end: step.end.version)
        return .step(answer, head: head, report)
    }

    /// The version from which on a snapshot holds nothing that the actor could never see.
    private func oldestSnapshot(of grants: UInt64, _ head: LogHead, _ base: Cursor?) -> Int64 {
        guard !Schema.readRules.isEmpty else { return 0 }
        return sources.grants.since(actor, had: grants, at: head.version, base: base?.version)
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

    private func checksums(
        in transaction: some StoreReadTransaction, _ head: LogHead
    ) throws -> ChecksumResponse? {
        guard let checksums = request.checksums else { return nil }
        return try ChecksumReading<Schema>(request: checksums, configuration: configuration, clock: clock)
            .read(transaction, at: head, for: actor)
    }
}

extension RejectedMutation {
    init(_ rejection: NumberedRejection) {
        self.init(
            id: rejection.number, code: rejection.rejection.code.rawValue, message: rejection.rejection.message,
            constraint: rejection.rejection.constraint)
    }
}
