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

    deinit {
        connection.close()
        sqlite3_close_v2(connection.handle)
    }

    func execute(_ sql: String) throws {
        try connection.execute(sql)
    }

    /// Every row as SQLite's literals, so that 1, 1.0 and '1' differ.
    func rows(_ sql: String) throws -> [[String]] {
        let statement = try connection.statement(sql)
        return try statement.all { row in (0..<row.columnCount).map { row.column($0).literal } }
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
