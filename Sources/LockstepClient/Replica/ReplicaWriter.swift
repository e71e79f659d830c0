import Foundation
import Lockstep

/// The replica's only writing connection and what belongs to it.
///
/// Not `Sendable`: it belongs to the queue of the pool's writer (see `Replica.Writer`). Every method but `init` and
/// `close` runs inside an immediate transaction that the caller holds, and reads the replica's state there: another
/// process may have written since the last one.
final class ReplicaWriter<Schema: SyncSchema> {
    let connection: SQLiteConnection
    let recorder: Recorder
    let tables: [TableStatements]
    let actor: String
    let derived = DerivedTables(of: Schema.self)

    /// False where a trigger of a derived table has failed: these tables are empty, and stay so for now.
    var keepsDerivedTables = true

    private let migrations = ReplicaOpening<Schema>.migrations

    /// What the transaction changed beside rows.
    var change = ReplicaChange()

    /// What the step that is being applied has taken so far.
    var work = RebaseWork()

    /// Takes every pending mutation back at every step, as what the shorter paths are compared with.
    var rebasesFully = false

    let relations: TableRelations

    /// By mutation, the tables that are neither replicated nor derived and that it may write to; those that have none are
    /// left out.
    private let otherTables: [String: Set<String>]

    private var dataVersion: Int64
    private(set) var isClosed = false

    /// - Parameter connection: The writer's, with the schema's tables in its file. Nothing that changes them has been
    ///   prepared on it yet.
    init(_ connection: SQLiteConnection, recorder: Recorder, actor: String) throws {
        self.connection = connection
        self.recorder = recorder
        self.actor = actor
        tables = try Schema.tables.map { try TableStatements($0, on: connection) }
        relations = try TableRelations(of: tables, on: connection)
        otherTables = Self.otherTables
        dataVersion = try Self.dataVersion(of: connection)
    }

    /// Ends the use of the connection, which the pool closes.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        recorder.remove()
        connection.close()
    }

    // MARK: Transactions

    func beginTransaction() {
        recorder.beginTransaction()
        recorder.takesImages = false
        recorder.isRecording = true
        change = ReplicaChange()
    }

    /// What the transaction changed, before its commit.
    func finishTransaction() throws -> ReplicaChange {
        guard !change.isEmptied else { return change }
        if case .net = change.rows { change.rows = .net(recorder.netChange()) }
        change.pendingCount = try state().pendingCount
        if change.pending { change.oldestPending = try oldestPending() }
        return change
    }

    func endTransaction() {
        recorder.isRecording = false
        recorder.takesImages = false
    }

    private static var otherTables: [String: Set<String>] {
        let known = Set(Schema.tables.map(\.name) + Schema.derivedTables.map(\.name))
        var others: [String: Set<String>] = [:]
        for mutation in Schema.Mutation.descriptions {
            let written = Set(mutation.writes.map(\.table)).subtracting(known)
            if !written.isEmpty { others[mutation.name] = written }
        }
        return others
    }

    /// Takes note of the tables beyond the recorder's that a mutation may have written to.
    func noteOtherTables(of mutation: Schema.Mutation) {
        guard !otherTables.isEmpty, let tables = otherTables[mutation.name] else { return }
        change.otherTables.formUnion(tables)
    }

    // MARK: Reading

    /// Makes sure that the file is still this client's: another process may have signed out.
    ///
    /// - Throws: `ClientError` with code `.signedOut`.
    func checkOwner() throws {
        let isOwn: Bool
        do {
            let statement = try connection.statement(ReplicaState.ownerSQL)
            try statement.bind(actor, at: 1)
            try statement.bind(migrations, at: 2)
            isOwn = try statement.first { _ in true } ?? false
        } catch let error as SQLiteError where error.isAboutSchema {
            // There is no such table.
            isOwn = false
        }
        guard isOwn else { throw ClientError.signedOut }
    }

    func state() throws -> ReplicaState {
        guard let state = try connection.statement(ReplicaState.sql).first({ try ReplicaState($0) }) else {
            throw ClientError.lostOwner
        }
        return state
    }

    func save(_ state: ReplicaState) throws {
        let statement = try connection.statement(
            """
            UPDATE lockstep_replica SET client = ?1, cursor = ?2, last_number = ?3, acknowledged = ?4, \
            acknowledged_token = ?5 WHERE id = 1
            """ as StaticString)
        try statement.bind(state.client, at: 1)
        try statement.bind(state.cursor, at: 2)
        try statement.bind(state.lastNumber, at: 3)
        try statement.bind(state.acknowledged, at: 4)
        try statement.bind(state.acknowledgedToken, at: 5)
        try statement.run()
    }

    func pending() throws -> [PendingRow] {
        try connection.statement(PendingRow.sql).all { try PendingRow($0) }
    }

    /// Lends the pending mutations whose numbers are after one and up to another, in their order.
    func forEachPending(
        after first: Int64 = .min, upTo last: Int64 = .max, limit: Int = -1, _ body: (PendingRow) throws -> Void
    ) throws {
        let statement = try connection.statement(PendingRow.rangeSQL)
        try statement.bind(first, at: 1)
        try statement.bind(last, at: 2)
        try statement.bind(limit, at: 3)
        try statement.forEach { try body(try PendingRow($0)) }
    }

    /// When the first of the pending mutations was made.
    func oldestPending() throws -> Int64? {
        try connection.statement(PendingRow.oldestSQL).first { try $0.value(at: 0) }
    }

    /// True if another connection wrote since this was last asked
    /// (https://www.sqlite.org/pragma.html#pragma_data_version). The only method that needs no transaction.
    func wasChangedByAnother() throws -> Bool {
        let version = try Self.dataVersion(of: connection)
        defer { dataVersion = version }
        return version != dataVersion
    }

    private static func dataVersion(of connection: SQLiteConnection) throws -> Int64 {
        let statement = try connection.statement("PRAGMA data_version" as StaticString)
        return try statement.first { try $0.value(at: 0) } ?? 0
    }
}
