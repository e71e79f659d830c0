/// Where a statement can run.
public enum ExecutionSide: String, Hashable, Sendable {
    /// On clients and on the server: it is about replicated tables only.
    case both

    /// On the server only: it is about a table that clients do not have.
    case server

    /// On clients only: it is about a table that the server does not have.
    case client
}
