/// How a server makes and keeps the files of snapshots.
public struct SnapshotConfiguration: Hashable, Sendable {
    /// Where the files are; nil for the folder beside the database that the store names. Each process uses a folder of its
    /// own in it, and removes those that processes left behind.
    public var folder: String?

    /// How old a snapshot may be for a client that asks for one. Clients with equal grants share it until then, and pull
    /// on from where it ends.
    public var maximumAge: Duration = .seconds(3_600)

    /// How long a snapshot is given out although more rows have changed since than one answer takes: how often one is
    /// made at most while much changes.
    public var minimumInterval: Duration = .seconds(60)

    /// How long a file is kept after it was last named to a client or read by one.
    public var lifetime: Duration = .seconds(86_400)

    /// More files, or more bytes of them, are not kept: those that were used longest ago go. The newest always stays.
    public var maximumCount = 64
    public var maximumBytes: Int64 = 8 << 30

    /// Snapshots that are made at the same time. Each reads the tables whole, on a connection of its own.
    public var maximumBuilds = 1

    /// How long a pull waits for the making of its snapshot before it is answered with 503, and how many seconds after
    /// which it may come again that says.
    public var wait: Duration = .seconds(10)
    public var retryAfter = 5

    public init() {}
}
