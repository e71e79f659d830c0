/// What only a server needs of a schema: SQL about tables of the server's own, conditions, and the versions of rows.
///
/// The generated code that conforms the root type to it may be in a target of its own, so that an app's binary has
/// nothing of it: `"server": "TARGET"` in `lockstep.json`. What a client and a server must agree on, the fingerprint
/// among it, is in `SyncSchema`, which both share.
///
/// Do not declare conformances yourself; the `lockstep` generator does.
public protocol ServerSchema: SyncSchema {
    /// The app's code for `handledMutations`.
    associatedtype Handlers: SchemaHandlers<Self> = NoHandlers<Self>

    /// The migrations in order, without what is about tables that only clients have.
    static var serverMigrations: [Migration] { get }

    /// SQL that a server runs after the migrations: for every replicated table its row versions and their triggers
    /// (see `RowVersions`).
    static var rowVersionSQL: String { get }

    /// The rules by which rows are sent. Empty if every actor may read every row.
    static var readRules: [ReadRule] { get }

    /// The mutations for which the app gives the server code of its own, sorted by name.
    static var handledMutations: [HandledMutation] { get }

    /// Asks whether a mutation may run, before its statements and in their transaction.
    ///
    /// - Parameter context: With the server's clock as `now`.
    /// - Throws: `FailedCondition` for the first condition that does not hold: the permission, then each requirement in
    ///   the order of the definition file. `SQLiteError` if one cannot be computed.
    static func checkConditions(
        of mutation: Mutation, on connection: SQLiteConnection, in context: MutationContext) throws

    /// Runs a mutation's statements, those about tables of the server's among them, in order, within the transaction
    /// that the caller holds.
    ///
    /// - Throws: `SQLiteError`. What earlier statements did is then still there: the caller rolls back.
    static func apply(_ mutation: Mutation, to connection: SQLiteConnection, in context: MutationContext) throws
}

extension ServerSchema {
    public static var serverMigrations: [Migration] { migrations }
    public static var readRules: [ReadRule] { [] }
    public static var handledMutations: [HandledMutation] { [] }

    public static func checkConditions(
        of mutation: Mutation, on connection: SQLiteConnection, in context: MutationContext
    ) throws {}

    public static func apply(
        _ mutation: Mutation, to connection: SQLiteConnection, in context: MutationContext
    ) throws {
        try mutation.apply(to: connection, in: context)
    }
}

/// A mutation with `-- handler:`: when the server runs the app's own code for it.
public struct HandledMutation: Hashable, Sendable {
    public enum Moment: String, Hashable, Sendable {
        case before, instead, after
    }

    public let name: String
    public let moment: Moment

    public init(_ name: String, _ moment: Moment) {
        self.name = name
        self.moment = moment
    }
}
