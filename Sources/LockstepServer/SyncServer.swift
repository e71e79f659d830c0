public import Foundation
public import Lockstep
public import Logging
public import ServiceLifecycle

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
    let broadcast: HeadBroadcast
    let checksumTurns: ChecksumTurns
    let pullTurns: PullTurns

    /// Decides whether a request may begin. For adapters: `push(_:actor:)`, `pull(_:actor:)` and `heads()` do not ask.
    public let admission: RequestAdmission

    private let random: @Sendable () -> UInt64
    private let eventClock: any Clock<Duration>

    /// - Parameters:
    ///   - schema: The generated root type.
    ///   - store: Where the tables and the log are. Close it after the server's last use.
    ///   - configuration: Limits.
    ///   - clock: Milliseconds since 1970.
    ///   - random: Random numbers, for tags and tokens.
    ///   - eventClock: Measures the time between events, while `run()` runs.
    ///   - logger: Gets a warning for each request that the store failed.
    /// - Throws: `UnsupportedSchema` if the schema asks for what this version of the server does not do.
    public init(
        _ schema: Schema.Type,
        store: Store,
        configuration: ServerConfiguration = ServerConfiguration(),
        clock: @escaping @Sendable () -> Int64 = { Date().millisecondsSince1970 },
        random: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) },
        eventClock: any Clock<Duration> = ContinuousClock(),
        logger: Logger = Logger(label: "lockstep.server")
    ) throws {
        try UnsupportedSchema.check(Schema.self)
        self.store = store
        self.configuration = configuration
        self.clock = clock
        self.random = random
        self.eventClock = eventClock
        self.logger = logger
        broadcast = HeadBroadcast(pace: EventPace(configuration))
        queue = CommitQueue(store: store, configuration: configuration, clock: clock, random: random)
        admission = RequestAdmission(configuration: configuration, clock: clock)
        pullTurns = PullTurns(
            maximum: configuration.maximumConcurrentPulls, maximumWaiting: configuration.maximumWaitingPulls)
        checksumTurns = ChecksumTurns(maximum: configuration.maximumChecksumReaders)
        healthCheck = HealthCheck(store: store, clock: clock)
    }

    /// Applies a mutation of the server's own, as if a client of `actor` had pushed it: it goes through the log, and to
    /// every client.
    ///
    /// - Returns: The version that it has in the log, once it is durable.
    /// - Throws: `MutationRejection` if one of its conditions does not hold for that actor or it cannot be applied;
    ///   nothing of it is recorded. Any other error is
    ///   transient: the store's, that too many pushes wait, or that the mutation ran for too long (`MutationTimedOut`),
    ///   which will happen again if the machine was not busy.
    @discardableResult
    public func mutate(_ mutation: Schema.Mutation, as actor: String) async throws -> Int64 {
        let now = clock()
        var generator = ClosureGenerator(random)
        let pushed = PushedMutation(
            id: 1, token: .v7(at: now, using: &generator), name: mutation.name, arguments: mutation.encodedArguments,
            at: now)
        let submission = PushSubmission<Schema.Mutation>(
            client: PushSubmission<Schema.Mutation>.serverClient, actor: actor,
            mutations: [DecodedMutation(pushed: pushed, mutation: mutation)], isOwn: true)
        switch try await queue.commit(submission).get() {
        case .processed(let receipt):
            broadcast.publish(receipt.head.version)
            return receipt.head.version
        case .rejected(let rejection):
            throw rejection
        case .refused(let refusal):
            preconditionFailure("A mutation of the server's own was refused: \(refusal).")
        }
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

    /// Tells events, and notices changes that other processes make, until graceful shutdown or cancellation; then ends
    /// every `heads()` and subscription.
    public func run() async throws {
        defer { broadcast.finish() }
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.broadcast.deliver(by: self.eventClock) }
                group.addTask { await self.broadcast.beat(by: self.eventClock) }
                await self.followHead()
            }
        }
    }

    private func followHead() async {
        while !Task.isCancelled {
            await refreshHead()
            do {
                try await Task.sleep(for: configuration.headPollInterval)
            } catch {
                // Cancelled: the loop ends.
                return
            }
        }
    }

    /// Looks the newest version up, and tells it.
    func refreshHead() async {
        do {
            broadcast.publish(try await store.read { try $0.head().version })
        } catch is CancellationError {
            // Shutting down.
        } catch {
            logger.warning("The newest version could not be read.", metadata: ["error": "\(error)"])
        }
    }
}

/// Random numbers from a closure.
private struct ClosureGenerator: RandomNumberGenerator {
    private let random: @Sendable () -> UInt64
    init(_ random: @escaping @Sendable () -> UInt64) {
        self.random = random
    }

    mutating func next() -> UInt64 { random() }
}
