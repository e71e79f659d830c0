import CSQLite
import Foundation
import Lockstep
import LockstepClient
import TestSupport

/// A server by the letter of the protocol, slow and simple: every answer is worked out from the whole log.
actor ReferenceServer<Schema: SyncSchema> {
    struct Entry: Sendable {
        let version: Int64
        let tag: UInt64
        let client: UUID
        let number: Int64
        let token: UUID
        let actor: String
        let name: String
        let arguments: [UInt8]
        let at: Int64
        let committedAt: Int64
        var effect = EffectHash()
        var rejection: (code: String, message: String)?
        var touched: [Int: Set<RowKey>] = [:]

        /// The token had its outcome already, under another number.
        var isRepeat = false
    }

    enum Encoding: Sendable {
        case mutations, rows

        /// Snapshots for clients that are new or far behind, mutations for the others.
        case snapshot
    }

    private(set) var log: [Entry] = []
    private var clients: [UUID: (number: Int64, token: UUID, actor: String)] = [:]

    private(set) var database: MemoryDatabase
    private var recorder: Recorder
    private var generator: SeededGenerator
    private var clock = VirtualClock.origin

    /// Where the files of snapshots are to be had, and how far behind a client is to be given one.
    let files = SnapshotFiles()
    static var snapshotDistance: Int64 { 4 }

    /// How pulls are answered, and how many entries of the log an answer holds at most.
    var encoding = Encoding.mutations
    var maximumEntries = Int.max

    /// Names of mutations that are denied.
    var denied: Set<String> = []

    init(_ schema: Schema.Type, seed: UInt64 = 1) throws {
        generator = SeededGenerator(seed: seed)
        database = try MemoryDatabase(Schema.self)
        recorder = Recorder(on: database.connection, tables: Schema.tables)
        recorder.isRecording = true
    }

    func set(encoding: Encoding? = nil, maximumEntries: Int? = nil, denied: Set<String>? = nil) {
        if let encoding { self.encoding = encoding }
        if let maximumEntries { self.maximumEntries = maximumEntries }
        if let denied { self.denied = denied }
    }

    var head: Int64 { Int64(log.count) }

    func dump() throws -> [String] { try database.dump(Schema.self) }

    /// The log without the entries that repeat an outcome.
    var decisions: [Entry] { log.filter { !$0.isRepeat } }

    /// The mutations that were applied, by name and number.
    var applied: [String] { decisions.filter { $0.rejection == nil }.map { "\($0.name) \($0.number)" } }

    /// Takes the server back to a version, as a restored backup does: what comes next has other tags.
    func restore(to version: Int64) throws {
        let kept = log.prefix(Int(version))
        database = try MemoryDatabase(Schema.self)
        recorder = Recorder(on: database.connection, tables: Schema.tables)
        recorder.isRecording = true
        log = []
        clients = [:]
        for entry in kept {
            log.append(entry)
            clients[entry.client] = (entry.number, entry.token, entry.actor)
            guard entry.rejection == nil, !entry.isRepeat else { continue }
            let mutation = try JSONReader.read(entry.arguments) {
                try Schema.Mutation(name: entry.name, arguments: &$0)
            }
            try mutation.apply(
                to: database.connection,
                in: MutationContext(actor: entry.actor, now: entry.at, committedAt: entry.committedAt))
        }
    }

    /// Runs a mutation of another client.
    func run(_ mutation: Schema.Mutation, as actor: String = "server") {
        commit(
            PushedMutation(
                id: (clients[Self.other]?.number ?? 0) + 1, token: UUID.v7(at: clock, using: &generator),
                name: mutation.name, arguments: mutation.encodedArguments, at: clock),
            of: Self.other, actor: actor)
    }

    private static var other: UUID { UUID(uuidString: "00000000-0000-7000-8000-000000000001").unsafelyUnwrapped }

    private func commit(_ mutation: PushedMutation, of client: UUID, actor: String) {
        clock += 1
        let tag = generator.next()
        var entry = Entry(
            version: head + 1, tag: tag, client: client, number: mutation.id, token: mutation.token, actor: actor,
            name: mutation.name, arguments: mutation.arguments, at: min(mutation.at, clock), committedAt: clock)
        do {
            (entry.effect, entry.touched) = try run(entry)
        } catch {
            entry.rejection = (error.code, error.message)
        }
        log.append(entry)
        clients[client] = (mutation.id, mutation.token, actor)
    }

    /// Gives a mutation whose token the log has the outcome that it had.
    private func repeatOutcome(of known: Entry, as mutation: PushedMutation, of client: UUID, actor: String) {
        clock += 1
        var entry = Entry(
            version: head + 1, tag: generator.next(), client: client, number: mutation.id, token: mutation.token,
            actor: actor, name: mutation.name, arguments: mutation.arguments, at: known.at, committedAt: clock)
        entry.rejection = known.rejection
        entry.isRepeat = true
        log.append(entry)
        clients[client] = (mutation.id, mutation.token, actor)
    }

    private func run(_ entry: Entry) throws(Refusal) -> (EffectHash, [Int: Set<RowKey>]) {
        guard !denied.contains(entry.name) else { throw Refusal(code: "denied", message: "not allowed") }
        let connection = database.connection
        recorder.beginTransaction()
        do {
            try connection.execute("BEGIN")
            recorder.beginMutation()
            let mutation = try JSONReader.read(entry.arguments) {
                try Schema.Mutation(name: entry.name, arguments: &$0)
            }
            try mutation.apply(
                to: connection, in: MutationContext(actor: entry.actor, now: entry.at, committedAt: entry.committedAt))
            let effect = recorder.endMutation()
            let change = recorder.netChange()
            try connection.execute("COMMIT")
            return (effect, change.rows)
        } catch {
            // COMMIT may have failed for a deferred key; then the transaction is still open.
            if !connection.isAutocommit { sqlite3_exec(connection.handle, "ROLLBACK", nil, nil, nil) }
            throw Refusal(code: "constraint", message: "\(error)")
        }
    }
}

struct Refusal: Error {
    let code: String
    let message: String
}

// MARK: - The protocol

extension ReferenceServer {
    func post(_ path: String, _ body: [UInt8], as actor: String) throws -> TransportResponse {
        switch path {
        case SyncProtocol.pushPath: try push(PushRequest(json: body), as: actor)
        case SyncProtocol.pullPath: try pull(PullRequest(json: body))
        default: TransportResponse(status: 404, body: [])
        }
    }

    private func push(_ request: PushRequest, as actor: String) throws -> TransportResponse {
        var rejected: [RejectedMutation] = []
        for mutation in request.mutations {
            let last = clients[request.client]
            if let last, last.actor != actor { return Self.error(403, .forbidden) }
            let known = log.first { $0.token == mutation.token }
            if mutation.id <= last?.number ?? 0 {
                let isSame = log.contains {
                    $0.client == request.client && $0.number == mutation.id && $0.token == mutation.token
                }
                guard isSame else { return Self.error(409, .forked) }
            } else if mutation.id > (last?.number ?? 0) + 1 {
                return Self.error(409, .outOfOrder, expected: (last?.number ?? 0) + 1)
            } else if let known {
                repeatOutcome(of: known, as: mutation, of: request.client, actor: actor)
            } else {
                commit(mutation, of: request.client, actor: actor)
            }
            if let rejection = log.first(where: { $0.token == mutation.token })?.rejection {
                rejected.append(RejectedMutation(id: mutation.id, code: rejection.code, message: rejection.message))
            }
        }
        let pull = try request.pull.map { pull in
            try answer(PullRequest(client: request.client, schema: request.schema, cursor: pull.cursor))
        }
        let last = clients[request.client]
        let response = PushResponse(
            acknowledged: last?.number ?? 0, acknowledgedToken: last?.token, rejected: rejected, pull: pull)
        return TransportResponse(status: 200, body: response.json)
    }

    private func pull(_ request: PullRequest) throws -> TransportResponse {
        TransportResponse(status: 200, body: try answer(request).json)
    }

    private func answer(_ request: PullRequest) throws -> PullResponse {
        let from = version(of: request.cursor)
        guard let from, !(request.cursor == nil && encoding != .mutations),
            encoding != .snapshot || head - from < Self.snapshotDistance
        else { return try everything(request) }
        let useRows = encoding == .rows || request.rowsOnly
        let to = useRows ? head : min(head, from + Int64(min(maximumEntries, 1_000_000)))
        let entries = log[Int(from)..<Int(to)]
        let acknowledged = acknowledged(request.client, at: to)
        return PullResponse(
            from: request.cursor, cursor: cursor(to), more: to < head, acknowledged: acknowledged.number,
            acknowledgedToken: acknowledged.token, rejected: rejections(of: request.client, in: entries),
            changes: useRows ? .rows(try rows(entries)) : .mutations(entries.compactMap(\.logged)))
    }

    private func everything(_ request: PullRequest) throws -> PullResponse {
        let acknowledged = acknowledged(request.client, at: head)
        return PullResponse(
            from: nil, cursor: cursor(head), more: false, acknowledged: acknowledged.number,
            acknowledgedToken: acknowledged.token, rejected: rejections(of: request.client, in: log[...]),
            changes: encoding == .snapshot ? .snapshot(try snapshot()) : .rows(try allRows()))
    }

    private func acknowledged(_ client: UUID, at version: Int64) -> (number: Int64, token: UUID?) {
        if version == head { return (clients[client]?.number ?? 0, clients[client]?.token) }
        let last = log.prefix(Int(version)).last { $0.client == client }
        return (last?.number ?? 0, last?.token)
    }

    private func rejections(of client: UUID, in entries: ArraySlice<Entry>) -> [RejectedMutation] {
        entries.filter { $0.client == client }.compactMap { entry in
            entry.rejection.map { RejectedMutation(id: entry.number, code: $0.code, message: $0.message) }
        }
    }

    /// The version of a cursor that this server gave; nil for one that it does not know. No cursor is version 0.
    private func version(of cursor: String?) -> Int64? {
        guard let cursor else { return 0 }
        let version = cursor.split(separator: ".").first.flatMap { Int64($0) } ?? -1
        return (0...head).contains(version) && self.cursor(version) == cursor ? version : nil
    }

    func cursor(_ version: Int64) -> String {
        "\(version).\(version == 0 ? 0 : log[Int(version) - 1].tag)"
    }

    private static func error(_ status: Int, _ code: ErrorResponse.Code, expected: Int64? = nil) -> TransportResponse {
        let answer = ErrorResponse(code: code, message: "refused by the test", expected: expected)
        return TransportResponse(status: status, body: answer.json)
    }
}

extension ReferenceServer.Entry {
    var logged: LoggedMutation? {
        guard rejection == nil, !isRepeat else { return nil }
        return LoggedMutation(
            version: version, client: client, id: number, actor: actor, name: name, arguments: arguments, at: at,
            committedAt: committedAt, effect: effect)
    }
}

// MARK: - Rows

extension ReferenceServer {
    /// The step in the encoding *rows*.
    private func rows(_ entries: ArraySlice<Entry>) throws -> [UInt8] {
        var touched: [Int: Set<RowKey>] = [:]
        for entry in entries { touched.merge(entry.touched) { $0.union($1) } }
        return try JSONWriter.write { json in
            try json.object { json in
                for (table, keys) in touched.sorted(by: { $0.key < $1.key }) {
                    try write(Schema.tables[table], to: &json, keys: keys)
                }
            }
        }
    }

    private func allRows() throws -> [UInt8] {
        try JSONWriter.write { json in
            try json.object { json in
                for table in Schema.tables { try write(table, to: &json, keys: nil) }
            }
        }
    }

    /// - Parameter keys: The keys that changed, or nil for every row.
    private func write(_ table: TableDescription, to json: inout JSONWriter, keys: Set<RowKey>?) throws {
        let columns = table.storedColumns.map { table.columns[$0].name }
        let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
        var upserts: [[UInt8]] = []
        var deletes: [[UInt8]] = []
        if let keys {
            let condition = table.key.enumerated().map { "\"\($1)\" = ?\($0 + 1)" }.joined(separator: " AND ")
            let sql = "SELECT \(list) FROM \"\(table.name)\" WHERE \(condition)"
            let statement = try database.connection.statement(sql)
            for key in keys.sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
                try key.bytes.withUnsafeBytes { bytes in
                    var reader = RecordReader(bytes)
                    for index in table.key.indices { try reader.bindNext(to: statement, at: Int32(index + 1)) }
                }
                if let row = try statement.first(Self.row) {
                    upserts.append(row)
                } else {
                    deletes.append(try Self.key(key))
                }
            }
        } else {
            upserts = try database.connection.statement("SELECT \(list) FROM \"\(table.name)\"").all(Self.row)
        }
        json.key(table.name)
        json.object { json in
            json.key("columns")
            json.array { for column in columns { $0.string(column) } }
            json.key("delete")
            json.array { for key in deletes { $0.raw(key) } }
            json.key("upsert")
            json.array { for row in upserts { $0.raw(row) } }
        }
    }

    private static func row(_ row: SQLiteStatement) -> [UInt8] {
        JSONWriter.write { json in
            json.array { json in for index in 0..<row.columnCount { json.value(row.column(index)) } }
        }
    }

    private static func key(_ key: RowKey) throws -> [UInt8] {
        try JSONWriter.write { json in
            try json.array { json in
                try key.bytes.withUnsafeBytes { bytes in
                    var reader = RecordReader(bytes)
                    while !reader.isAtEnd { try reader.writeNext(to: &json) }
                }
            }
        }
    }
}
