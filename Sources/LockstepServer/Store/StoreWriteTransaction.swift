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

    /// The mutation that came first under a token, whose outcome `outcome(of:)` is; nil if the log has none. Of one whose
    /// entry was trimmed, name and arguments are empty.
    func mutation(of token: UUID) throws -> SubmittedMutation?

    /// Runs a mutation for the server: its conditions, then the app's code, if it is given some, then its statements, as
    /// `ServerSchema` has them. All of it in one savepoint, and within one limit.
    ///
    /// On return its changes are part of the transaction, their row versions are those of the entry that is appended
    /// next, and no deferred constraint is violated.
    /// - Parameters:
    ///   - context: What the statements run with.
    ///   - now: The server's clock in milliseconds since 1970: `now` of the conditions.
    ///   - limits: How long conditions, handler and statements may run, and how many rows they may change.
    ///   - handler: The app's code, which is lent a transaction of the store's. It cannot be interrupted: what it takes
    ///     is counted when it returns.
    /// - Returns: The hash over the rows that it changed.
    /// - Throws: `MutationRejection` if a condition does not hold, the handler says so, it can never succeed, or it changes
    ///   more rows than it may (`tooManyRows`); the transaction is then as it was before the call, and can go on.
    ///   `HandlerFailed` if the handler threw something that is neither that nor an error of its transaction.
    ///   `TransactionLost` if the database ended the transaction, and `MutationTimedOut` if the mutation was interrupted at
    ///   the limit, whether the transaction ended with it or not. Any other error is transient.
    ///   After all but `MutationRejection` the transaction must be given up.
    func run(
        _ mutation: Schema.Mutation, in context: MutationContext, at now: Int64, within limits: MutationLimits,
        handler: MutationHandler<Schema>?
    ) throws -> EffectHash

    /// Appends an entry to the log; its version is the head's plus one.
    func append(_ entry: LogEntry) throws

    /// Records how far a client has come.
    func setClient(_ client: ClientRecord) throws

    /// Deletes the entries of the log before a version, all but the newest entry. Of each client's mutation it keeps
    /// number, token, version and outcome: `token(of:number:)`, `outcome(of:)`, `acknowledgement` and `rejections` answer
    /// as before, until `forgetTokens`.
    func trimLog(before version: Int64) throws

    /// Deletes what only cursors older than the oldest entry of the log need: versions of rows that are gone, and records
    /// of rows that left a scope.
    ///
    /// - Parameter limit: The rows of each kind that are deleted at most.
    /// - Returns: How many there were of each.
    func trimGoneRows(upTo limit: Int) throws -> (tombstones: Int, exits: Int)

    /// Deletes what `trimLog` kept of mutations that were committed before a time, but for each client's last.
    ///
    /// - Parameters:
    ///   - time: Milliseconds since 1970.
    ///   - limit: How many are deleted at most.
    /// - Returns: How many were.
    func forgetTokens(committedBefore time: Int64, upTo limit: Int) throws -> Int

    /// Queues what is to be done after the commit, for the handler of the mutation. An outbox has one entry per version.
    func enqueue(_ entry: OutboxEntry) throws

    /// The oldest entry of a mutation's, by its version, that is not given up.
    func nextInOutbox(of name: String) throws -> OutboxEntry?

    /// An entry, given up or not.
    func inOutbox(_ version: Int64) throws -> OutboxEntry?

    /// Changes what may change of the entry with that version: attempts, time, failure, and whether it is given up.
    func update(_ entry: OutboxEntry) throws

    /// Forgets an entry.
    func removeFromOutbox(_ version: Int64) throws
}

extension StoreWriteTransaction {
    /// Runs a mutation with the handler that the transaction knows of, if it knows any.
    public func run(
        _ mutation: Schema.Mutation, in context: MutationContext, at now: Int64, within limits: MutationLimits
    ) throws -> EffectHash {
        try run(mutation, in: context, at: now, within: limits, handler: nil)
    }
}
