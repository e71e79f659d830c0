public import Foundation
public import Lockstep
public import Logging
public import Metrics
public import ServiceLifecycle
public import Tracing

/// The server of a schema: decides the outcome of every mutation, keeps the log, and moves clients along it.
///
///     let server = try SyncServer(IssueTracker.self, store: .sqlite("issues.sqlite"))
///     router.addSync(server, authenticate: { request in … })
///
/// It knows no HTTP: an adapter reads a request's body, asks the host who the actor is, calls `push(_:actor:)` or
/// `pull(_:actor:)`, and sends what comes back. Every function may be called from any task at any time. Run `run()`
/// beside it, as swift-service-lifecycle does with its services.
public final class SyncServer<Schema: ServerSchema, Store: SyncStore>: Service, Sendable where Store.Schema == Schema {
    public let configuration: ServerConfiguration

    let store: Store
    let clock: @Sendable () -> Int64
    let logger: Logger
    let queue: CommitQueue<Store>
    let healthCheck: HealthCheck<Store>
    let broadcast = HeadBroadcast()
    let checksumTurns: ChecksumTurns
    let sources: PullSources
    let outbox: OutboxRunner<Store>

    /// For the parts of the server that an adapter does.
    package let instruments: ServerInstruments

    let random: @Sendable () -> UInt64

    /// - Parameters:
    ///   - schema: The generated root type.
    ///   - store: Where the tables and the log are. Close it after the server's last use.
    ///   - handlers: The app's code for mutations with `-- handler:`.
    ///   - configuration: Limits.
    ///   - clock: Milliseconds since 1970.
    ///   - random: Random numbers, for tags and tokens.
    ///   - logger: Gets a warning for each request that the store failed, at `info` each one that is refused, and at
    ///     `debug` all others. Neither arguments nor rows are logged.
    ///   - metrics: Where metrics go; those of the process, which it sets up before it makes the server.
    ///   - tracer: Where spans begin, likewise.
    public init(
        _ schema: Schema.Type,
        store: Store,
        handlers: Schema.Handlers,
        configuration: ServerConfiguration = ServerConfiguration(),
        clock: @escaping @Sendable () -> Int64 = { Date().millisecondsSince1970 },
        random: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) },
        logger: Logger = Logger(label: "lockstep.server"),
        metrics: any MetricsFactory = MetricsSystem.factory,
        tracer: any Tracer = InstrumentationSystem.tracer
    ) throws {
        self.store = store
        self.configuration = configuration
        self.clock = clock
        self.random = random
        self.logger = logger
        instruments = ServerInstruments(factory: metrics, tracer: tracer)
        let handling = Handling<Schema>(handlers)
        queue = CommitQueue(
            store: store, handling: handling, configuration: configuration, instruments: instruments, clock: clock,
            random: random)
        outbox = OutboxRunner(
            store: store, handling: handling, configuration: configuration, clock: clock,
            sleep: { try await Task.sleep(for: $0) }, logger: logger)
        checksumTurns = ChecksumTurns(maximum: configuration.maximumChecksumReaders)
        healthCheck = HealthCheck(store: store, clock: clock)
        sources = PullSources(
            recent: RecentEntries(
                forms: ReplayForms(Schema.Mutation.descriptions), configuration: configuration),
            counts: RowCounts(),
            library: store.snapshotSource.map { [instruments] source in
                SnapshotLibrary(
                    source: source, configuration: configuration.snapshots, clock: clock, random: random,
                    instruments: instruments, logger: logger)
            })
    }

    /// The newest version of the log: as soon as one is known, and after each commit, those of other processes
    /// included while `run()` runs. Coalesced: a slow reader gets the newest only. Ends when `run()` does.
    public func heads() -> AsyncStream<Int64> {
        broadcast.subscribe()
    }

    /// Notices changes that other processes make, calls handlers `after` and deletes snapshots that expired, until graceful
    /// shutdown or cancellation; then ends every `heads()` and deletes all snapshots. At a graceful shutdown it returns
    /// when the calls have ended that had begun.
    public func run() async throws {
        async let deliveries: Void = outbox.run()
        await followHead()
        broadcast.finish()
        await deliveries
        await sources.library?.finish()
    }

    private func followHead() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.refreshHead()
                await self.sources.library?.expire()
                do {
                    try await Task.sleep(for: self.configuration.headPollInterval)
                } catch {
                    // Cancelled: the loop ends.
                    return
                }
            }
        }
    }

    /// Looks the newest version up, and tells it.
    func refreshHead() async {
        do {
            let version = try await store.read { try $0.head().version }
            instruments.head(version)
            broadcast.publish(version)
        } catch is CancellationError {
            // Shutting down.
        } catch {
            instruments.headFailed()
            logger.warning("The newest version could not be read.", metadata: ["error": "\(error)"])
        }
    }
}

extension SyncServer where Schema.Handlers == NoHandlers<Schema> {
    /// The server of a schema whose mutations have no handlers; see the initializer with `handlers`.
    public convenience init(
        _ schema: Schema.Type,
        store: Store,
        configuration: ServerConfiguration = ServerConfiguration(),
        clock: @escaping @Sendable () -> Int64 = { Date().millisecondsSince1970 },
        random: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) },
        logger: Logger = Logger(label: "lockstep.server"),
        metrics: any MetricsFactory = MetricsSystem.factory,
        tracer: any Tracer = InstrumentationSystem.tracer
    ) throws {
        try self.init(
            schema, store: store, handlers: NoHandlers(), configuration: configuration, clock: clock, random: random,
            logger: logger, metrics: metrics, tracer: tracer)
    }
}
