public import LockstepSQL

/// `-- name: x :mutation`: a named list of statements, run in one transaction.
public struct Mutation: Hashable, Sendable {
    /// The case's name, which is also the mutation's name in the log and on the wire.
    public let name: SwiftIdentifier

    /// The definition's comment, without `--`; empty if there is none.
    public let documentation: String

    /// In the order of their first appearance in the statements; then those of conditions alone, and those that only
    /// a handler looks at.
    public let arguments: [Argument]

    /// What must hold on the server: `allow` first, then each `require`, in their order.
    public let conditions: [MutationCondition]

    public let handler: MutationHandler?

    public let statements: [BoundStatement]

    /// What its effect depends on, and what it may change, foreign key actions and triggers included. A table that rows
    /// are inserted into or deleted from is written in all its columns. Sorted by table.
    public let reads: [TableAccess]
    public let writes: [TableAccess]

    /// The row that all its statements are about, if the arguments give its key and nothing else is read or written.
    public let addressedRow: AddressedRow?

    /// Why it may have different effects on equal tables. Empty if it is replayable.
    public let replayObstacles: [ReplayObstacle]

    public init(
        name: SwiftIdentifier, documentation: String, arguments: [Argument],
        conditions: [MutationCondition] = [], handler: MutationHandler? = nil, statements: [BoundStatement],
        reads: [TableAccess], writes: [TableAccess], addressedRow: AddressedRow?, replayObstacles: [ReplayObstacle]
    ) {
        self.name = name
        self.documentation = documentation
        self.arguments = arguments
        self.conditions = conditions
        self.handler = handler
        self.statements = statements
        self.reads = reads
        self.writes = writes
        self.addressedRow = addressedRow
        self.replayObstacles = replayObstacles
    }

    /// True if it does the same to equal tables, whatever the order of their rows.
    public var isReplayable: Bool { replayObstacles.isEmpty }

    /// True if a statement that clients run has the actor.
    public var usesActorOnClients: Bool {
        statements.contains { statement in
            statement.side != .server
                && statement.bindings.contains { binding in
                    guard case .actor = binding else { return false }
                    return true
                }
        }
    }

    /// True if it is about tables that only the client has: it is never pushed.
    public var isLocal: Bool {
        !statements.isEmpty && statements.allSatisfy { $0.side == .client }
    }
}

/// Something in a mutation whose result may differ between replicas with equal tables.
public struct ReplayObstacle: Hashable, Sendable {
    /// The reason, as a sentence without a full stop.
    public let message: String
    public let place: SourcePlace

    /// What would take it away, as an instruction; nil where there is no way that is as good for every schema.
    public let advice: String?

    public init(message: String, place: SourcePlace, advice: String? = nil) {
        self.message = message
        self.place = place
        self.advice = advice
    }
}
