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
        try connection.migrate(migrations)
    }

    deinit {
        connection.close()
        sqlite3_close(handle)
    }

    func hasTable(_ name: String) throws -> Bool {
        let statement = try connection.statement("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1")
        defer { statement.reset() }
        try statement.bind(name, at: 1)
        return try statement.first { _ in true } ?? false
    }

    func rowCount(of table: String) throws -> Int {
        let name = table.replacing("\"", with: "\"\"")
        return try connection.statement("SELECT count(*) FROM \"\(name)\"").first { try $0.value(at: 0) } ?? 0
    }

    /// The tables of a server that the triggers of row versions refer to.
    func addLog() throws {
        try connection.execute(
            """
            CREATE TABLE lockstep_server (
              id INTEGER PRIMARY KEY, writing INTEGER NOT NULL, external_changes INTEGER NOT NULL);
            INSERT INTO lockstep_server VALUES (1, 1, 0);
            CREATE TABLE lockstep_log (
              version INTEGER PRIMARY KEY, tag INTEGER NOT NULL, kind TEXT NOT NULL, committed_at INTEGER NOT NULL);
            CREATE TRIGGER lockstep_external AFTER UPDATE OF external_changes ON lockstep_server BEGIN
              INSERT INTO lockstep_log (kind, tag, committed_at)
              SELECT 'external', random(), max(committed_at) + 1 FROM lockstep_log;
            END;
            INSERT INTO lockstep_log VALUES (7, 1, 'migration', 5);
            """)
    }

    /// Runs a body in a savepoint.
    ///
    /// - Returns: False if a constraint or a condition of the schema's failed, and all was rolled back.
    func transaction(_ body: () throws -> Void) throws -> Bool {
        try connection.execute("SAVEPOINT mutation")
        do {
            try body()
            try connection.execute("RELEASE mutation")
            return true
        } catch let error as SQLiteError where error.code == SQLITE_CONSTRAINT {
            try connection.execute("ROLLBACK TO mutation; RELEASE mutation")
        } catch is FailedCondition {
            try connection.execute("ROLLBACK TO mutation; RELEASE mutation")
        }
        return false
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
