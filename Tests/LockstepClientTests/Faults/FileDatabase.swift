import CSQLite
import Lockstep

/// A connection of a test's own to a replica's file, closed when it goes.
final class FileDatabase {
    let connection: SQLiteConnection

    /// Opens a file that is there.
    convenience init(_ path: String) throws {
        try self.init(path, flags: SQLITE_OPEN_READWRITE)
    }

    /// Opens a file, or makes it.
    convenience init(creating path: String) throws {
        try self.init(path, flags: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
    }

    private init(_ path: String, flags: Int32) throws {
        var handle: OpaquePointer?
        guard sqlite3_open_v2(path, &handle, flags, nil) == SQLITE_OK, let handle else {
            defer { sqlite3_close_v2(handle) }
            throw SQLiteError(connection: handle, phase: .open)
        }
        connection = SQLiteConnection(handle)
        try connection.execute(SQLiteConnection.settings)
    }

    deinit {
        connection.close()
        sqlite3_close_v2(connection.handle)
    }

    func strings(_ sql: String) throws -> [String] {
        try connection.statement(sql).all { row in
            (0..<row.columnCount).map { row.column($0).literal }.joined(separator: "|")
        }
    }
}
