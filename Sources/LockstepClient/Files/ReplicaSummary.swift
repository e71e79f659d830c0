public import Foundation

/// Whose replica a file is, and what only it knows.
public struct ReplicaSummary: Hashable, Sendable {
    /// The schema's name and version.
    public let schema: String
    public let schemaVersion: Int

    /// The user whose replica it is.
    public let actor: String

    /// How many mutations have no outcome yet, and when the oldest of them was made.
    public let pendingCount: Int
    public let oldestPending: Date?

    /// How many rejections the app has not dismissed.
    public let rejectionCount: Int

    /// True if it has ever been in step with a server.
    public let hasSynced: Bool

    /// The size of the file in bytes, without what lies beside it.
    public let bytes: Int64

    /// True if the file knows nothing that is the user's and not the server's: nothing is pending, and every rejection
    /// was dismissed.
    public var isSettled: Bool { pendingCount == 0 && rejectionCount == 0 }
}
