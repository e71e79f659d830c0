public import Foundation
public import GRDB
public import Lockstep

/// A replica of a schema's tables on this device: mutations take effect at once, offline too, and the server decides
/// what becomes of them.
///
///     let client = try await SyncClient(IssueTracker.self, at: path, actor: "ann", transport: .none)
///     let receipt = try await client.mutate(.createIssue(title: "Fix it", description: ""))
///     for try await issues in client.observe(.issues) { … }
///
/// The tables contain the *optimistic state*: what the server is known to have, and on it the mutations that are
/// pending. Syncing happens while `run()` runs, or in `sync()`. Several clients and processes may open one file.
public final class SyncClient<Schema: SyncSchema>: Sendable {
    let replica: Replica<Schema>
    private let driver: SyncDriver<Schema>
    private let mailbox = SyncMailbox()
    private let board = StatusBoard()
    private let isRunning = Guarded(false)

    /// Opens a replica, or makes it.
    ///
    /// - Parameters:
    ///   - path: The file; two more beside it have `-wal` and `-shm` after its name.
    ///   - actor: The user whose replica it is, as the server will know them.
    ///   - transport: How to reach the server; `.none` for a replica on its own.
    /// - Throws: `ClientError` with code `.notAReplica`, `.otherSchema`, `.otherVersion`, `.otherTables`, `.otherActor`
    ///   if the file is something else, `.unsupportedSchema` if the schema asks for what this version of Lockstep does
    ///   not do, and `.database` if SQLite cannot open it.
    public convenience init(
        _ schema: Schema.Type, at path: String, actor: String, transport: any SyncTransport,
        configuration: ClientConfiguration = ClientConfiguration()
    ) async throws {
        try await self.init(
            schema, at: path, actor: actor, transport: transport, configuration: configuration, environment: .system)
    }

    /// Opens a replica at a file URL, or makes it (see `init(_:at:actor:transport:configuration:)`).
    public convenience init(
        _ schema: Schema.Type, at url: URL, actor: String, transport: any SyncTransport,
        configuration: ClientConfiguration = ClientConfiguration()
    ) async throws {
        precondition(url.isFileURL, "A replica is a file on this device: \(url) is not the URL of one.")
        try await self.init(
            schema, at: url.path, actor: actor, transport: transport, configuration: configuration)
    }

    /// Opens a replica with its own time and chance.
    package init(
        _ schema: Schema.Type, at path: String, actor: String, transport: any SyncTransport,
        configuration: ClientConfiguration, environment: ClientEnvironment
    ) async throws {
        replica = try await Replica.open(
            at: path, actor: actor, environment: environment, configuration: configuration)
        driver = SyncDriver(replica, transport, mailbox, board)
        let pendingCount = try await replica.pendingCount()
        board.update { $0.pendingCount = pendingCount }
        replica.hub.addObserver { [mailbox, board] change in
            board.update { $0.pendingCount = change.pendingCount }
            if change.queued || change.isByAnother && change.pendingCount > 0 { mailbox.post(.mutated) }
        }
    }

    /// Closes the file. What waits ends with `ClientError` code `.closed`; `run()` returns.
    public func close() async throws {
        // First: a loop that is told to stop, or that starts, finds the hub closed.
        replica.hub.close()
        mailbox.post(.stopped)
        board.close()
        try await replica.close()
    }
}

// MARK: - Mutations

extension SyncClient {
    /// Makes a mutation: when this returns it is on disk, with its effect on the tables, and will be pushed.
    ///
    /// A mutation about tables that only clients have is applied, and never pushed: `outcome` of its receipt says so at
    /// once. Cancelling the task does not take a mutation back.
    /// - Throws: `ClientError` with code `.constraint` if the local rows do not allow it, `.mutationTooLarge`,
    ///   `.database` or `.closed`. Nothing was queued then.
    @discardableResult
    public func mutate(_ mutation: Schema.Mutation) async throws -> MutationReceipt {
        try await mutate([mutation])[0]
    }

    /// Makes several mutations in one local transaction: all take effect and are queued, or none. The server decides on
    /// each by itself.
    ///
    /// - Throws: As `mutate(_:)` with one mutation.
    @discardableResult
    public func mutate(_ mutations: [Schema.Mutation]) async throws -> [MutationReceipt] {
        let tokens = try await replica.mutate(mutations)
        return zip(mutations, tokens).map { mutation, token in
            guard !mutation.description.isLocal else { return MutationReceipt(token: token) { .applied } }
            return MutationReceipt(token: token) { [self] in try await outcome(of: token) }
        }
    }

    /// What became of a mutation of this replica; waits until that is known, which needs `run()` or `sync()`.
    ///
    /// - Parameter token: That of its receipt. The replica keeps none of a mutation that is never pushed.
    /// - Throws: `ClientError` with code `.unknownToken` if the replica does not know it, or no longer; `.closed`,
    ///   `.database`; `CancellationError`.
    public func outcome(of token: UUID) async throws -> MutationOutcome {
        let source = replica.source(.outcome(token: token)) { try Replica<Schema>.outcome(of: token, $0) }
        for try await outcome in LiveResults(source) {
            if let outcome { return outcome }
        }
        throw CancellationError()
    }

    /// The mutations without outcome, in their order.
    public func pendingMutations() async throws -> [PendingMutation] {
        try await replica.read { try Replica<Schema>.pendingMutations($0) }
    }

    /// The mutations without outcome, at once and whenever they change.
    public func observePendingMutations() -> LiveResults<[PendingMutation]> {
        LiveResults(replica.source(.pending) { try Replica<Schema>.pendingMutations($0) })
    }

    /// The rejected mutations that were not dismissed, oldest first.
    public func rejections() async throws -> [Rejection] {
        try await replica.read { try Replica<Schema>.rejections($0) }
    }

    /// The rejected mutations that were not dismissed, at once and whenever there are others.
    public func observeRejections() -> LiveResults<[Rejection]> {
        LiveResults(replica.source(.rejections) { try Replica<Schema>.rejections($0) })
    }

    /// Forgets a rejection that the app has dealt with. One that is forgotten already is no error.
    public func dismiss(_ rejection: Rejection) async throws {
        _ = try await replica.dismiss(rejection.token)
    }
}

// MARK: - Queries

extension SyncClient {
    /// Runs a query once, on the optimistic state.
    ///
    /// - Throws: `ClientError` with code `.closed` or `.database`; `CancellationError`.
    public func read<Value>(_ query: Query<Schema, Value>) async throws -> Value {
        try await replica.read { try Replica<Schema>.fetch(query, $0) }
    }

    /// A query's result, at once and whenever it differs from the one before.
    public func observe<Value>(_ query: Query<Schema, Value>) -> LiveResults<Value> {
        LiveResults(replica.source(query))
    }

    /// The results of several queries, read at one version: at once, and whenever one of them differs.
    public func observe<First, Second, each Value>(
        _ first: Query<Schema, First>, _ second: Query<Schema, Second>, _ others: repeat Query<Schema, each Value>
    ) -> LiveResults<(First, Second, repeat each Value)> {
        LiveResults(replica.source(first, second, repeat each others))
    }

    /// The file for GRDB's own requests and observations, which see the optimistic state. Read only: rows change by
    /// mutations.
    public var reader: any DatabaseReader { replica.pool }
}

// MARK: - Syncing

extension SyncClient {
    /// Keeps the replica in step with the server until the task is cancelled or the client is closed. Failures are
    /// retried, and told by `status`.
    ///
    /// - Throws: `ClientError` with code `.alreadyRunning`.
    public func run() async throws {
        let mayRun = isRunning.withLock { isRunning in
            defer { isRunning = true }
            return !isRunning
        }
        guard mayRun else {
            throw ClientError(.alreadyRunning, "`run()` is running already on this client; one is enough.")
        }
        defer { isRunning.withLock { $0 = false } }
        await driver.run()
    }

    /// Pushes and pulls until nothing is pending and the server has no more.
    ///
    /// - Throws: `ClientError`, why it did not come to that; what was done until then stays done. `CancellationError`.
    @discardableResult
    public func sync() async throws -> SyncReport {
        try await driver.syncOnce()
    }

    /// Tries again at once where `run()` would wait: after a new token, or when there is a network again. A wait that
    /// the server asked for is kept.
    public func retryNow() {
        mailbox.post(.retryRequested)
    }

    /// How this client stands towards its server.
    public var status: SyncStatus { board.status }

    /// The status as it is, then every change; a slow reader gets the newest.
    public var statusUpdates: AsyncStream<SyncStatus> { board.updates() }
}
