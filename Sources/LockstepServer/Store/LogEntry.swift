public import Lockstep

/// An entry of the log: something that happened to the replicated tables, or a mutation that did not.
public struct LogEntry: Hashable, Sendable {
    /// The place in the log, from 1 without gaps.
    public let version: Int64

    /// A random number. After a restore from a backup the log goes on with other tags, so that cursors of the lost
    /// entries are noticed.
    public let tag: Int64

    /// Milliseconds since 1970; greater than that of the entry before.
    public let committedAt: Int64

    public let content: Content

    public enum Content: Hashable, Sendable {
        /// The mutation ran. `fingerprint` is that of the definition that it ran under.
        case applied(SubmittedMutation, effect: EffectHash, fingerprint: String)

        /// The mutation was refused and left no change.
        case rejected(SubmittedMutation, MutationRejection)

        /// The log already had an outcome for the mutation's token, under another client or number: it did not run
        /// again. The rejection is nil if that outcome is `applied`.
        case repeated(SubmittedMutation, MutationRejection?)

        /// Rows were changed by somebody else than the server.
        case external

        /// The schema changed, and rows with it.
        case migration
    }

    public init(version: Int64, tag: Int64, committedAt: Int64, content: Content) {
        self.version = version
        self.tag = tag
        self.committedAt = committedAt
        self.content = content
    }
}

/// A mutation as a client sent it, with its actor.
public struct SubmittedMutation: Hashable, Sendable {
    /// The client and its number for the mutation.
    public let client: UUID
    public let number: Int64

    /// What identifies the mutation, whatever its number.
    public let token: UUID

    public let actor: String
    public let name: String

    /// The arguments as they came: the text of a JSON value.
    public let arguments: [UInt8]

    /// `:now`, in milliseconds since 1970; never later than the server's clock.
    public let at: Int64

    public init(
        client: UUID, number: Int64, token: UUID, actor: String, name: String, arguments: [UInt8], at: Int64
    ) {
        self.client = client
        self.number = number
        self.token = token
        self.actor = actor
        self.name = name
        self.arguments = arguments
        self.at = at
    }
}

/// The newest entry of the log.
public struct LogHead: Hashable, Sendable {
    public let version: Int64
    public let tag: Int64
    public let committedAt: Int64

    public init(version: Int64, tag: Int64, committedAt: Int64) {
        self.version = version
        self.tag = tag
        self.committedAt = committedAt
    }
}
