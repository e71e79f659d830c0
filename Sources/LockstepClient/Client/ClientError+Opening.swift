import Foundation
import GRDB
import Lockstep

extension ClientError {
    /// Runs `body`, which opens a file, and says of a failure what it is that cannot be opened.
    static func opening<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try wrapping(body)
        } catch let error as ClientError {
            switch resultCode(of: error) {
            case .SQLITE_NOTADB?:
                throw ClientError(
                    .notAReplica, "\(path) is not a database. Open the replica at another path.",
                    underlying: error.underlying)
            case .SQLITE_CORRUPT?:
                throw ClientError(
                    .damaged,
                    "\(path) is damaged. Restore the file, or keep what `ReplicaFile.export` can read of it and delete it.",
                    underlying: error.underlying)
            case .SQLITE_CANTOPEN?, .SQLITE_PERM?:
                throw ClientError(.cannotOpen, reason(path), underlying: error.underlying)
            default: throw error
            }
        }
    }

    private static func resultCode(of error: ClientError) -> ResultCode? {
        switch error.underlying {
        case let error as DatabaseError: error.resultCode
        case let error as SQLiteError: ResultCode(rawValue: error.code)
        default: nil
        }
    }

    private static func reason(_ path: String) -> String {
        let files = FileManager.default
        var isFolder: ObjCBool = false
        if files.fileExists(atPath: path, isDirectory: &isFolder) {
            return isFolder.boolValue
                ? "\(path) is a folder. Open the replica at the path of a file."
                : "\(path), or a file beside it, may not be opened. Check the permissions."
        }
        let folder = URL(filePath: path).deletingLastPathComponent().path
        return files.fileExists(atPath: folder)
            ? "No file can be made in \(folder). Check the permissions and the space on the disk."
            : "There is no folder \(folder). Make it first."
    }
}
