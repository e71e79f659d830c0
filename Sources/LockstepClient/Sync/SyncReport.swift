/// What one `sync()` did.
public struct SyncReport: Hashable, Sendable {
    /// The requests that it took.
    public internal(set) var roundTrips = 0

    /// True if another client of the file, whose `run()` keeps it in step, was left to do it.
    public internal(set) var isByAnother = false

    /// How many of this replica's mutations were found to be applied.
    public internal(set) var appliedCount = 0

    /// How many of this replica's mutations were rejected; `SyncClient.rejections()` has them.
    public internal(set) var rejectedCount = 0

    /// What the server's steps took.
    public internal(set) var work = RebaseWork()
}
