import Foundation
import GRDBSQLite
import Lockstep

/// A SQLite file with prepared statements and nothing else: what the figures are compared with.
final class PlainDatabase {
    private let handle: OpaquePointer
    let connection: Lockstep.SQLiteConnection

    /// Opens a file whose every commit is synced, as Lockstep's are.
    init(path: String) throws {
        var handle: OpaquePointer?
        guard sqlite3_open(path, &handle) == SQLITE_OK, let handle else { throw BenchmarkError("cannot open \(path)") }
        self.handle = handle
        connection = Lockstep.SQLiteConnection(handle)
        try connection.execute(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \(Lockstep.SQLiteConnection.settings)")
    }

    deinit {
        connection.close()
        sqlite3_close_v2(handle)
    }

    /// Lets `body` insert rows into a server's file, which is there, as if the server had inserted them in one
    /// transaction.
    static func fillServer(at path: String, _ body: (Lockstep.SQLiteConnection) throws -> Void) throws {
        let database = try PlainDatabase(path: path)
        try database.transaction {
            try database.connection.execute("UPDATE lockstep_server SET writing = 1")
            try body(database.connection)
            try database.connection.execute(
                """
                INSERT INTO lockstep_log (version, tag, kind, committed_at) VALUES (2, 7, 'external', 1715222400000);
                UPDATE lockstep_server SET writing = 0;
                """)
        }
        try database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    func transaction(_ body: () throws -> Void) throws {
        try connection.statement("BEGIN IMMEDIATE" as StaticString).run()
        try body()
        try connection.statement("COMMIT" as StaticString).run()
    }
}

/// A folder for one measurement, removed afterwards.
func withTemporaryFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lockstep-benchmark-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // A leftover in the temporary folder harms nobody.
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}
