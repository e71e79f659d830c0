import CSQLite

/// The generated enum of a schema's mutations: a case per mutation, its arguments as associated values.
public protocol SyncMutation: Hashable, Sendable {
    /// Every mutation of the schema, sorted by name.
    static var descriptions: [MutationDescription] { get }

    /// The name in the definition files, which is also its name in the log.
    var name: String { get }

    /// Reads a mutation from its name and its arguments, which are a JSON object.
    ///
    /// Strict: a wrong type, a missing and an unknown argument are errors that name it.
    /// - Throws: `JSONError`; `UnknownMutation` if the schema has no mutation of that name.
    init(name: String, arguments json: inout JSONReader) throws

    /// Writes the arguments as a JSON object, in the order of the definition file.
    func encodeArguments(to json: inout JSONWriter)

    /// Runs the mutation's statements that are about tables of clients, in order, within the transaction that the caller
    /// holds. On a server, `ServerSchema.apply` runs all that it has.
    ///
    /// - Throws: `SQLiteError`. What earlier statements did is then still there: the caller rolls back.
    func apply(to connection: SQLiteConnection, in context: MutationContext) throws

    /// Asks whether the server would run the mutation, as far as the tables of clients tell: those of its conditions
    /// that read no table of the server's, on the rows that there are.
    ///
    /// - Parameter context: With the client's clock for the server's, as `now`.
    /// - Returns: False if there are conditions that only the server can ask.
    /// - Throws: `FailedCondition` for the first condition that does not hold; `SQLiteError`.
    func checkConditions(on connection: SQLiteConnection, in context: MutationContext) throws -> Bool

    /// A mutation with arbitrary arguments, for tests and simulations; see `ColumnValue.arbitrary(using:)`.
    ///
    /// - Precondition: The schema has a mutation.
    static func arbitrary(using generator: inout some RandomNumberGenerator) -> Self
}

extension SyncMutation {
    /// The description of the mutation that this value is a call of.
    public var description: MutationDescription {
        Self.description(of: name).unsafelyUnwrapped
    }

    public static func description(of name: String) -> MutationDescription? {
        let descriptions = descriptions
        let index = descriptions.partitioningIndex { $0.name >= name }
        return index < descriptions.count && descriptions[index].name == name ? descriptions[index] : nil
    }

    public func checkConditions(on connection: SQLiteConnection, in context: MutationContext) throws -> Bool { true }

    /// The arguments as the text of a JSON object.
    public var encodedArguments: [UInt8] {
        JSONWriter.write { encodeArguments(to: &$0) }
    }
}

/// The values of a mutation's reserved parameters.
public struct MutationContext: Hashable, Sendable {
    /// `:actor`, the authenticated user who made the mutation.
    public var actor: String

    /// `:now`, when it was made, in milliseconds since 1970.
    public var now: Int64

    /// `:committedAt`, the server's commit time in milliseconds since 1970; equal to `now` while optimistic.
    public var committedAt: Int64

    public init(actor: String, now: Int64, committedAt: Int64) {
        self.actor = actor
        self.now = now
        self.committedAt = committedAt
    }

    public var nowDate: Date { Date(millisecondsSince1970: now) }
    public var committedAtDate: Date { Date(millisecondsSince1970: committedAt) }

    /// The actor as a UUID, for columns of that type.
    ///
    /// - Throws: `SQLiteError`, a permanent one, if the host names actors otherwise.
    public func actorID() throws -> UUID {
        var actor = actor
        guard let id = actor.withUTF8({ UUID(ascii: $0) }) else {
            throw SQLiteError(
                extendedCode: SQLITE_MISMATCH,
                message: "the actor `\(actor)` is not a UUID, as a column of the schema needs",
                phase: .bind)
        }
        return id
    }
}

/// A mutation that the schema does not have.
public struct UnknownMutation: Error, Hashable, Sendable, CustomStringConvertible {
    public let name: String

    public init(name: String) {
        self.name = name
    }

    public var description: String { "there is no mutation named `\(name)`" }
}
