import CSQLite
import Foundation
import Lockstep

/// A SQLite file, opened beside the processes that write it.
struct Database {
    private let connection: SQLiteConnection

    init(_ file: URL) throws {
        var handle: OpaquePointer?
        guard sqlite3_open(file.path(), &handle) == SQLITE_OK, let handle else {
            throw SQLiteError(connection: handle, phase: .open)
        }
        connection = SQLiteConnection(handle)
    }

    func column(_ sql: String) throws -> [String] {
        try connection.statement(sql).all { try $0.value(String.self, at: 0) }
    }

    /// The rows of a table for which a condition holds, each as a text of all its values, sorted.
    func rows(of table: String, where condition: String = "true") throws -> [String] {
        let columns = try column("SELECT name FROM pragma_table_info('\(table)') ORDER BY name")
        let row = columns.map { "quote(\"\($0)\")" }.joined(separator: " || '|' || ")
        return try column("SELECT \(row) AS row FROM \(table) WHERE \(condition) ORDER BY row")
    }
}
