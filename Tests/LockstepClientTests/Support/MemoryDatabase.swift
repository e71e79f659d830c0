import CSQLite
import Lockstep

/// A SQLite database in memory with Lockstep's settings, closed when it goes.
final class MemoryDatabase {
    let connection: SQLiteConnection

    init(_ schema: String = "") throws {
        var handle: OpaquePointer?
        guard sqlite3_open(":memory:", &handle) == SQLITE_OK, let handle else {
            throw SQLiteError(connection: handle, phase: .open)
        }
        connection = SQLiteConnection(handle)
        try connection.execute(SQLiteConnection.settings)
        try connection.execute(schema)
    }

    convenience init<Schema: SyncSchema>(_ schema: Schema.Type) throws {
        try self.init(Schema.migrations.map(\.sql).joined(separator: "\n"))
    }

    deinit {
        connection.close()
        sqlite3_close_v2(connection.handle)
    }

    func dump<Schema: SyncSchema>(_ schema: Schema.Type) throws -> [String] {
        try dumpTables(schema, connection)
    }
}

/// Every row of the replicated tables, in the order of their keys, as SQLite's literals: 1, 1.0 and '1' differ.
func dumpTables<Schema: SyncSchema>(_ schema: Schema.Type, _ connection: SQLiteConnection) throws -> [String] {
    try Schema.tables.flatMap { table in
        let statement = try connection.statement(
            "SELECT * FROM \"\(table.name)\" ORDER BY \(table.key.map { "\"\($0)\"" }.joined(separator: ", "))")
        return try statement.all { row in
            "\(table.name): " + (0..<row.columnCount).map { row.column($0).literal }.joined(separator: "|")
        }
    }
}

extension SQLiteValueRef {
    var literal: String {
        switch type {
        case .integer: "\(int64)"
        case .real: "\(double)"
        case .text: "'\(String(decoding: text, as: UTF8.self))'"
        case .blob: "x'\(blob.map { String($0, radix: 16) }.joined())'"
        default: "NULL"
        }
    }
}
