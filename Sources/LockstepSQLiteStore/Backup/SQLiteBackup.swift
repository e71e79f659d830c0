import CSQLite
import Foundation
import Lockstep

/// Copies of a server's file: made while it runs, and put back in its place.
///
/// A copy is a store like the file, signing keys included: keep it as secret.
public enum SQLiteBackup {
    /// Writes a copy of a server's file as it is at one moment, while any process uses it.
    ///
    /// The copy is complete and on the disk when it gets its name; whoever looks sees it whole or not at all. Writers go
    /// on meanwhile; the write-ahead log grows by what they write until the copy is made. Deleted content is not in it.
    ///
    /// - Parameters:
    ///   - source: The server's file.
    ///   - target: The copy, in a folder that there is.
    ///   - replaces: Whether a file of that name is replaced.
    /// - Throws: `SQLiteBackupError`; SQLite's errors. Nothing is left of the copy then.
    public static func make(of source: String, to target: String, replaces: Bool = false) throws {
        guard replaces || !FileManager.default.fileExists(atPath: target) else {
            throw SQLiteBackupError.exists(target)
        }
        let partial = partialPath(of: target)
        defer { unlink(partial) }
        // SQLite writes into an empty file that is there; the keys in it are the owner's only.
        let descriptor = open(partial, O_CREAT | O_EXCL | O_WRONLY, 0o600)
        guard descriptor >= 0 else { throw SQLiteBackupError.system("make", partial) }
        close(descriptor)
        try withConnection(source, SQLITE_OPEN_READWRITE) { connection in
            try check(connection, source)
            // Not by `execute`: the name is a value.
            let statement = try connection.statement("VACUUM INTO ?1" as StaticString)
            try statement.bind(partial, at: 1)
            try statement.run()
        }
        try verify(partial)
        try synchronize(partial)
        try name(partial, target, replaces: replaces)
    }

    /// Puts a copy in the place of a server's file, which no process may have open.
    ///
    /// The name is at any moment that of a whole file, also where the power fails. What is left of a file that is damaged
    /// or gone is set aside: SQLite would take a write-ahead log for one of the copy's.
    ///
    /// - Parameters:
    ///   - backup: What `make` wrote. It stays.
    ///   - target: The server's file. If there is one it is renamed.
    ///   - now: Milliseconds since 1970, which become a part of that name.
    /// - Returns: The path that the file before has been given; nil if there was none.
    /// - Throws: `SQLiteBackupError`; SQLite's errors. The server's file is then where it was, or under its other name.
    @discardableResult
    public static func restore(_ backup: String, to target: String, now: Int64) throws -> String? {
        try verify(backup)
        let partial = partialPath(of: target)
        defer { unlink(partial) }
        do {
            try FileManager.default.copyItem(atPath: backup, toPath: partial)
        } catch {
            throw SQLiteBackupError(
                code: .failed, message: "\(backup) cannot be copied beside \(target): \(error.localizedDescription)")
        }
        try synchronize(partial)
        let other = "\(target).replaced-\(now)"
        guard FileManager.default.fileExists(atPath: target) else {
            try setAside(target, other, suffixes: ["-wal", "-shm", "-journal"])
            try name(partial, target, replaces: false)
            return nil
        }
        do {
            try withNobodyElse(in: target) {
                guard link(target, other) == 0 else { throw SQLiteBackupError.system("rename", target) }
                try name(partial, target, replaces: true)
            }
        } catch let error as SQLiteError where error.isOfDamagedFile {
            try setAside(target, other, suffixes: ["", "-wal", "-shm", "-journal"])
            try name(partial, target, replaces: false)
        }
        return other
    }

    // MARK: - Steps

    /// Beside the target: a name is given within one file system only.
    private static func partialPath(of target: String) -> String {
        "\(target).partial-\(UUID().uuidString.lowercased())"
    }

    private static func withConnection(
        _ path: String, _ flags: Int32, _ body: (SQLiteConnection) throws -> Void
    ) throws {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        defer { sqlite3_close_v2(handle) }
        guard code == SQLITE_OK, let handle else { throw SQLiteError(connection: handle, phase: .open) }
        sqlite3_busy_timeout(handle, 5_000)
        let connection = SQLiteConnection(handle)
        defer { connection.close() }
        try body(connection)
    }

    /// - Throws: `SQLiteBackupError` if the file is not a server's.
    private static func check(_ connection: SQLiteConnection, _ path: String) throws {
        let isStore = try connection.statement(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'lockstep_server'" as StaticString
        ).first { try $0.value(Int.self, at: 0) == 1 }
        guard isStore == true else { throw SQLiteBackupError.notAStore(path) }
    }

    /// Reads the whole file.
    private static func verify(_ path: String) throws {
        try withConnection(path, SQLITE_OPEN_READONLY) { connection in
            try check(connection, path)
            let problems = try connection.statement("PRAGMA quick_check(1)" as StaticString)
                .all { try $0.value(String.self, at: 0) }
            guard problems == ["ok"] else { throw SQLiteBackupError.damaged(path, problems.joined(separator: "; ")) }
        }
    }

    /// Writes what is in the write-ahead log into the file, and removes the log: the name alone is then the database. No
    /// other connection can use the file while `body` runs.
    private static func withNobodyElse(in path: String, _ body: () throws -> Void) throws {
        do {
            try withConnection(path, SQLITE_OPEN_READWRITE) { connection in
                try connection.execute("PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE")
                // Fails as long as another connection has the file open.
                try connection.execute("PRAGMA journal_mode = DELETE")
                try connection.execute("BEGIN EXCLUSIVE")
                guard !FileManager.default.fileExists(atPath: path + "-wal") else {
                    throw SQLiteBackupError.inUse(path)
                }
                // A process that was killed leaves it, and an exclusive connection does not use it
                // (https://www.sqlite.org/wal.html#use_of_wal_without_shared_memory). Without the log it says nothing.
                unlink(path + "-shm")
                try body()
            }
        } catch let error as SQLiteError where error.code == SQLITE_BUSY {
            throw SQLiteBackupError.inUse(path)
        }
    }

    private static func setAside(_ path: String, _ other: String, suffixes: [String]) throws {
        for suffix in suffixes where FileManager.default.fileExists(atPath: path + suffix) {
            guard rename(path + suffix, other + suffix) == 0 else {
                throw SQLiteBackupError.system("rename", path + suffix)
            }
        }
    }

    /// Waits until the file is on the disk itself.
    private static func synchronize(_ path: String) throws {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw SQLiteBackupError.system("open", path) }
        defer { close(descriptor) }
        #if canImport(Darwin)
        let result = fcntl(descriptor, F_FULLFSYNC)
        #else
        let result = fsync(descriptor)
        #endif
        guard result == 0 else { throw SQLiteBackupError.system("synchronize", path) }
    }

    private static func name(_ partial: String, _ target: String, replaces: Bool) throws {
        if replaces {
            guard rename(partial, target) == 0 else { throw SQLiteBackupError.system("rename", partial) }
        } else {
            // Unlike `rename` it fails if somebody was faster.
            guard link(partial, target) == 0 else {
                throw errno == EEXIST ? SQLiteBackupError.exists(target) : .system("name", target)
            }
        }
        try synchronize(URL(filePath: target).deletingLastPathComponent().path)
    }
}

extension SQLiteError {
    fileprivate var isOfDamagedFile: Bool { code == SQLITE_NOTADB || code == SQLITE_CORRUPT }
}
