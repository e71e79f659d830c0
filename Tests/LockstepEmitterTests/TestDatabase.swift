import CSQLite
import Lockstep

/// A database in memory with the settings of Lockstep's connections.
final class TestDatabase {
    let connection: SQLiteConnection
    private let handle: OpaquePointer

    init(_ script: String) throws {
        var handle: OpaquePointer?
        guard sqlite3_open(":memory:", &handle) == SQLITE_OK, let handle else {
            throw SQLiteError(connection: handle, phase: .open)
        }
        self.handle = handle
        connection = SQLiteConnection(handle)
        try connection.execute(SQLiteConnection.settings)
        try connection.execute(script)
    }

    deinit {
        connection.close()
        sqlite3_close(handle)
    }

    func execute(_ script: String) throws {
        try connection.execute(script)
    }

    /// The rows of a query, a line for each, columns separated by `|`, as the command line shell prints them.
    func rows(_ sql: String) throws -> [String] {
        try connection.statement(sql).all { row in
            (0..<row.columnCount).map { column in
                let value = row.column(column)
                return value.isNull ? "NULL" : String(decoding: value.text, as: UTF8.self)
            }.joined(separator: "|")
        }
    }

    /// Runs a query of generated code.
    func fetch<Schema: SyncSchema, Value>(_ query: Query<Schema, Value>) throws -> Value {
        try query.fetch(connection.statement(query.sql))
    }
}
