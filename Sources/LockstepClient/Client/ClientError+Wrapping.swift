import Foundation
import GRDB
import Lockstep

extension ClientError {
    /// Runs `body`, and gives errors of SQLite the client's form.
    static func wrapping<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw wrapped(error)
        }
    }

    /// Runs `body`, and gives errors of SQLite the client's form.
    static func wrapping<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch {
            throw wrapped(error)
        }
    }

    /// What a read threw.
    init(reading error: any Error) {
        self = error as? ClientError ?? ClientError(.database, "The replica could not be read.", underlying: error)
    }

    private static func wrapped(_ error: any Error) -> any Error {
        switch error {
        case let error as SQLiteError:
            ofSQLite(ResultCode(rawValue: error.extendedCode), error)
        case let error as DatabaseError:
            ofSQLite(error.extendedResultCode, error)
        case is MalformedRecord:
            ClientError(.damaged, "The replica holds a damaged row. Delete the file and sync again.", underlying: error)
        default:
            error
        }
    }

    private static func ofSQLite(_ code: ResultCode, _ error: any Error) -> ClientError {
        switch code {
        // The WAL's shared memory is a file, too, that has to grow.
        case .SQLITE_FULL, .SQLITE_IOERR_SHMSIZE: diskFull(error)
        case .SQLITE_READONLY_DBMOVED:
            ClientError(
                .database,
                "The replica's file was moved or deleted while it was open. Close the client, and open another one.",
                underlying: error)
        case .SQLITE_READONLY, .SQLITE_PERM: readOnly(error)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            ClientError(
                .busy,
                "Another process has been writing to the replica for too long; nothing was changed. Try again.",
                underlying: error)
        case .SQLITE_CANTOPEN:
            ClientError(
                .cannotOpen,
                """
                The replica's file cannot be opened. Its folder must exist, the app must be allowed to write there, and \
                there must be space; then try again.
                """,
                underlying: error)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            ClientError(
                .damaged,
                """
                The replica's file is damaged. Open a new replica at another path, and keep what `ReplicaFile.export` can \
                still read of this one.
                """,
                underlying: error)
        default:
            ClientError(.database, "SQLite failed on the replica's file; nothing was changed.", underlying: error)
        }
    }

    /// An error of the system's on a file beside the replica.
    static func ofSystem(_ code: Int32, _ message: String) -> ClientError {
        let error = POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
        return switch code {
        case ENOSPC, EDQUOT: diskFull(error)
        case EROFS, EACCES, EPERM: readOnly(error)
        default: ClientError(.database, message, underlying: error)
        }
    }

    private static func diskFull(_ error: any Error) -> ClientError {
        ClientError(
            .diskFull, "There is no space left for the replica; nothing was changed. Free some, then try again.",
            underlying: error)
    }

    private static func readOnly(_ error: any Error) -> ClientError {
        ClientError(
            .readOnly,
            "The replica's file or its folder may not be written to; nothing was changed. Allow it, then try again.",
            underlying: error)
    }
}
