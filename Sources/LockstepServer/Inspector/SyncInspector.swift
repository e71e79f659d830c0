public import Lockstep

/// What goes on in a server, for people who run it: the log's end, clients and how far behind they are, the steps that
/// they were given, and tables with their sizes. An adapter shows it, to those whom the host lets.
///
/// It changes nothing. It reads in read transactions, which no writer waits for; in each of them a bounded number of
/// rows; and one at a time, however many people look. What it reads is kept for those who ask within half a second.
///
/// It shows all actors' data: names of mutations, actors and clients always, arguments if asked.
public actor SyncInspector<Schema: ServerSchema, Store: SyncStore> where Store.Schema == Schema {
    /// How much is read.
    enum Limit {
        static var entries: Int { 100 }
        static var clients: Int { 100 }
        static var knownClients: Int { 10_000 }
        static var pulls: Int { 100 }
        static var pendingRejections: Int { 100 }
        static var argumentCharacters: Int { 2_000 }

        /// Rows that are counted of a table, and milliseconds after which no further table is begun.
        static var rows: Int { 100_000 }
        static var countingTime: Int64 { 500 }

        /// Requests that wait for their turn.
        static var waiting: Int { 16 }
    }

    /// Milliseconds for which a state is told again, and for which the sizes of tables are.
    static var stateLifetime: Int64 { 500 }
    static var countLifetime: Int64 { 10_000 }

    private let store: Store
    private let queue: CommitQueue<Store>
    private let broadcast: HeadBroadcast
    private let clock: @Sendable () -> Int64
    nonisolated let memory = InspectorMemory()

    private var latest: (state: InspectedState, showsArguments: Bool)?
    private var counts: TableCounts?
    private var isReading = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(
        store: Store, queue: CommitQueue<Store>, broadcast: HeadBroadcast, clock: @escaping @Sendable () -> Int64
    ) {
        self.store = store
        self.queue = queue
        self.broadcast = broadcast
        self.clock = clock
    }

    /// All that the page shows, as JSON.
    ///
    /// - Parameter showsArguments: Whether the beginnings of arguments and the messages of rejections are in it.
    public func state(showsArguments: Bool) async -> SyncResponse {
        await answer {
            if let latest, latest.showsArguments == showsArguments, isFresh(latest.state.time, Self.stateLifetime) {
                return latest.state.encode(to:)
            }
            let state = try await readState(showsArguments: showsArguments)
            latest = (state, showsArguments)
            return state.encode(to:)
        }
    }

    /// The entries of the log below a version, the newest first, as JSON.
    public func log(before version: Int64, showsArguments: Bool) async -> SyncResponse {
        await answer {
            let entries = try await store.read {
                try $0.newestEntries(
                    before: version, limit: Limit.entries,
                    argumentCharacters: showsArguments ? Limit.argumentCharacters : nil)
            }
            return { json in
                json.object { json in
                    json.key("log")
                    json.array { array in for entry in entries { entry.encode(to: &array) } }
                }
            }
        }
    }

    /// What tells that there is something to read, without reading it.
    public func activity() async -> InspectorActivity {
        InspectorActivity(pulls: memory.pullCount, waitingPushes: await queue.waitingCount)
    }
}

// MARK: - Reading

extension SyncInspector {
    private func readState(showsArguments: Bool) async throws -> InspectedState {
        let time = clock()
        let waitingPushes = await queue.waitingCount
        let memory = memory.contents
        let latest = memory.positions.newest(Limit.clients)
        let argumentCharacters = showsArguments ? Limit.argumentCharacters : nil
        let read = try await store.read { transaction in
            (
                head: try transaction.head(), firstVersion: try transaction.firstVersion(),
                log: try transaction.newestEntries(
                    before: nil, limit: Limit.entries, argumentCharacters: argumentCharacters),
                known: try transaction.clientCount(upTo: Limit.knownClients),
                clients: try latest.map { pull in
                    let limit = Limit.pendingRejections
                    let rejections = try transaction.rejectionCount(of: pull.client, after: pull.to, upTo: limit)
                    return InspectedState.Client(
                        pull: pull, pendingRejections: BoundedCount(rejections, limit: limit))
                }
            )
        }
        let lag = memory.positions.lag(behind: read.head.version)
        return InspectedState(
            time: time,
            schema: .init(name: Schema.name, version: Schema.version, fingerprint: Schema.fingerprint),
            head: read.head, firstVersion: read.firstVersion, log: read.log, waitingPushes: waitingPushes,
            streams: broadcast.subscriberCount,
            clients: .init(
                known: BoundedCount(read.known, limit: Limit.knownClients), seen: memory.positions.count,
                behind: lag.clients, mostBehind: lag.most, latest: read.clients),
            tables: try await tableCounts(at: read.head.version), pulls: memory.pulls.newest(Limit.pulls))
    }

    /// Counts rows, if there are other ones than were counted last and that is some time ago.
    private func tableCounts(at version: Int64) async throws -> TableCounts {
        if let counts, counts.version == version || isFresh(counts.at, Self.countLifetime) { return counts }
        let start = clock()
        let tables = try await store.read { [clock] transaction in
            try Schema.tables.indices.map { table in
                let isOver = clock() - start >= Limit.countingTime
                let rows = isOver ? nil : try transaction.rowCount(ofTable: table, upTo: Limit.rows)
                return TableCounts.Table(
                    name: Schema.tables[table].name, rows: rows.map { BoundedCount($0, limit: Limit.rows) })
            }
        }
        let counts = TableCounts(at: start, version: version, tables: tables)
        self.counts = counts
        return counts
    }

    /// A clock that was set back makes what was read something of the future.
    private func isFresh(_ time: Int64, _ lifetime: Int64) -> Bool {
        (0..<lifetime).contains(clock() - time)
    }
}

// MARK: - Turns

extension SyncInspector {
    /// Answers with what `read` reads when it is its turn.
    private func answer(_ read: () async throws -> (inout JSONWriter) -> Void) async -> SyncResponse {
        guard await takeTurn() else { return Self.unavailable("Too many people look at once. Send the request again.") }
        defer { passTurn() }
        do {
            let body = try await read()
            return SyncResponse(status: 200, body: JSONWriter.write { body(&$0) })
        } catch {
            // Whoever may look may know what is wrong.
            return Self.unavailable("The server cannot read its database for the moment: \(error)")
        }
    }

    /// - Returns: False if too many wait.
    private func takeTurn() async -> Bool {
        guard isReading else {
            isReading = true
            return true
        }
        guard waiting.count < Limit.waiting else { return false }
        await withCheckedContinuation { waiting.append($0) }
        return true
    }

    private func passTurn() {
        if waiting.isEmpty {
            isReading = false
        } else {
            waiting.removeFirst().resume()
        }
    }

    private static func unavailable(_ message: String) -> SyncResponse {
        SyncResponse(RequestRefusal(.unavailable, message, retryAfter: 1))
    }
}
