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

    /// Why the last attempt failed; nil once one has succeeded.
    public internal(set) var lastError: ClientError?

    /// When the next attempt is made without being asked for.
    public internal(set) var nextRetry: Date?

    /// How much of a snapshot is downloaded, from 0 to 1, while one is, with `run()` and `sync()`; it stays at 1 until the
    /// snapshot is checked and copied. A download that goes on after a restart goes on where it was. Only a file that
    /// turns out to be of no use begins again.
    public internal(set) var snapshotProgress: Double?

    /// How often a step of the server had another effect here, and was replaced by rows, since the client was opened.
    public internal(set) var divergenceCount = 0
}
