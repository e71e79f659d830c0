import CSQLite
import Foundation
import GRDB
import Lockstep
public import LockstepServer

extension SQLiteStore {
    /// Free bytes of the file system below which the store says that it is full: room for some commits and a checkpoint.
    public static var minimumFreeBytes: Int64 { 32 << 20 }

    public func checkReadiness() async throws -> LogHead {
        try checkRoom()
        do {
            let head = try await tryWriting()
            try await checkSchema()
            return head
        } catch let error as SQLiteError {
            throw StoreNotReady(error)
        } catch let error as SQLiteStoreError {
            throw StoreNotReady(.unavailable, error.message)
        }
    }

    /// A commit to a full disk fails only when it is made, which would be a client's.
    private func checkRoom() throws {
        var room = statvfs()
        // What cannot be asked about is found out by the trial.
        guard statvfs(pool.path, &room) == 0 else { return }
        let free = Int64(room.f_bavail) * Int64(room.f_frsize)
        guard free >= Self.minimumFreeBytes else {
            throw StoreNotReady(.diskFull, "The server's disk has \(free >> 20) MiB left.")
        }
    }

    private func checkSchema() async throws {
        let version = try await reading { database in
            try Int64.fetchOne(database, sql: "SELECT schema_version FROM lockstep_server")
        }
        guard version == Int64(Schema.version) else {
            throw StoreNotReady(
                .schemaChanged, "The server has another version of the schema than its database. Restart or update it.")
        }
    }
}

extension StoreNotReady {
    fileprivate init(_ error: SQLiteError) {
        switch error.code {
        case SQLITE_BUSY, SQLITE_LOCKED:
            self.init(.busy, "Another process holds the server's database.")
        case SQLITE_FULL:
            self.init(.diskFull, "The server's disk is full.")
        case SQLITE_READONLY, SQLITE_PERM, SQLITE_CANTOPEN:
            self.init(.readOnly, "The server's database cannot be written to.")
        case SQLITE_IOERR, SQLITE_CORRUPT, SQLITE_NOTADB:
            self.init(.inputOutput, "The server's disk or database is damaged.")
        default:
            self.init(.unavailable, "The server cannot use its database; the reason is in its log.")
        }
    }
}
