import Lockstep

/// An import on its way: what the source gives, batch by batch into the replica.
struct MutationImport<Schema: SyncSchema> {
    private let replica: Replica<Schema>
    private let limit: Int
    private let policy: ImportFailurePolicy
    private let tell: @Sendable (ImportProgress) -> Void

    private(set) var progress: ImportProgress

    /// How many mutations the source has given, and the last of them, which are not in.
    private var count = 0
    private var batch: [Schema.Mutation] = []

    /// - Parameter limit: How many mutations a transaction holds at most.
    init(
        _ replica: Replica<Schema>, _ name: String, limit: Int, _ policy: ImportFailurePolicy,
        tell: @escaping @Sendable (ImportProgress) -> Void
    ) async throws {
        precondition(limit > 0, "A batch has at least one mutation.")
        self.replica = replica
        self.limit = limit
        self.policy = policy
        self.tell = tell
        progress = try await replica.importProgress(name) ?? ImportProgress(name: name)
    }

    /// Takes the source's next mutation.
    mutating func add(_ mutation: Schema.Mutation) async throws {
        count += 1
        guard count > progress.done else { return }
        batch.append(mutation)
        if batch.count == limit { try await write() }
    }

    /// Takes note that the source has no more.
    mutating func finish(forgetting forgets: Bool) async throws -> ImportProgress {
        try await write()
        try await replica.completeImport(progress.name, forgetting: forgets)
        progress.failures = []
        progress.isComplete = true
        tell(progress)
        return progress
    }

    private mutating func write() async throws {
        while !batch.isEmpty {
            try Task.checkCancellation()
            let first = count - batch.count
            let step = try await replica.importBatch(batch, from: first, as: progress.name, policy)
            progress = step.progress
            batch.removeFirst(min(max(progress.done - first, 0), batch.count))
            tell(progress)
            if let error = step.error { throw error }
        }
    }
}

/// What became of a batch.
struct ImportStep: Sendable {
    var progress: ImportProgress

    /// Why the import stops here.
    var error: ClientError?
}
