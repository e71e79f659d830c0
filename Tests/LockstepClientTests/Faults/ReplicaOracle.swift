import Foundation
import Lockstep
import Testing

@testable import LockstepClient

/// What is true of a replica's file at every moment, worked out from the file by other statements than the client's.
struct ReplicaOracle<Schema: SyncSchema> {
    /// A mutation that was decided, as the replica says.
    struct Decided {
        let token: UUID
        let madeAt: Int64
        let isRejected: Bool
    }

    let database: FileDatabase
    let actor: String
    private(set) var pending: [PendingRow] = []
    private(set) var decided: [Decided] = []
    private(set) var rejections: Set<UUID> = []
    private(set) var cursor: String?

    private var connection: SQLiteConnection { database.connection }

    /// Checks what needs nothing but the file.
    init(_ schema: Schema.Type, at path: String, actor: String) throws {
        database = try FileDatabase(path)
        self.actor = actor
        #expect(try database.strings("PRAGMA integrity_check") == ["'ok'"])
        #expect(try database.strings("PRAGMA foreign_key_check").isEmpty)
        let state = try connection.statement(ReplicaState.sql).only { try ReplicaState($0) }
        cursor = state.cursor
        #expect(
            try database.strings("SELECT schema_name, actor FROM lockstep_replica") == ["'\(Schema.name)'|'\(actor)'"])
        pending = try connection.statement(PendingRow.sql).all { try PendingRow($0) }
        #expect(pending.map(\.number) == Array((state.acknowledged + 1)..<(state.lastNumber + 1)), "numbers with gaps")
        decided = try connection.statement(
            "SELECT token, made_at, rejection_code IS NOT NULL FROM lockstep_acknowledged"
        ).all { Decided(token: try $0.value(at: 0), madeAt: try $0.value(at: 1), isRejected: try $0.value(at: 2)) }
        rejections = Set(
            try connection.statement("SELECT token FROM lockstep_rejection").all { try $0.value(UUID.self, at: 0) })
        let outcomes = Set(decided.map(\.token))
        #expect(outcomes.isDisjoint(with: pending.map(\.token)), "pending with an outcome")
        #expect(rejections.isSubset(of: decided.filter(\.isRejected).map(\.token)), "rejections without outcome")
    }

    /// Checks that undoing what is pending gives the base, and running it again the tables. Changes nothing.
    ///
    /// - Parameter base: What the server's tables held at the replica's cursor.
    func checkBase(_ base: [String]) throws {
        try connection.execute("BEGIN IMMEDIATE")
        defer {
            // Only what was done here is taken back.
            _ = try? connection.execute("ROLLBACK")
        }
        let tables = try dumpTables(Schema.self, connection)
        try connection.withoutEnforcement { try undo() }
        #expect(try dumpTables(Schema.self, connection) == base, "the undo of what is pending is not the base")
        for row in pending where !row.isHeld {
            let isApplied = try replay(row)
            #expect(isApplied == (row.failure == nil), "\(row.number) \(row.failure ?? "")")
        }
        #expect(try dumpTables(Schema.self, connection) == tables, "base and pending are not the tables")
    }

    private func undo() throws {
        let images = try connection.statement("SELECT table_name, key, row FROM lockstep_base").all { row in
            (
                table: try row.value(String.self, at: 0), key: Array(row.column(1).blob),
                row: row.column(2).isNull ? nil : Array(row.column(2).blob)
            )
        }
        for table in Schema.tables {
            let condition = table.key.enumerated().map { "\"\($1)\" = ?\($0 + 1)" }.joined(separator: " AND ")
            for image in images where image.table == table.name {
                try run("DELETE FROM \"\(table.name)\" WHERE \(condition)", image.key)
            }
            let columns = table.storedColumns.map { "\"\(table.columns[$0].name)\"" }
            let values = columns.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
            for case (table.name, _, let row?) in images {
                try run(
                    "INSERT INTO \"\(table.name)\" (\(columns.joined(separator: ", "))) VALUES (\(values))", row)
            }
        }
    }

    private func run(_ sql: String, _ record: [UInt8]) throws {
        let statement = try connection.statement(sql)
        try record.withUnsafeBytes { bytes in
            var reader = RecordReader(bytes)
            var index: Int32 = 1
            while !reader.isAtEnd {
                try reader.bindNext(to: statement, at: index)
                index += 1
            }
        }
        try statement.run()
    }

    /// - Returns: False if the mutation has no effect on these rows.
    private func replay(_ row: PendingRow) throws -> Bool {
        let mutation = try JSONReader.read(row.arguments) { try Schema.Mutation(name: row.name, arguments: &$0) }
        try connection.execute("SAVEPOINT mutation")
        var isApplied: Bool
        do {
            let context = MutationContext(actor: actor, now: row.madeAt, committedAt: row.madeAt)
            try mutation.apply(to: connection, in: context)
            isApplied = !connection.hasDeferredViolations
        } catch let error as SQLiteError where error.isPermanent {
            isApplied = false
        }
        if !isApplied { try connection.execute("ROLLBACK TO mutation") }
        try connection.execute("RELEASE mutation")
        return isApplied
    }
}
