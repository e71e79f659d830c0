/// What one connection may hold, so that slow and dead clients cannot keep a server from the others.
public struct ConnectionLimits: Hashable, Sendable {
    /// How long a connection may be without a request, and how long the head of a request may take to arrive.
    public var idleTimeout: Duration = .seconds(60)

    /// How long a whole request may take to arrive, from its head to the end of its body. After that it is answered with
    /// 408 and the connection is closed.
    public var requestTimeout: Duration = .seconds(120)

    /// How long a client may take nothing of an answer that waits for it, that of an event stream among them.
    public var writeTimeout: Duration = .seconds(30)

    /// How long bytes may be unacknowledged by the client's machine before the system ends the connection: so a half-open
    /// event stream ends after its next comment. On systems that have `TCP_USER_TIMEOUT`; elsewhere the system's own
    /// time holds.
    public var acknowledgementTimeout: Duration = .seconds(60)

    /// Connections at the same time; one more is closed at once. Keep it below the limit of open files.
    public var maximumConnections = 15_000

    /// The bytes of a request's head.
    public var maximumHeadBytes = 16 << 10

    public init() {}
}
