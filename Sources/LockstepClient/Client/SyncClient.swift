public import Foundation
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
    let driver: SyncDriver<Schema>
    let mailbox = SyncMailbox()
    let board = StatusBoard()
    let isRunning = Guarded(false)

    /// Opens a replica, or makes it.
    ///
    /// - Parameters:
    ///   - path: The file; three more beside it have `-wal`, `-shm` and `-sync` after its name. The last stays there: by
    ///     it clients take turns to sync, whatever process they are in.
    ///   - actor: The user whose replica it is, as the server will know them.
    ///   - transport: How to reach the server; `.none` for a replica on its own.
    ///   - ifOtherActor: What becomes of a replica that is another actor's, and of what is pending in it.
    /// - Throws: `ClientError`, and the file is as it was: with code `.notAReplica`, `.otherFormat`, `.otherSchema`,
    ///   `.otherVersion`, `.otherTables` or `.otherActor` if the file is something else; its `replica` says what is at
    ///   stake. `.cannotOpen`, `.damaged` or `.database` if SQLite cannot open or write it.
    public convenience init(
        _ schema: Schema.Type, at path: String, actor: String, transport: any SyncTransport,
        configuration: ClientConfiguration = ClientConfiguration(), ifOtherActor: OtherActorChoice = .fail
    ) async throws {
        try await self.init(
            schema, at: path, actor: actor, transport: transport, configuration: configuration,
            ifOtherActor: ifOtherActor, environment: .system)
    }

    /// Opens a replica at a file URL, or makes it (see `init(_:at:actor:transport:configuration:ifOtherActor:)`).
    public convenience init(
        _ schema: Schema.Type, at url: URL, actor: String, transport: any SyncTransport,
        configuration: ClientConfiguration = ClientConfiguration(), ifOtherActor: OtherActorChoice = .fail
    ) async throws {
        precondition(url.isFileURL, "A replica is a file on this device: \(url) is not the URL of one.")
        try await self.init(
            schema, at: url.path, actor: actor, transport: transport, configuration: configuration,
            ifOtherActor: ifOtherActor)
    }

    /// Opens a replica with its own time and chance.
    package init(
        _ schema: Schema.Type, at path: String, actor: String, transport: any SyncTransport,
        configuration: ClientConfiguration, ifOtherActor: OtherActorChoice = .fail, environment: ClientEnvironment
    ) async throws {
        replica = try await Replica.open(
            at: path, actor: actor, ifOtherActor: ifOtherActor, environment: environment,
            configuration: configuration)
        driver = SyncDriver(replica, transport, mailbox, board)
        let state = replica.openingState
        let oldest = replica.openingOldestPending
        board.update { status in
            status.pendingCount = state.pendingCount
            status.oldestPending = oldest.map { Date(millisecondsSince1970: $0) }
        }
        replica.hub.addObserver { [mailbox, board] change in
            board.update { status in
                status.pendingCount = change.pendingCount
                if change.pending { status.oldestPending = change.oldestPending.map(Date.init(millisecondsSince1970:)) }
                guard let former = change.forkedFrom else { return }
                status.lastFork = ReplicaFork(
                    formerClient: former, at: Date(millisecondsSince1970: environment.now()),
                    pendingCount: change.pendingCount)
            }
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
