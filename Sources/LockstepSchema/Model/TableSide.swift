/// Who has a table.
public enum TableSide: String, Hashable, Sendable, CaseIterable {
    /// The server and every client; the default.
    case replicated

    /// `-- side: server`: it never reaches a client.
    case server

    /// `-- side: client`: each replica has its own, of which no server learns.
    case client

    /// `-- side: derived`: kept by triggers on each client, from other tables of the replica.
    case derived

    /// True for a table that a replica has.
    public var isOnClient: Bool { self != .server }

    /// True for a table that the server has.
    public var isOnServer: Bool { self == .server || self == .replicated }
}
