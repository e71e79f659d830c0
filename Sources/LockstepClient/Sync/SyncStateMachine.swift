/// The sync loop's decisions: what to do when, without doing it.
///
/// It is told events and the time, and returns actions. At most one round trip is under way, and while one is, the
/// machine is in `connecting` or `exchanging`.
///
/// | state | means | leaves it |
/// |---|---|---|
/// | `offline` | not started | `started` → `connecting` |
/// | `connecting` | a round trip is under way; the last one failed, or there was none | its result |
/// | `exchanging` | a round trip is under way; the server answered the last one | its result |
/// | `idle` | in step with the server | `mutated`, `poked`, `retryRequested`, deadline → `exchanging` |
/// | `backingOff` | the last round trip failed | deadline, `retryRequested` → `connecting` |
/// | `needsAuthentication` | the server does not accept the token | `retryRequested`, deadline → `connecting` |
/// | `upgradeRequired` | the server does not serve this version | `retryRequested`, deadline → `connecting` |
/// | `stopped` | over | nothing |
///
/// A result leads to `idle`, to another round trip, or to one of the three waiting states. What happens during a round
/// trip is remembered, and leads to another one. `stopped` leads to `stopped` from everywhere; any event that a state
/// does not name changes nothing.
struct SyncStateMachine: Sendable {
    enum State: Hashable, Sendable {
        case offline
        case connecting(RoundTrip)
        case exchanging(RoundTrip)
        case idle
        case backingOff(until: Duration, notBefore: Duration)
        case needsAuthentication(until: Duration)
        case upgradeRequired(until: Duration)
        case stopped
    }

    struct RoundTrip: Hashable, Sendable {
        var plan: ExchangePlan

        /// Something happened since the request was made.
        var isOutdated = false
    }

    /// The limits of immediate repetition: whatever a server answers, it is not asked without end.
    private static let maximumRepairs = 3
    private static let maximumFruitlessPokes = 3
    private static let maximumEmptySteps = 100
    private static let maximumSuperseded = 20

    /// A piece of a snapshot that was cut off after so many bytes is no failure like one that brought nothing.
    private static let worthwhileBytes: Int64 = 64 << 10

    private(set) var state = State.offline

    /// Why the last round trip failed, or the stream of events ended; nil once a round trip has succeeded.
    private(set) var lastError: ClientError?

    private let backoff: Backoff
    private let pauseDelay: Duration
    private let maximumMutationsPerPush: Int
    private var events: EventStreamState
    private var random: @Sendable () -> UInt64

    /// Failures since a round trip did what it was for.
    private var failures = 0

    /// Round trips that were repeated at once to mend something, a fork or a divergence, since the last that failed or
    /// did what it was for.
    private var repairs = 0
    private var outOfOrderCount = 0

    /// Steps in a row that replaced a base that the server had been told of.
    private var replacements = 0

    /// Steps in a row that held nothing.
    private var emptySteps = 0

    /// Round trips in a row during which another process moved the replica.
    private var superseded = 0

    /// The mutations that a push may carry, after one was too large.
    private var pushLimit: Int?

    /// The version at which the base stands, as far as known. An event that names it tells nothing; one that names an
    /// older one may be of a server that was restored.
    private var knownVersion: Int64?

    /// Round trips in a row that a poke asked for and that brought nothing, and when a poke is served again.
    private var fruitlessPokes = 0
    private var pokeDeadline: Duration?

    /// - Parameter listens: False for a machine that never opens the stream of events.
    init(_ configuration: ClientConfiguration, listens: Bool, random: @escaping @Sendable () -> UInt64) {
        backoff = Backoff(base: configuration.retryDelay, maximum: configuration.maximumRetryDelay)
        pauseDelay = configuration.pauseDelay
        maximumMutationsPerPush = configuration.maximumMutationsPerPush
        events = EventStreamState(backoff: backoff, silence: configuration.eventSilence, isWanted: listens)
        self.random = random
    }

    /// When the machine wants to be told `deadlinePassed`.
    var deadline: Duration? {
        switch state {
        case .backingOff(let until, _), .needsAuthentication(let until), .upgradeRequired(let until): until
        case .idle: [pokeDeadline, events.deadline].compactMap(\.self).min()
        case .offline, .connecting, .exchanging, .stopped: nil
        }
    }

    mutating func handle(_ event: SyncEvent, at now: Duration) -> [SyncAction] {
        if state == .stopped { return [] }
        switch event {
        case .started: return state == .offline ? connect() : []
        case .mutated: return mutated()
        case .poked(let version): return poked(version, now)
        case .heartbeatArrived:
            events.heard(now)
            return []
        case .eventsEnded(let error):
            if state == .idle { lastError = error }
            events.ended(now, random: random())
            knownVersion = nil
            return []
        case .exchanged(let result): return exchanged(result, now)
        case .deadlinePassed: return deadlinePassed(now)
        case .retryRequested: return retryRequested(now)
        case .stopped:
            state = .stopped
            return events.close() ? [.closeEvents] : []
        }
    }
}

// MARK: - Events outside of a round trip

extension SyncStateMachine {
    private mutating func mutated() -> [SyncAction] {
        switch state {
        case .idle: return exchange()
        case .connecting, .exchanging:
            markOutdated()
            return []
        case .offline, .backingOff, .needsAuthentication, .upgradeRequired, .stopped: return []
        }
    }

    private mutating func poked(_ version: Int64, _ now: Duration) -> [SyncAction] {
        events.heard(now)
        if version == knownVersion { return [] }
        switch state {
        case .idle:
            fruitlessPokes += 1
            guard fruitlessPokes > Self.maximumFruitlessPokes else { return exchange() }
            if pokeDeadline == nil {
                pokeDeadline = now + backoff.delay(failures: Self.maximumFruitlessPokes, random: random())
            }
            return []
        case .connecting, .exchanging:
            markOutdated()
            return []
        case .offline, .backingOff, .needsAuthentication, .upgradeRequired, .stopped: return []
        }
    }

    private mutating func deadlinePassed(_ now: Duration) -> [SyncAction] {
        guard let deadline, now >= deadline else { return [] }
        switch state {
        case .backingOff, .needsAuthentication, .upgradeRequired: return connect()
        case .idle:
            if events.isSilent(now) {
                events.breakOff(now, random: random())
                knownVersion = nil
                return [.closeEvents]
            }
            return exchange()
        case .offline, .connecting, .exchanging, .stopped: return []
        }
    }

    private mutating func retryRequested(_ now: Duration) -> [SyncAction] {
        switch state {
        case .idle: return exchange()
        case .connecting, .exchanging:
            markOutdated()
            return []
        case .backingOff(let until, let notBefore):
            guard now < notBefore else { return connect() }
            state = .backingOff(until: min(until, notBefore), notBefore: notBefore)
            return []
        case .needsAuthentication, .upgradeRequired: return connect()
        case .offline, .stopped: return []
        }
    }

    private mutating func markOutdated() {
        switch state {
        case .connecting(var roundTrip):
            roundTrip.isOutdated = true
            state = .connecting(roundTrip)
        case .exchanging(var roundTrip):
            roundTrip.isOutdated = true
            state = .exchanging(roundTrip)
        default: break
        }
    }

    private mutating func connect() -> [SyncAction] {
        state = .connecting(RoundTrip(plan: .pushAndPull))
        return [.exchange(.pushAndPull, pushLimit: pushLimit)]
    }

    private mutating func exchange(_ plan: ExchangePlan = .pushAndPull) -> [SyncAction] {
        state = .exchanging(RoundTrip(plan: plan))
        pokeDeadline = nil
        return [.exchange(plan, pushLimit: pushLimit)]
    }
}

// MARK: - Results of a round trip

extension SyncStateMachine {
    private mutating func exchanged(_ result: ExchangeResult, _ now: Duration) -> [SyncAction] {
        let roundTrip: RoundTrip
        switch state {
        case .connecting(let current), .exchanging(let current): roundTrip = current
        case .offline, .idle, .backingOff, .needsAuthentication, .upgradeRequired, .stopped: return []
        }
        if case .superseded = result {
            superseded += 1
            return superseded <= Self.maximumSuperseded ? exchange() : fail(Self.superseded, now)
        }
        superseded = 0
        switch result {
        case .applied(let step): return applied(step, roundTrip, now)
        case .pushed: return repair(by: .pull, nil, now)
        case .superseded: return []
        case .diverged(let error):
            switch roundTrip.plan {
            case .everything: return fail(error, now)
            case .rows: return repair(by: .everything, error, now)
            case .pushAndPull, .pull, .pushAsNewClient, .push, .snapshot: return repair(by: .rows, error, now)
            }
        case .forked(let error): return repair(by: .pushAndPull, error, now)
        case .outOfOrder(let error):
            // A pull tells what a restored server still has; if that does not help, a new client id does.
            outOfOrderCount += 1
            return repair(by: outOfOrderCount == 1 ? .pull : .pushAsNewClient, error, now)
        case .tooLarge(let error, let mutations):
            guard mutations > 1 else { return fail(error, now, isLasting: true) }
            pushLimit = mutations / 2
            return exchange()
        case .failed(let error, let retryAfter, let isLasting):
            return fail(error, now, retryAfter: retryAfter, isLasting: isLasting)
        case .unauthenticated(let error):
            lastError = error
            state = .needsAuthentication(until: now + pauseDelay)
            return []
        case .upgradeRequired(let error):
            lastError = error
            state = .upgradeRequired(until: now + pauseDelay)
            return []
        case .downloading(let standing):
            // What is pending must not wait for a long download.
            if roundTrip.plan == .snapshot { failures = 0 }
            return exchange(standing.hasUnpushed ? .push : .snapshot)
        case .interrupted(let error, let gained):
            if gained >= Self.worthwhileBytes { failures = 0 }
            return fail(error, now)
        case .gone(let error): return repair(by: .pull, error, now)
        }
    }

    private mutating func applied(_ step: AppliedStep, _ roundTrip: RoundTrip, _ now: Duration) -> [SyncAction] {
        // Rows do not say their version, and a base that was replaced may stand at an older one.
        if step.version != nil || step.movedCursor || step.replacedBase { knownVersion = step.version }
        if step.carriedMutations, step.isFruitful { growPushes() }
        if step.isFruitful { fruitlessPokes = 0 }
        replacements = step.replacedBase ? replacements + 1 : 0
        // A stretch of the log may hold nothing for this client, but not without end.
        emptySteps = step.isFruitful ? 0 : emptySteps + 1
        let mayGoOn = step.isFruitful || step.movedCursor && emptySteps <= Self.maximumEmptySteps
        let mayRepeat = step.isFruitful && replacements <= Self.maximumRepairs
        if step.more, !mayGoOn || replacements > Self.maximumRepairs { return fail(Self.noProgress, now) }
        let hasOutcomes = step.appliedCount + step.rejectedCount > 0
        if step.carriedMutations ? step.isFruitful : !step.hasPending || hasOutcomes, !step.replacedBase {
            failures = 0
            repairs = 0
            outOfOrderCount = 0
        }
        if step.more { return exchange(roundTrip.isOutdated ? .pushAndPull : .pull) }
        if step.hasPending {
            let isNews = mayRepeat || !step.carriedMutations
            return isNews ? exchange() : fail(Self.noProgress, now)
        }
        lastError = nil
        if roundTrip.isOutdated { return exchange() }
        state = .idle
        return events.open(now) ? [.openEvents] : []
    }

    private mutating func growPushes() {
        guard let limit = pushLimit else { return }
        pushLimit = limit < maximumMutationsPerPush / 2 ? limit * 2 : nil
    }

    private mutating func repair(by plan: ExchangePlan, _ error: ClientError?, _ now: Duration) -> [SyncAction] {
        repairs += 1
        guard repairs <= Self.maximumRepairs else {
            return fail(error ?? Self.noProgress, now)
        }
        lastError = error ?? lastError
        return exchange(plan)
    }

    private mutating func fail(
        _ error: ClientError, _ now: Duration, retryAfter: Duration? = nil, isLasting: Bool = false
    ) -> [SyncAction] {
        failures += 1
        repairs = 0
        outOfOrderCount = 0
        replacements = 0
        lastError = error
        let delay =
            isLasting
            ? backoff.lastingDelay(random: random()) : backoff.delay(failures: failures, random: random())
        let notBefore = now + (retryAfter ?? .zero)
        state = .backingOff(until: max(now + delay, notBefore), notBefore: notBefore)
        return []
    }

    private static let noProgress = ClientError(
        .noProgress, "The server announces more than it gives. If this lasts, report it to whoever runs the server.")

    private static let superseded = ClientError(
        .superseded,
        """
        Another process keeps syncing the same file, and takes what is pending along. Sync in one process at a time, \
        or try again later.
        """)
}
