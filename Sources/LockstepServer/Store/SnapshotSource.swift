/// What writes the files of snapshots for a store.
public protocol SnapshotSource: Sendable {
    /// The folder for the files if the server is not told another: on the disk of the database, so that there is room.
    var folder: String { get }

    /// Writes all that an actor may read into a new file, as `docs/protocol.md` describes it under "What the file holds".
    ///
    /// Everything is of one state of the database, and nothing else is in the file, not in unused space either. Writers do
    /// not wait for it, nor do pulls.
    ///
    /// - Parameters:
    ///   - path: A file that is not there yet. What an error leaves of it the caller removes.
    ///   - actor: Who will read it.
    /// - Throws: `CancellationError` once the task is cancelled; any other error is transient.
    func writeSnapshot(to path: String, for actor: String) async throws -> SnapshotContent
}

/// What a snapshot holds.
public struct SnapshotContent: Hashable, Sendable {
    /// The newest entry of the log, whose state it is.
    public let head: LogHead

    /// What the actor may read: the hash of its `Grants`.
    public let grants: UInt64

    /// How many rows there are in all tables.
    public let rows: Int64

    public init(head: LogHead, grants: UInt64, rows: Int64) {
        self.head = head
        self.grants = grants
        self.rows = rows
    }
}
