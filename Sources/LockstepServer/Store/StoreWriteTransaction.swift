public import Lockstep

/// What the server does inside a writing transaction. Valid until the body that it was given to returns.
public protocol StoreWriteTransaction<Schema> {
    associatedtype Schema: ServerSchema

    /// The newest entry of the log. There is always one.
    func head() throws -> LogHead

    /// A client that has pushed before, with what this transaction already wrote of it.
    func client(_ id: UUID) throws -> ClientRecord?

    /// The token of the entry that the log has for a client's number; nil if it has none.
    func token(of client: UUID, number: Int64) throws -> UUID?

    /// The outcome that the log has for a token, whoever's number it came under; nil if it has none.
    func outcome(of token: UUID) throws -> LoggedOutcome?

    /// Runs a mutation for the server: its conditions, then its statements, as `ServerSchema` has them.
    ///
    /// On return its changes are part of the transaction, their row versions are those of the entry that is appended
    /// next, and no deferred constraint is violated.
    /// - Parameters:
    ///   - context: What the statements run with.
    ///   - now: The server's clock in milliseconds since 1970: `now` of the conditions.
    ///   - limits: How long it may run, and how many rows it may change.
    /// - Returns: The hash over the rows that it changed.
    /// - Throws: `MutationRejection` if a condition does not hold, it can never succeed, or it changes more rows than it may
    ///   (`tooManyRows`); the transaction is then as it was before the call, and can go on. `TransactionLost` if the database ended the transaction, and `MutationTimedOut` if the mutation
    ///   was interrupted at the limit, whether the transaction ended with it or not. Any other error is transient.
    ///   After all but `MutationRejection` the transaction must be given up.
    func run(
        _ mutation: Schema.Mutation, in context: MutationContext, at now: Int64, within limits: MutationLimits
    ) throws -> EffectHash

    /// Appends an entry to the log; its version is the head's plus one.
    func append(_ entry: LogEntry) throws

    /// Records how far a client has come.
    func setClient(_ client: ClientRecord) throws
}
