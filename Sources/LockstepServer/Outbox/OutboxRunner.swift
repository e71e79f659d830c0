import Lockstep
import Logging
import ServiceLifecycle

/// Calls the handlers `after` for what is in the outbox: those of one mutation one after the other, in the order of the
/// log; those of different mutations beside each other.
struct OutboxRunner<Store: SyncStore>: Sendable {
    let store: Store
    let handling: Handling<Store.Schema>
    let configuration: ServerConfiguration

    /// Milliseconds since 1970.
    let clock: @Sendable () -> Int64

    /// Waits, and throws if the task is cancelled.
    let sleep: @Sendable (Duration) async throws -> Void

    /// Is told of each call that succeeded, before the entry is removed.
    let delivered: @Sendable (HandlerDelivery) -> Void

    let logger: Logger
    let instruments: ServerInstruments

    private let signals: [String: DeliverySignal]
    private var decision: DeliveryDecision { DeliveryDecision(configuration: configuration) }

    init(
        store: Store, handling: Handling<Store.Schema>, configuration: ServerConfiguration,
        clock: @escaping @Sendable () -> Int64, sleep: @escaping @Sendable (Duration) async throws -> Void,
        delivered: @escaping @Sendable (HandlerDelivery) -> Void = { _ in }, logger: Logger,
        instruments: ServerInstruments
    ) {
        self.instruments = instruments
        self.store = store
        self.handling = handling
        self.configuration = configuration
        self.clock = clock
        self.sleep = sleep
        self.delivered = delivered
        self.logger = logger
        signals = Dictionary(uniqueKeysWithValues: handling.delivered.map { ($0, DeliverySignal()) })
    }

    /// Wakes those whose entries have come.
    func wake(for mutations: some Sequence<DecodedMutation<Store.Schema.Mutation>>) {
        guard !signals.isEmpty else { return }
        for mutation in mutations { signals[mutation.pushed.name]?.set() }
    }

    /// Wakes whoever calls the handler of a mutation.
    func wake(_ name: String) {
        signals[name]?.set()
    }

    /// Calls handlers until graceful shutdown or cancellation. At a graceful shutdown no further call begins, and those
    /// that run are left to end; a cancellation cancels them, and their entries stay as if they had not begun.
    ///
    /// - Parameter scope: Runs what it is given, and cancels it when no further call is to begin.
    func run(_ scope: @escaping Scope) async {
        guard !signals.isEmpty else { return }
        await warnOfStrangers()
        await withDiscardingTaskGroup { group in
            for (name, signal) in signals.sorted(by: { $0.key < $1.key }) {
                group.addTask { await deliverAll(of: name, signal, scope) }
            }
        }
    }

    typealias Scope = @Sendable (_ work: @escaping @Sendable () async -> Void) async -> Void

    private func deliverAll(of name: String, _ signal: DeliverySignal, _ scope: Scope) async {
        while !isStopping {
            var wait = configuration.headPollInterval
            do {
                if let due = try await deliverDue(of: name) { wait = min(wait, .milliseconds(max(due - clock(), 0))) }
            } catch is CancellationError {
                return
            } catch {
                logger.warning("The outbox could not be used.", metadata: ["mutation": "\(name)", "error": "\(error)"])
            }
            await scope { [wait] in await pause(for: wait, or: signal) }
        }
    }

    private var isStopping: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

    private func pause(for duration: Duration, or signal: DeliverySignal) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await signal.wait() }
            // Cancelled: the wait is over all the same.
            group.addTask { try? await sleep(duration) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Calls the handler of a mutation for every entry that is due.
    ///
    /// - Returns: When the next one is, in milliseconds since 1970; nil if there is none.
    /// - Throws: The store's errors.
    func deliverDue(of name: String) async throws -> Int64? {
        while !isStopping {
            // Most often there is nothing: readers do not wait for the writer.
            let oldest = try await store.read { try $0.nextInOutbox(of: name) }
            if case .wait(let due) = decision.step(oldest, at: clock()) { return due }
            let step = try await store.write { [decision, now = clock()] transaction in
                let step = decision.step(try transaction.nextInOutbox(of: name), at: now)
                if case .call(let entry) = step { try transaction.update(entry) }
                if case .giveUp(let entry) = step { try transaction.update(entry) }
                return step
            }
            switch step {
            case .wait(let due): return due
            case .giveUp(let entry): report(entry)
            case .call(let entry):
                let start = instruments.now()
                let end = await call(entry)
                instruments.handled("after", result: end.name, in: instruments.now() - start)
                try await settle(entry, end)
            }
        }
        return nil
    }

    private func settle(_ entry: OutboxEntry, _ end: DeliveryDecision.End) async throws {
        let result = decision.result(of: entry, end, at: clock())
        try await store.write { transaction in
            guard let result else { return try transaction.removeFromOutbox(entry.version) }
            // Another server took it over if this one was stopped for longer than a call may take.
            guard try transaction.inOutbox(entry.version)?.attempts == entry.attempts else { return }
            try transaction.update(result)
        }
        if let result { report(result) }
    }

    private func report(_ entry: OutboxEntry) {
        guard let failure = entry.failure else { return }
        logger.log(
            level: entry.isAbandoned ? .error : .warning,
            entry.isAbandoned ? "A handler was given up." : "A handler failed, and is called again.",
            metadata: [
                "mutation": "\(entry.mutation.name)", "version": "\(entry.version)", "attempts": "\(entry.attempts)",
                "error": "\(failure)",
            ])
    }

    /// What was queued by a build of the app with other handlers waits until one is there that has them again.
    private func warnOfStrangers() async {
        do {
            let names = try await store.read { try $0.outboxCounts() }.filter { $0.waiting > 0 }.map(\.name)
            for name in names where signals[name] == nil {
                logger.warning(
                    "The outbox has entries of a mutation without a handler `after`.", metadata: ["mutation": "\(name)"]
                )
            }
        } catch {
            logger.warning("The outbox could not be read.", metadata: ["error": "\(error)"])
        }
    }
}

// MARK: - One call

extension OutboxRunner {
    private func call(_ entry: OutboxEntry) async -> DeliveryDecision.End {
        let mutation: Store.Schema.Mutation
        do {
            mutation = try JSONReader.read(entry.mutation.arguments) {
                try Store.Schema.Mutation(name: entry.mutation.name, arguments: &$0)
            }
        } catch {
            return .failed(DeliveryAbandoned("The schema cannot read the arguments: \(error)."))
        }
        let delivery = HandlerDelivery(
            token: entry.mutation.token, version: entry.version,
            context: MutationContext(
                actor: entry.mutation.actor, now: entry.mutation.at, committedAt: entry.committedAt),
            attempt: entry.attempts)
        let limit = configuration.maximumDeliveryDuration
        return await withTaskGroup(of: DeliveryDecision.End?.self) { group in
            group.addTask { [handling, delivered] in
                do {
                    try await handling.handlers.deliver(mutation, as: delivery)
                    delivered(delivery)
                    return .succeeded
                } catch {
                    return .failed(error)
                }
            }
            group.addTask {
                // Cancelled: the handler was done earlier, or the server stops.
                try? await sleep(limit)
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            if let first { return Task.isCancelled ? first.interruptedByCancellation : first }
            let isTimeout = !Task.isCancelled
            // The handler ends, having seen that it is cancelled; if it was done just then, it is done.
            let end = await group.next() ?? nil
            if case .succeeded? = end { return .succeeded }
            return isTimeout ? .failed(DeliveryTimedOut(limit: limit)) : .interrupted
        }
    }
}

extension DeliveryDecision.End {
    /// For metrics.
    fileprivate var name: String {
        switch self {
        case .succeeded: "ok"
        case .failed: "failed"
        case .interrupted: "interrupted"
        }
    }

    /// The end of a call whose task was cancelled: what it threw says nothing about the mutation.
    fileprivate var interruptedByCancellation: Self {
        if case .failed = self { .interrupted } else { self }
    }
}
