package import Metrics
package import Tracing

/// What a server tells metrics and traces. Every name begins with `lockstep_server_`; `docs/deploy.md` lists them.
///
/// Neither metrics nor spans hold an argument, a row or an actor. Dimensions are bounded: codes that an app makes up
/// while it runs end as `other`.
package struct ServerInstruments: Sendable {
    /// Where spans begin.
    package let tracer: any Tracer

    /// Measures durations.
    let now: @Sendable () -> ContinuousClock.Instant

    // Requests, by the code of the answer: `ok`, or that of an error.
    private let requests: CounterFamily
    private let pushDuration: Timer
    private let pullDuration: Timer
    private let mutations: CounterFamily
    private let rejections: CounterFamily
    private let steps: CounterFamily
    private let lag: Recorder

    // The queue before the only writer, and its transactions.
    private let queueDepth: Meter
    private let commits: CounterFamily
    private let commitDuration: Timer
    private let commitPushes: Recorder
    private let commitMutations: Recorder
    private let head: Meter
    private let headFailures: Counter

    private let streams: Meter
    private let snapshotsBuilt: CounterFamily
    private let snapshotDuration: Timer
    private let snapshotBytes: Recorder
    private let snapshotsServed: CounterFamily

    private let handlerDuration: Timer
    private let handlers: CounterFamily
    private let outboxWaiting: Meter
    private let outboxAbandoned: Meter

    private let trimmed: CounterFamily
    private let trimDuration: Timer
    private let logEntries: Meter
    private let logBytes: Meter

    package init(
        factory: any MetricsFactory, tracer: any Tracer,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.tracer = tracer
        self.now = now
        func family(_ name: String, by dimension: String) -> CounterFamily {
            CounterFamily(Self.prefix + name, by: dimension, factory: factory)
        }
        func timer(_ name: String) -> Timer { Timer(label: Self.prefix + name, factory: factory) }
        func meter(_ name: String) -> Meter { Meter(label: Self.prefix + name, factory: factory) }
        func recorder(_ name: String) -> Recorder { Recorder(label: Self.prefix + name, factory: factory) }
        requests = CounterFamily(Self.prefix + "requests", by: "operation", "code", factory: factory)
        pushDuration = timer("push_duration")
        pullDuration = timer("pull_duration")
        mutations = family("mutations", by: "outcome")
        rejections = family("rejections", by: "code")
        steps = CounterFamily(Self.prefix + "steps", by: "encoding", "reason", factory: factory)
        lag = recorder("lag_versions")
        queueDepth = meter("queue_depth")
        commits = family("commits", by: "result")
        commitDuration = timer("commit_duration")
        commitPushes = recorder("commit_pushes")
        commitMutations = recorder("commit_mutations")
        head = meter("head_version")
        headFailures = Counter(label: Self.prefix + "head_failures", factory: factory)
        streams = meter("streams")
        snapshotsBuilt = family("snapshots_built", by: "result")
        snapshotDuration = timer("snapshot_duration")
        snapshotBytes = recorder("snapshot_bytes")
        snapshotsServed = family("snapshots_served", by: "status")
        handlerDuration = timer("handler_duration")
        handlers = CounterFamily(Self.prefix + "handlers", by: "kind", "result", factory: factory)
        outboxWaiting = meter("outbox_waiting")
        outboxAbandoned = meter("outbox_abandoned")
        trimmed = family("trimmed", by: "what")
        trimDuration = timer("trim_duration")
        logEntries = meter("log_entries")
        logBytes = meter("log_bytes")
    }

    private static let prefix = "lockstep_server_"
}

// MARK: - Requests

extension ServerInstruments {
    /// A push or pull was answered.
    func answered(_ facts: RequestFacts) {
        requests.increment(facts.operation.rawValue, facts.code ?? "ok")
        switch facts.operation {
        case .push: pushDuration.record(duration: facts.duration)
        case .pull: pullDuration.record(duration: facts.duration)
        }
    }

    /// A step was read for a client.
    func stepped(_ report: StepReport) {
        steps.increment(report.encoding, report.reason)
        if let lag = report.lag { self.lag.record(lag) }
    }

    /// Event streams that are open.
    package func streams(_ count: Int) {
        streams.set(count)
    }
}

// MARK: - The writer

extension ServerInstruments {
    /// Submissions that wait for a transaction.
    func queue(_ depth: Int) {
        queueDepth.set(depth)
    }

    /// A group's transaction is over, also where it was given up.
    func committed(pushes: Int, mutations count: Int, in duration: Duration, failures: Int) {
        commits.increment(failures == 0 ? "ok" : failures == pushes ? "failed" : "partial")
        commitDuration.record(duration: duration)
        commitPushes.record(pushes)
        commitMutations.record(count)
    }

    /// A push was processed. Mutations that it sent a second time count as accepted.
    func processed(mutations count: Int, rejected codes: [String]) {
        mutations.increment("accepted", by: count - codes.count)
        mutations.increment("rejected", by: codes.count)
        for code in codes { rejections.increment(code) }
    }

    /// The newest version of the log.
    func head(_ version: Int64) {
        head.set(version)
    }

    /// The newest version could not be read.
    func headFailed() {
        headFailures.increment()
    }
}

// MARK: - Snapshots

extension ServerInstruments {
    /// A snapshot was built, or failed to be (`bytes` is nil).
    package func snapshotBuilt(bytes: Int64?, in duration: Duration) {
        snapshotsBuilt.increment(bytes == nil ? "failed" : "ok")
        snapshotDuration.record(duration: duration)
        if let bytes { snapshotBytes.record(bytes) }
    }

    /// A request for a snapshot's file was answered with an HTTP status.
    package func snapshotServed(status: Int) {
        snapshotsServed.increment(String(status))
    }
}

// MARK: - Handlers

extension ServerInstruments {
    /// A handler ran.
    ///
    /// - Parameters:
    ///   - kind: `before`, `instead` or `after`.
    ///   - result: `ok`, `rejected` or `failed`.
    package func handled(_ kind: String, result: String, in duration: Duration) {
        handlers.increment(kind, result)
        handlerDuration.record(duration: duration)
    }

    /// Entries of the outbox that wait for their handler, and those that were given up.
    func outbox(waiting: Int, abandoned: Int) {
        outboxWaiting.set(waiting)
        outboxAbandoned.set(abandoned)
    }
}

// MARK: - Retention

extension ServerInstruments {
    /// A run of trimming went through.
    func trimmed(_ work: TrimmedWork, in duration: Duration) {
        trimmed.increment("entries", by: work.entries)
        trimmed.increment("tombstones", by: work.tombstones)
        trimmed.increment("exits", by: work.exits)
        trimmed.increment("tokens", by: work.tokens)
        trimDuration.record(duration: duration)
    }

    /// What the log holds.
    func log(_ size: LogSize) {
        logEntries.set(size.entries)
        logBytes.set(size.bytes)
    }
}
