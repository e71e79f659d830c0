public import Foundation

/// How a client stands towards its server.
public struct SyncStatus: Sendable {
    public enum Connection: Hashable, Sendable {
        /// `run()` is not running.
        case offline
        /// A request is under way, and the server has not answered one since the last failure.
        case connecting
        /// A request is under way.
        case exchanging
        /// The server's last answer is applied, and nothing waits to be pushed.
        case idle
        /// The last attempt failed; `nextRetry` says when the next is.
        case backingOff
        /// The server does not accept the token. Get another one, then call `retryNow()`.
        case needsAuthentication
        /// The server no longer serves this version of the schema. Pending mutations are kept for the next one.
        case upgradeRequired
    }

    public internal(set) var connection = Connection.offline

    /// How many mutations have no outcome yet.
    public internal(set) var pendingCount = 0

    /// When the oldest of them was made.
    public internal(set) var oldestPending: Date?

    /// The last time, since the client was opened, that the server was found to know this replica's mutations from
    /// another file. Nothing is lost; the app may want to know that there are two.
    public internal(set) var lastFork: ReplicaFork?

    /// Why the last attempt failed; nil once one has succeeded.
    public internal(set) var lastError: ClientError?

    /// When the next attempt is made without being asked for.
    public internal(set) var nextRetry: Date?

    /// How often a step of the server had another effect here, and was replaced by rows, since the client was opened.
    public internal(set) var divergenceCount = 0
}

/// A replica that went on under a new client id: its file was copied, or restored from a device's backup, or the server
/// lost what it had acknowledged. What was pending is pushed under the new id; its tokens are the same, so nothing runs
/// twice.
public struct ReplicaFork: Hashable, Sendable {
    /// The client id that the other file may go on with.
    public let formerClient: UUID

    public let at: Date

    /// How many mutations were pending then.
    public let pendingCount: Int
}
