import Foundation
import GRDB
import Lockstep

extension SQLiteStore {
    /// Writes a copy of the store as it is at one moment; see `SQLiteBackup.make`. Reads and writes go on meanwhile.
    ///
    /// - Throws: `SQLiteBackupError`; SQLite's errors. The task's cancellation does not stop it.
    public func backup(to path: String, replaces: Bool = false) async throws {
        let source = pool.path
        guard writing == nil else {
            return try await blocking.value { try SQLiteBackup.make(of: source, to: path, replaces: replaces) }
        }
        try await withCheckedThrowingContinuation { continuation in
            // It takes as long as the file is large: on a thread that no other task needs.
            Thread.detachNewThread {
                continuation.resume(
                    with: Result { try SQLiteBackup.make(of: source, to: path, replaces: replaces) })
            }
        }
    }
}
