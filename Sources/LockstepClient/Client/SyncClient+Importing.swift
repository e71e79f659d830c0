public import Lockstep

extension SyncClient {
    /// Makes the mutations of a long source, in local transactions of many: each holds a batch and how far the import
    /// has come. Called again with the same source and name, after the app was killed for example, it goes on where it
    /// was; after its end it does nothing, until `forgetImport(_:)`.
    ///
    ///     try await client.importMutations(lines.map(Mutation.init), as: "contacts-2026") { progress in
    ///         print("\(progress.done) done")
    ///     }
    ///
    /// Other mutations come between the batches, and live queries see each. The mutations are pushed as all others.
    /// - Parameters:
    ///   - source: Gives the same mutations in the same order each time.
    ///   - name: Tells imports of this replica apart.
    ///   - batch: How many mutations a transaction holds at most. It holds fewer when they take long.
    ///   - policy: What becomes of a mutation that cannot be made.
    ///   - forgets: At the end nothing is kept of the import: the same call makes the mutations again.
    ///   - progress: Told after each transaction.
    /// - Returns: How far it came in all calls together: to the end.
    /// - Throws: `ClientError` with code `.constraint` or `.mutationTooLarge`, and `mutationIndex`, if the policy is to
    ///   stop; `.database` or `.closed`; `CancellationError`; what the source throws. What is in stays in.
    @discardableResult
    public func importMutations<Source: AsyncSequence>(
        _ source: sending Source, as name: String, batch: Int = 500, onFailure policy: ImportFailurePolicy = .stop,
        forgettingAtEnd forgets: Bool = false, progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportProgress where Source.Element == Schema.Mutation {
        var run = try await MutationImport(replica, name, limit: batch, policy, tell: progress)
        guard !run.progress.isComplete else { return run.progress }
        for try await mutation in source { try await run.add(mutation) }
        return try await run.finish(forgetting: forgets)
    }

    /// Makes the mutations of a long sequence, as `importMutations` does with one that is asynchronous.
    @discardableResult
    public func importMutations(
        _ source: sending some Sequence<Schema.Mutation>, as name: String, batch: Int = 500,
        onFailure policy: ImportFailurePolicy = .stop, forgettingAtEnd forgets: Bool = false,
        progress: @escaping @Sendable (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportProgress {
        var run = try await MutationImport(replica, name, limit: batch, policy, tell: progress)
        guard !run.progress.isComplete else { return run.progress }
        for mutation in source { try await run.add(mutation) }
        return try await run.finish(forgetting: forgets)
    }

    /// How far an import has come; nil if none of that name was begun, or it was forgotten.
    ///
    /// - Throws: `ClientError` with code `.closed` or `.database`; `CancellationError`.
    public func importProgress(of name: String) async throws -> ImportProgress? {
        try await replica.importProgress(name)
    }

    /// Forgets how far an import has come: the next one of that name begins at the beginning. What it made stays. An
    /// import that is forgotten already is no error.
    ///
    /// - Throws: `ClientError` with code `.closed` or `.database`.
    public func forgetImport(_ name: String) async throws {
        try await replica.forgetImport(name)
    }
}
