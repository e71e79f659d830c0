public import Foundation

/// How a client stands towards its server.
public struct SyncStatus: Sendable {
    public enum Connection: Hashable, Sendable {
        /// `run()` is not running, or another client of the file syncs it (see `isSyncedByAnother`).
        case offline
        /// A request is under way, and the server has not answered one since the last failure.
        case connecting
        /// A request is under way.
        case exchanging
        /// The server's last answer is applied, and nothing waits to be pushed.
        case idle
        /// The last attempt failed; `nextRetry` says when the next is.
        case backingOff
        /// There is no token, or the server accepts none: what is pending is kept. Sign in, then call `retryNow()`.
        case needsAuthentication
        /// The server no longer serves this version of the schema. Pending mutations are kept for the next one.
        case upgradeRequired
    }

    /// How changes of others become known.
    public enum Listening: Hashable, Sendable {
        /// Not at all: `run()` is not running, or another client of the file syncs it.
        case none
        /// The server tells of them at once.
        case events
        /// The server is asked every now and then (`ClientConfiguration.pollInterval`), while there is no stream of
        /// events that speaks; `eventsError` says why.
        case polling
    }

    public internal(set) var connection = Connection.offline

    public internal(set) var listening = Listening.none

    /// True while `run()` or `sync()` waits since another client, of this process or another, syncs the file. That one
    /// pushes what is made here too.
    public internal(set) var isSyncedByAnother = false

    /// How many mutations have no outcome yet.
    public internal(set) var pendingCount = 0

    /// When the oldest of them was made.
    public internal(set) var oldestPending: Date?

    /// The last time, since the client was opened, that the server was found to know this replica's mutations from
    /// another file. Nothing is lost; the app may want to know that there are two.
    public internal(set) var lastFork: ReplicaFork?

    /// Why the last attempt failed; nil once one has succeeded. Its code names the cause.
    public internal(set) var lastError: ClientError?

    /// Why there is no stream of events; nil while one speaks, and before one was tried.
    public internal(set) var eventsError: ClientError?

    /// When the next attempt is made without being asked for.
    public internal(set) var nextRetry: Date?

    /// When this client last applied an answer of the server.
    public internal(set) var lastExchange: Date?

    /// The version of the server's log that the base is known to contain; nil if the last answers did not say.
    public internal(set) var baseVersion: Int64?

    /// How much of a snapshot is downloaded, from 0 to 1, while one is, with `run()` and `sync()`; it stays at 1 until the
    /// snapshot is checked and copied. A download that goes on after a restart goes on where it was. Only a file that
    /// turns out to be of no use begins again.
    public internal(set) var snapshotProgress: Double?

    /// How often a step of the server had another effect here, and was replaced by rows, since the client was opened.
    public internal(set) var divergenceCount = 0
}

extension SyncStatus {
    /// True if a reader would see no difference.
    func reads(as other: SyncStatus) -> Bool {
        connection == other.connection && listening == other.listening && isSyncedByAnother == other.isSyncedByAnother
            && pendingCount == other.pendingCount && oldestPending == other.oldestPending
            && nextRetry == other.nextRetry && lastExchange == other.lastExchange && baseVersion == other.baseVersion
            && snapshotProgress == other.snapshotProgress && divergenceCount == other.divergenceCount
            && lastFork == other.lastFork
            && Self.text(lastError) == Self.text(other.lastError)
            && Self.text(eventsError) == Self.text(other.eventsError)
    }

    private static func text(_ error: ClientError?) -> String? {
        error.map { "\($0.code) \($0.message)" }
    }
}
