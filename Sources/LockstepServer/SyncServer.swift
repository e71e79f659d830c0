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

    /// What goes on in the server, for those who run it.
    public let inspector: SyncInspector<Schema, Store>

    let store: Store
    let clock: @Sendable () -> Int64
    let logger: Logger
    let queue: CommitQueue<Store>
    let healthCheck: HealthCheck<Store>
    let broadcast: HeadBroadcast
    let checksumTurns: ChecksumTurns
    let pullTurns: PullTurns
    let gate = DrainGate()
    let retention: LogRetention<Store>
    let sources: PullSources
    let outbox: OutboxRunner<Store>

    /// Decides whether a request may begin. For adapters: `push(_:actor:)`, `pull(_:actor:)` and `heads()` do not ask.
    public let admission: RequestAdmission

    /// For the parts of the server that an adapter does.
    package let instruments: ServerInstruments

    let random: @Sendable () -> UInt64
    let timer: any Clock<Duration>

    /// Measures what event streams wait for, in the adapter too.
    package let eventClock: any Clock<Duration>

    /// - Parameters:
    ///   - schema: The generated root type.
    ///   - store: Where the tables and the log are. Close it after the server's last use.
    ///   - handlers: The app's code for mutations with `-- handler:`.
    ///   - configuration: Limits.
    ///   - clock: Milliseconds since 1970.
    ///   - random: Random numbers, for tags and tokens.
    ///   - eventClock: Measures the time between events, while `run()` runs, and how long an actor may listen.
    ///   - logger: Gets a warning for each request that the store failed, at `info` each one that is refused, and at
    ///     `debug` all others. Neither arguments nor rows are logged.
    ///   - metrics: Where metrics go; those of the process, which it sets up before it makes the server.
    ///   - tracer: Where spans begin, likewise.
    ///   - timer: Measures the time between what `run()` does again and again.
    /// - Throws: `InvalidRetention` if the configuration's retention lets mutations run twice.
    public convenience init(
        _ schema: Schema.Type,
        store: Store,
        handlers: Schema.Handlers,
        configuration: ServerConfiguration = ServerConfiguration(),
        clock: @escaping @Sendable () -> Int64 = { Date().millisecondsSince1970 },
        random: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) },
        eventClock: any Clock<Duration> = ContinuousClock(),
        logger: Logger = Logger(label: "lockstep.server"),
        metrics: any MetricsFactory = MetricsSystem.factory,
        tracer: any Tracer = InstrumentationSystem.tracer,
        timer: any Clock<Duration> = ContinuousClock()
    ) throws {
        try self.init(
            schema, store: store, handlers: handlers, configuration: configuration,
            environment: ServerEnvironment(clock: clock, random: random, eventClock: eventClock, timer: timer),
            logger: logger, metrics: metrics, tracer: tracer)
    }

    /// A server with its own time, chance and threads.
    package init(
        _ schema: Schema.Type, store: Store, handlers: Schema.Handlers, configuration: ServerConfiguration,
        environment: ServerEnvironment, logger: Logger, metrics: any MetricsFactory, tracer: any Tracer
    ) throws {
        try configuration.retention.check()
        let clock = environment.clock
        let random = environment.random
        let timer = environment.timer
        self.store = store
        self.configuration = configuration
        self.clock = clock
        self.random = random
        self.timer = timer
        self.logger = logger
        eventClock = environment.eventClock
        broadcast = HeadBroadcast(pace: EventPace(configuration))
        admission = RequestAdmission(configuration: configuration, clock: clock)
        pullTurns = PullTurns(
            maximum: configuration.maximumConcurrentPulls, maximumWaiting: configuration.maximumWaitingPulls)
        instruments = ServerInstruments(factory: metrics, tracer: tracer, now: environment.instant)
        let handling = Handling<Schema>(handlers)
        queue = CommitQueue(
            store: store, handling: handling, configuration: configuration, instruments: instruments, clock: clock,
            random: random)
        outbox = OutboxRunner(
            store: store, handling: handling, configuration: configuration, clock: clock,
            sleep: { try await timer.sleep(for: $0) }, delivered: environment.delivered, logger: logger,
            instruments: instruments)
        retention = LogRetention(store: store, instruments: instruments, clock: clock, timer: timer)
        checksumTurns = ChecksumTurns(maximum: configuration.maximumChecksumReaders)
        healthCheck = HealthCheck(store: store, environment: environment)
        sources = PullSources(
            recent: RecentEntries(
                forms: ReplayForms(Schema.Mutation.descriptions), configuration: configuration),
            counts: RowCounts(), grants: GrantHistory(),
            library: store.snapshotSource.map { [instruments] source in
                SnapshotLibrary(
                    source: source, configuration: configuration.snapshots, environment: environment,
                    instruments: instruments, logger: logger)
            })
        inspector = SyncInspector(store: store, queue: queue, broadcast: broadcast, clock: clock)
    }

    /// The newest version of the log: as soon as one is known, and after each commit, those of other processes
    /// included while `run()` runs. Coalesced: a slow reader gets the newest only. Ends when `run()` does.
    public func heads() -> AsyncStream<Int64> {
        broadcast.versions()
    }

    /// Tells a listener what an event stream says, as long as what this returns lives: the newest version as soon as
    /// one is known; after commits, those of other processes included, the version that is the newest by then, coalesced
    /// the more the more streams there are; a heartbeat every 15 seconds. While `run()` does not run there are neither
    /// heartbeats nor other processes' commits. `end` is the last event, when `run()` ends.
    ///
    /// - Parameter listener: Called on any thread, one call at a time. It returns at once, and neither subscribes nor
    ///   cancels a subscription.
    public func subscribe(_ listener: @escaping @Sendable (ServerEvent) -> Void) -> EventSubscription {
        broadcast.subscribe(listener)
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
        eventClock: any Clock<Duration> = ContinuousClock(),
        logger: Logger = Logger(label: "lockstep.server"),
        metrics: any MetricsFactory = MetricsSystem.factory,
        tracer: any Tracer = InstrumentationSystem.tracer,
        timer: any Clock<Duration> = ContinuousClock()
    ) throws {
        try self.init(
            schema, store: store, handlers: NoHandlers(), configuration: configuration, clock: clock, random: random,
            eventClock: eventClock, logger: logger, metrics: metrics, tracer: tracer, timer: timer)
    }
}
