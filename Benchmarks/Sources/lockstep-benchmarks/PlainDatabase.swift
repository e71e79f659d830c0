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
