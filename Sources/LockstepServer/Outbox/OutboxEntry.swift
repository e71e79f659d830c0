/// A mutation that was applied and whose handler `after` has not yet succeeded. It holds all that the handler needs: the
/// log may be trimmed meanwhile.
public struct OutboxEntry: Hashable, Sendable {
    /// The mutation's version in the log.
    public let version: Int64

    public let mutation: SubmittedMutation

    /// Milliseconds since 1970.
    public let committedAt: Int64

    /// How often the handler was called.
    public var attempts: Int

    /// When it is called next, in milliseconds since 1970. While a server calls it, until when others leave it alone.
    public var due: Int64

    /// What the handler threw last.
    public var failure: String?

    /// True if it is called no more: `SyncServer.retryDelivery(_:)` puts it back.
    public var isAbandoned: Bool

    public init(
        version: Int64, mutation: SubmittedMutation, committedAt: Int64, attempts: Int, due: Int64, failure: String?,
        isAbandoned: Bool
    ) {
        self.version = version
        self.mutation = mutation
        self.committedAt = committedAt
        self.attempts = attempts
        self.due = due
        self.failure = failure
        self.isAbandoned = isAbandoned
    }
}

/// How many entries of an outbox a mutation has.
public struct OutboxCount: Hashable, Sendable {
    /// The mutation's name.
    public let name: String

    /// Those whose handler is still to be called.
    public let waiting: Int

    /// Those that were given up.
    public let abandoned: Int

    public init(name: String, waiting: Int, abandoned: Int) {
        self.name = name
        self.waiting = waiting
        self.abandoned = abandoned
    }
}
