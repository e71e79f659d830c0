import Foundation

/// Why a backup was not made, or not put back.
public struct SQLiteBackupError: Error, Hashable, Sendable, CustomStringConvertible {
    public let code: Code

    /// What is the case, and what to do.
    public let message: String

    public var description: String { message }

    public enum Code: Hashable, Sendable {
        /// There is a file of the backup's name.
        case exists

        /// The file is not a server's store.
        case notAStore

        /// The copy cannot be read back.
        case damaged

        /// The server's file is open somewhere.
        case inUse

        /// The operating system refused something.
        case failed
    }

    static func exists(_ path: String) -> SQLiteBackupError {
        SQLiteBackupError(code: .exists, message: "\(path) is there already. Take another name, or replace it.")
    }

    static func notAStore(_ path: String) -> SQLiteBackupError {
        SQLiteBackupError(code: .notAStore, message: "\(path) is not the file of a server, nor a backup of one.")
    }

    static func damaged(_ path: String, _ problem: String) -> SQLiteBackupError {
        SQLiteBackupError(code: .damaged, message: "\(path) is damaged: \(problem). Use another backup.")
    }

    static func inUse(_ path: String) -> SQLiteBackupError {
        SQLiteBackupError(
            code: .inUse, message: "\(path) is in use. Stop the server, and whatever else has it open, first.")
    }

    static func system(_ action: String, _ path: String) -> SQLiteBackupError {
        SQLiteBackupError(
            code: .failed, message: "The system did not \(action) \(path): \(String(cString: strerror(errno))).")
    }
}
