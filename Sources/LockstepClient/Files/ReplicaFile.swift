import Foundation
import GRDB
package import Lockstep

/// Replicas as files: what may be done with one without being its client.
public enum ReplicaFile {
    /// Says whose replica a file is and what is pending in it. Changes nothing; a client may have it open.
    ///
    /// - Returns: nil if there is no file, or an empty one, which a client would make into a replica.
    /// - Throws: `ClientError` with code `.notAReplica`, `.otherFormat`, `.damaged`, `.cannotOpen` or `.database`.
    public static func inspect(at path: String) async throws -> ReplicaSummary? {
        try await inspect(at: path, .system)
    }

    package static func inspect(at path: String, _ blocking: BlockingWork) async throws -> ReplicaSummary? {
        try await read(path, blocking) { try ReplicaSummary($0) } ?? nil
    }

    /// Gives what a replica knows that is the user's and not the server's, of any schema and version of it. Changes
    /// nothing; a client may have the file open. Of a damaged file it gives what can be read.
    ///
    /// - Throws: As `inspect(at:)`; `.damaged` if nothing can be read.
    public static func export(at path: String) async throws -> ExportedMutations {
        try await export(at: path, .system)
    }

    package static func export(at path: String, _ blocking: BlockingWork) async throws -> ExportedMutations {
        let exported = try await read(path, blocking) { connection in
            try ReplicaSummary.checkFormat(of: connection) ? ExportedMutations(connection) : ExportedMutations()
        }
        return exported ?? ExportedMutations()
    }

    /// Deletes a replica, with what is pending in it and the files beside it. For one that cannot be opened any longer;
    /// `SyncClient.signOut(_:)` is the way to end one that can.
    ///
    /// - Precondition: No process opens the file meanwhile. SQLite finds the log of a database by its name: who opens it
    ///   while it is deleted may write into the log of the next file of that name.
    /// - Throws: `ClientError` with code `.inUse` if it is open, here or in another process, and `.cannotOpen` if a file
    ///   cannot be removed.
    public static func delete(at path: String) async throws {
        try await delete(at: path, .system)
    }

    package static func delete(at path: String, _ blocking: BlockingWork) async throws {
        // Opening waits for locks and the disk.
        try await blocking.value {
            try checkUnused(path)
            for suffix in ["-wal", "-shm"] + sidecars + [""] where FileManager.default.fileExists(atPath: path + suffix)
            {
                do {
                    try FileManager.default.removeItem(atPath: path + suffix)
                } catch {
                    throw ClientError(
                        .cannotOpen, "\(path)\(suffix) cannot be removed. Check the permissions.", underlying: error)
                }
            }
        }
    }

    /// What clients keep in files beside the replica's, by the ends of their names: the lock of who syncs, and what has
    /// arrived of a snapshot.
    static let sidecars = ["-sync", snapshotSuffix]
    private static let snapshotSuffix = "-snapshot"

    /// Removes what has arrived of a snapshot for a replica that was signed out.
    static func removeDownloads(at path: String) {
        // It may not be there; what cannot be removed is replaced by the next download.
        try? FileManager.default.removeItem(atPath: path + snapshotSuffix)
    }
}

extension ReplicaFile {
    /// - Returns: nil if there is no file.
    private static func read<Value: Sendable>(
        _ path: String, _ blocking: BlockingWork,
        _ body: @escaping @Sendable (Lockstep.SQLiteConnection) throws -> Value
    ) async throws -> Value? {
        try await blocking.value {
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            return try ClientError.opening(path) {
                var settings = Configuration()
                settings.readonly = true
                settings.busyMode = .timeout(1)
                settings.allowsUnsafeTransactions = true
                let queue = try DatabaseQueue(path: path, configuration: settings)
                // Nothing was written.
                defer { try? queue.close() }
                return try queue.inDatabase { database in
                    try database.beginTransaction(.deferred)
                    // Of a damaged file even the end of a reading transaction may fail; closing ends it all the same.
                    defer { try? database.rollback() }
                    guard let handle = database.sqliteConnection else { throw ClientError.closed }
                    let connection = Lockstep.SQLiteConnection(handle)
                    defer { connection.close() }
                    return try body(connection)
                }
            }
        }
    }

    /// Makes sure that no connection to the file is open: leaving WAL mode takes the file for itself
    /// (https://www.sqlite.org/wal.html#use_of_wal_without_shared_memory). A file that SQLite cannot read is unused.
    private static func checkUnused(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        var settings = Configuration()
        settings.busyMode = .immediateError
        do {
            let queue = try DatabaseQueue(path: path, configuration: settings)
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try queue.close()
        } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) {
            throw ClientError(.inUse, "The file is open here or in another process. Close it there first.")
        } catch is DatabaseError {
            return
        }
    }
}
