import Lockstep

/// Trims a server's log, and what is kept beside it for clients that catch up, in small transactions.
///
/// What goes is decided in a reading transaction: entries only become older, so the decision holds when it is carried
/// out. Entries go before the tombstones and exits that only cursors at or before them need, so a cursor is known to be
/// too old by its entry being gone.
actor LogRetention<Store: SyncStore> {
    /// Entries that one reading transaction measures.
    private static var entriesPerMeasure: Int { 10_000 }

    private let store: Store
    private let instruments: ServerInstruments
    private let clock: @Sendable () -> Int64
    private let timer: any Clock<Duration>
    private var meter = LogMeter()
    private var isTrimming = false

    /// False while there may be tombstones, exits or tokens that a run before did not come to.
    private var isTidy = false

    init(
        store: Store, instruments: ServerInstruments, clock: @escaping @Sendable () -> Int64,
        timer: any Clock<Duration>
    ) {
        self.store = store
        self.instruments = instruments
        self.clock = clock
        self.timer = timer
    }

    /// Trims until nothing is left that the policy does not keep. Does nothing while another call trims.
    ///
    /// - Throws: The store's errors; `CancellationError` between two transactions. What was trimmed until then stays so.
    func trim(_ policy: RetentionPolicy) async throws -> TrimmedWork {
        guard !isTrimming else { return TrimmedWork() }
        isTrimming = true
        defer { isTrimming = false }
        let start = instruments.now()
        var total = TrimmedWork()
        var head = try await measure()
        while let batch = try await batch(of: policy, head) {
            if total != TrimmedWork() { try await timer.sleep(for: policy.pause) }
            let (work, isDone) = try await carryOut(batch, policy)
            meter.remove(batch)
            total += work
            isTidy = isDone
            head = try await store.read { try $0.head() }
        }
        if total != TrimmedWork() { instruments.trimmed(total, in: instruments.now() - start) }
        instruments.log(LogSize(entries: head.version - (meter.first ?? head.version) + 1, bytes: meter.bytes))
        return total
    }

    /// Counts the entries that came since the last run; at first, all.
    private func measure() async throws -> LogHead {
        let oldest = try await store.read { try $0.entrySizes(after: 0, upTo: 1).first }
        meter.begin(atOldest: oldest?.version ?? 0)
        while true {
            let (head, entries) = try await store.read { [last = meter.last] transaction in
                (
                    try transaction.head(),
                    try transaction.entrySizes(after: last, upTo: Self.entriesPerMeasure)
                )
            }
            meter.add(entries)
            if entries.count < Self.entriesPerMeasure { return head }
            try Task.checkCancellation()
        }
    }

    /// The entries to be dropped next, none if only what hangs on them is left, or nil if there is nothing to do.
    private func batch(of policy: RetentionPolicy, _ head: LogHead) async throws -> [EntrySize]? {
        let limit = policy.rowsPerTransaction
        let oldest = try await store.read { try $0.entrySizes(after: 0, upTo: limit) }
        let decision = RetentionDecision(policy: policy, bytes: meter.bytes, head: head, now: clock())
        let count = decision.count(of: oldest)
        return count == 0 && isTidy ? nil : Array(oldest.prefix(count))
    }

    private func carryOut(
        _ batch: [EntrySize], _ policy: RetentionPolicy
    ) async throws -> (work: TrimmedWork, isDone: Bool) {
        let limit = policy.rowsPerTransaction
        let oldToken = policy.keepsTokens.map { clock() - $0.milliseconds }
        return try await store.write { transaction in
            if let last = batch.last { try transaction.trimLog(before: last.version + 1) }
            let gone = try transaction.trimGoneRows(upTo: limit)
            let tokens = try oldToken.map { try transaction.forgetTokens(committedBefore: $0, upTo: limit) } ?? 0
            return (
                TrimmedWork(
                    entries: batch.count, tombstones: gone.tombstones, exits: gone.exits, tokens: tokens),
                gone.tombstones < limit && gone.exits < limit && tokens < limit
            )
        }
    }
}
