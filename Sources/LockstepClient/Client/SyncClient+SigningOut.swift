import Foundation
import Lockstep

extension SyncClient {
    /// Ends the use of the replica by its user, and closes the client.
    ///
    /// A file that is emptied stays where it is, as an empty database, for whoever opens it next: SQLite finds the log of
    /// a database by its name, so no file is removed that another process may have open. Other clients of the file, in
    /// this process and others, end with code `.signedOut` when they next use it, and their `run()` too; none of them can
    /// make a mutation after what was pending was counted.
    ///
    /// A request that is under way may still bring what it carries to the server.
    ///
    /// - Returns: What was discarded with `.discard`; else nothing.
    /// - Throws: `ClientError` with code `.pendingMutations` if the choice is `.emptyIfSettled` and something would be
    ///   lost; its `replica` says what. `.closed`, `.signedOut` or `.database`. Nothing was changed, and the client goes on.
    @discardableResult
    public func signOut(_ choice: SignOutChoice = .emptyIfSettled) async throws -> ExportedMutations {
        guard choice != .keep else {
            try await close()
            return ExportedMutations()
        }
        let discarded = try await replica.empty(onlyIfSettled: choice == .emptyIfSettled)
        try await close()
        ReplicaFile.removeDownloads(at: replica.path)
        return discarded
    }
}
