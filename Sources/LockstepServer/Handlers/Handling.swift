import Lockstep

/// The handlers of a server, found by their mutation's name.
struct Handling<Schema: ServerSchema>: Sendable {
    let handlers: Schema.Handlers

    /// The names of mutations with a handler `after`, sorted.
    let delivered: [String]

    private let moments: [String: HandledMutation.Moment]

    init(_ handlers: Schema.Handlers) {
        self.handlers = handlers
        let handled = Schema.handledMutations
        moments = Dictionary(handled.map { ($0.name, $0.moment) }) { first, _ in first }
        delivered = handled.filter { $0.moment == .after }.map(\.name).sorted()
    }

    /// The code that runs in the mutation's transaction.
    func handler(of mutation: Schema.Mutation, in context: MutationContext) -> MutationHandler<Schema>? {
        guard !moments.isEmpty, let moment = moments[mutation.name], moment != .after else { return nil }
        return MutationHandler(replacesStatements: moment == .instead) { [handlers] transaction in
            try handlers.handle(mutation, in: context, using: transaction)
        }
    }

    /// True if code runs after the commit.
    func isDelivered(_ name: String) -> Bool {
        !delivered.isEmpty && moments[name] == .after
    }
}

/// A store's transaction with the server's handlers: mutations run with their code, and what is to be done after the
/// commit is queued in the same transaction.
struct HandlingTransaction<Base: StoreWriteTransaction>: StoreWriteTransaction {
    typealias Schema = Base.Schema

    let base: Base
    let handling: Handling<Base.Schema>

    func head() throws -> LogHead { try base.head() }

    func client(_ id: UUID) throws -> ClientRecord? { try base.client(id) }

    func token(of client: UUID, number: Int64) throws -> UUID? { try base.token(of: client, number: number) }

    func outcome(of token: UUID) throws -> LoggedOutcome? { try base.outcome(of: token) }

    func mutation(of token: UUID) throws -> SubmittedMutation? { try base.mutation(of: token) }

    func run(
        _ mutation: Schema.Mutation, in context: MutationContext, at now: Int64, within limits: MutationLimits,
        handler: MutationHandler<Schema>?
    ) throws -> EffectHash {
        try base.run(
            mutation, in: context, at: now, within: limits,
            handler: handler ?? handling.handler(of: mutation, in: context))
    }

    func append(_ entry: LogEntry) throws {
        try base.append(entry)
        guard case .applied(let mutation, _, _) = entry.content, handling.isDelivered(mutation.name) else { return }
        try base.enqueue(
            OutboxEntry(
                version: entry.version, mutation: mutation, committedAt: entry.committedAt, attempts: 0,
                due: mutation.at, failure: nil, isAbandoned: false))
    }

    func setClient(_ client: ClientRecord) throws { try base.setClient(client) }

    func enqueue(_ entry: OutboxEntry) throws { try base.enqueue(entry) }

    func nextInOutbox(of name: String) throws -> OutboxEntry? { try base.nextInOutbox(of: name) }

    func update(_ entry: OutboxEntry) throws { try base.update(entry) }

    func removeFromOutbox(_ version: Int64) throws { try base.removeFromOutbox(version) }

    func inOutbox(_ version: Int64) throws -> OutboxEntry? { try base.inOutbox(version) }

    func trimLog(before version: Int64) throws { try base.trimLog(before: version) }

    func trimGoneRows(upTo limit: Int) throws -> (tombstones: Int, exits: Int) { try base.trimGoneRows(upTo: limit) }

    func forgetTokens(committedBefore time: Int64, upTo limit: Int) throws -> Int {
        try base.forgetTokens(committedBefore: time, upTo: limit)
    }
}
