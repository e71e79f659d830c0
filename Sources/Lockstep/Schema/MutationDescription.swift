/// What the generator proved about a mutation.
public struct MutationDescription: Hashable, Sendable {
    public let name: String

    /// A hash over the mutation's parameters and SQL, and the migrations. A client replays an entry of the log only if
    /// it ran on the server under the fingerprint that the client has.
    public let fingerprint: String

    /// True if it does the same to equal tables, whatever the order of their rows: only then may a client replay
    /// another's mutation in place of receiving the rows.
    public let isReplayable: Bool

    /// True if it is about tables that only clients have: it takes effect at once, and no server learns of it.
    public let isLocal: Bool

    /// True if its statements on clients have the actor. An entry of the log says who made it only then.
    public let usesActor: Bool

    /// What its effect on the tables of clients depends on, and what it may change in them.
    public let reads: [TableAccess]
    public let writes: [TableAccess]

    /// The table whose key the arguments give, if that is all the mutation touches.
    public let addressedTable: String?

    public init(
        name: String, fingerprint: String, isReplayable: Bool, isLocal: Bool = false, usesActor: Bool = false,
        reads: [TableAccess], writes: [TableAccess], addressedTable: String? = nil
    ) {
        self.name = name
        self.fingerprint = fingerprint
        self.isReplayable = isReplayable
        self.isLocal = isLocal
        self.usesActor = usesActor
        self.reads = reads
        self.writes = writes
        self.addressedTable = addressedTable
    }
}

/// Columns of a table that a definition reads or writes.
public struct TableAccess: Hashable, Sendable {
    public let table: String
    public let columns: [String]

    public init(_ table: String, _ columns: [String]) {
        self.table = table
        self.columns = columns
    }
}
