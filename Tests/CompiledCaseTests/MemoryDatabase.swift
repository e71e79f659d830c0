import CSQLite
import Lockstep
import Testing

/// A database in memory with the settings of Lockstep's connections.
final class MemoryDatabase {
    let connection: SQLiteConnection
    private let handle: OpaquePointer

    init(migrations: [Migration]) throws {
        var handle: OpaquePointer?
        guard sqlite3_open(":memory:", &handle) == SQLITE_OK, let handle else {
            throw SQLiteError(connection: handle, phase: .open)
        }
        self.handle = handle
        connection = SQLiteConnection(handle)
        try connection.execute(SQLiteConnection.settings)
        for migration in migrations { try connection.execute(migration.sql) }
    }

    deinit {
        connection.close()
        sqlite3_close(handle)
    }

    /// Holds the file's structure and its foreign keys against what SQLite expects of them.
    func check() throws {
        let problems = try connection.statement("PRAGMA integrity_check").all {
            String(decoding: $0.column(0).text, as: UTF8.self)
        }
        #expect(problems == ["ok"])
        let orphans = try connection.statement("PRAGMA foreign_key_check").all { _ in 1 }
        #expect(orphans.isEmpty)
    }
}
