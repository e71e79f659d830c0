/// All that the inspector's page shows, but for older entries of the log.
struct InspectedState: Sendable {
    /// Milliseconds since 1970.
    let time: Int64
    let schema: Schema
    let head: LogHead
    let firstVersion: Int64
    let log: [InspectedEntry]

    /// Pushes that wait for a transaction, and event streams that are open.
    let waitingPushes: Int
    let streams: Int

    let clients: Clients
    let tables: TableCounts
    let pulls: [InspectedPull]

    struct Schema: Hashable, Sendable {
        let name: String
        let version: Int
        let fingerprint: String
    }

    struct Clients: Hashable, Sendable {
        /// Clients that have pushed, ever.
        let known: BoundedCount

        /// Clients that have pulled since the server began, as far as they are remembered; how many of them are behind,
        /// and the most versions that one is.
        let seen: Int
        let behind: Int
        let mostBehind: Int64

        /// Those that were seen last.
        let latest: [Client]
    }

    struct Client: Hashable, Sendable {
        let pull: InspectedPull

        /// Rejections of its mutations after the version that it was given last.
        let pendingRejections: BoundedCount
    }
}

/// A number that was counted up to a limit.
struct BoundedCount: Hashable, Sendable {
    let value: Int

    /// True if there may be more.
    let isAtLimit: Bool

    init(_ value: Int, limit: Int) {
        self.value = value
        isAtLimit = value >= limit
    }
}

/// How many rows the replicated tables have, as they were counted last.
struct TableCounts: Hashable, Sendable {
    /// Milliseconds since 1970.
    let at: Int64

    /// The version at which they were counted.
    let version: Int64
    let tables: [Table]

    struct Table: Hashable, Sendable {
        let name: String

        /// Nil if the time was up before it was this table's turn.
        let rows: BoundedCount?
    }
}
