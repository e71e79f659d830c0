public import Lockstep

/// What a server knows of a client. It is never forgotten: without it, mutations would run twice.
public struct ClientRecord: Hashable, Sendable {
    public let id: UUID

    /// The actor who used the client first, and to whom it belongs.
    public let actor: String

    /// The last number that has an outcome, and the token of the mutation that had it.
    public var number: Int64
    public var token: UUID

    public init(id: UUID, actor: String, number: Int64, token: UUID) {
        self.id = id
        self.actor = actor
        self.number = number
        self.token = token
    }

    /// Whether this is a client of the actor.
    public func belongs(to actor: String) -> Bool { self.actor.isSameActor(as: actor) }
}

extension String {
    /// Names of actors are compared byte by byte, as SQLite compares them: to Swift, two names that are written with other
    /// code points may be equal.
    func isSameActor(as other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

/// How far a client's mutations have an outcome.
public struct Acknowledgement: Hashable, Sendable {
    public let number: Int64
    public let token: UUID

    public init(number: Int64, token: UUID) {
        self.number = number
        self.token = token
    }
}

/// The outcome of a mutation, as the log has it.
public enum LoggedOutcome: Hashable, Sendable {
    case applied
    case rejected(MutationRejection)
}

/// A rejected mutation of one client.
public struct NumberedRejection: Hashable, Sendable {
    public let number: Int64
    public let rejection: MutationRejection

    public init(number: Int64, rejection: MutationRejection) {
        self.number = number
        self.rejection = rejection
    }
}

/// The secrets that cursors are signed with: 32 bytes each.
public struct SigningKeys: Hashable, Sendable {
    public let current: [UInt8]

    /// The key before the current one, whose signatures are still accepted.
    public let previous: [UInt8]?

    public init(current: [UInt8], previous: [UInt8]?) {
        self.current = current
        self.previous = previous
    }
}
