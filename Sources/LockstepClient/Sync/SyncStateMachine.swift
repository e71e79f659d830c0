/// The sync loop's decisions: what to do when, without doing it.
///
/// It is told events and the time, and returns actions. At most one round trip is under way, and while one is, the
/// machine is in `connecting` or `exchanging`.
///
/// | state | means |
/// |---|---|
/// | `offline` | not started |
/// | `connecting` | a round trip is under way; the last one failed, or there was none |
/// | `exchanging` | a round trip is under way; the server answered the last one |
/// | `idle` | in step with the server |
/// | `backingOff` | the last round trip failed |
/// | `needsAuthentication` | there is no token, or none that the server accepts |
/// | `upgradeRequired` | the server does not serve this version |
/// | `stopped` | over |
///
/// What it does about an event, by the state that it is in:
///
/// | event | `offline` | `connecting` | `exchanging` | `idle` | `backingOff` | `needsAuthentication` | `upgradeRequired` | `stopped` |
/// |---|---|---|---|---|---|---|---|---|
/// | `started` | connect | - | - | - | - | - | - | - |
/// | `mutated` | - | note | note | exchange | - | - | - | - |
/// | `poked` | - | notePoke | notePoke | servePoke | hear | hear | hear | - |
/// | `heartbeatArrived` | - | hear | hear | hear | hear | hear | hear | - |
/// | `eventsEnded` | - | loseEvents | loseEvents | loseEvents | loseEvents | loseEvents | loseEvents | - |
/// | `exchanged(applied)` | - | settle | settle | - | - | - | - | - |
/// | `exchanged(pushed)` | - | pull | pull | - | - | - | - | - |
/// | `exchanged(superseded)` | - | again | again | - | - | - | - | - |
/// | `exchanged(diverged)` | - | mend | mend | - | - | - | - | - |
/// | `exchanged(forked)` | - | repush | repush | - | - | - | - | - |
/// | `exchanged(outOfOrder)` | - | renumber | renumber | - | - | - | - | - |
/// | `exchanged(tooLarge)` | - | split | split | - | - | - | - | - |
/// | `exchanged(failed)` | - | fail | fail | - | - | - | - | - |
/// | `exchanged(unauthenticated)` | - | renew | renew | - | - | - | - | - |
/// | `exchanged(upgradeRequired)` | - | upgrade | upgrade | - | - | - | - | - |
/// | `exchanged(downloading)` | - | fetch | fetch | - | - | - | - | - |
/// | `exchanged(interrupted)` | - | resumeLater | resumeLater | - | - | - | - | - |
/// | `exchanged(gone)` | - | repull | repull | - | - | - | - | - |
/// | `deadlinePassed` | - | - | - | tend | resume | resume | resume | - |
/// | `retryRequested` | - | note | note | exchange | hurry | hurry | hurry | - |
/// | `stopped` | stop | stop | stop | stop | stop | stop | stop | - |
///
/// | reaction | what it does |
/// |---|---|
/// | - | nothing |
/// | connect | makes a round trip that pushes and pulls → `connecting` |
/// | exchange | makes a round trip that pushes and pulls → `exchanging` |
/// | note | remembers that the round trip under way is outdated: another follows it |
/// | notePoke | as note, unless the base is known to stand at the version named; where the server asks for its clients' requests to be spread, puts the poke off by a part of that time instead |
/// | servePoke | as exchange, unless the base is known to stand at the version named; put off by a part of the time over which the server asks for its clients' requests to be spread, and after three pokes in a row that brought nothing by a while → `exchanging`, `idle` |
/// | hear | takes note that the stream of events lives |
/// | loseEvents | takes note that the stream is gone, and when to open another: at once with a new token, the first time that one is refused; later each time that one broke; rarely if there are none |
/// | settle | pulls or pushes what is left → `exchanging`; or opens the stream of events, if it is closed and due → `idle`; or, if the server announces more than it gives, → `backingOff` |
/// | pull | pulls, as the push had no step → `exchanging`; the fourth time in a row → `backingOff` |
/// | again | makes the round trip again → `exchanging`; the 21st time and each after it, until a step is applied, → `backingOff` |
/// | mend | asks for rows, after rows for everything → `exchanging`; after everything → `backingOff` |
/// | repush | pushes as the new client → `exchanging`; the fourth time in a row → `backingOff` |
/// | renumber | pulls, the second time in a row pushes as a new client → `exchanging`; the fourth time → `backingOff` |
/// | split | pushes half as many mutations → `exchanging`; with one, or a wait that the server asks for, → `backingOff` |
/// | fail | waits, longer each time in a row → `backingOff` |
/// | renew | the first time since the server accepted a token, makes the round trip again with a new one → same state, if the server does not ask for a wait; else closes the stream and pauses → `needsAuthentication` |
/// | upgrade | closes the stream and pauses → `upgradeRequired` |
/// | fetch | downloads the next piece of the snapshot, or first pushes what is pending and the server does not have → `exchanging`; after very many round trips in a row → `backingOff` |
/// | resumeLater | as fail, and as after a first failure if the piece was worth it; the download goes on after the wait |
/// | repull | pulls, as the server no longer has the snapshot → `exchanging`; the fourth time in a row → `backingOff` |
/// | tend | breaks off a stream that is silent → `idle`; else, as a poll, an attempt at a stream or a poke put off is due, as exchange |
/// | resume | as connect, if the deadline has passed |
/// | hurry | as connect; while the server's Retry-After lasts, moves the deadline to its end → same state |
/// | stop | closes the stream → `stopped` |
///
/// A wait has *full jitter*, and never ends before the server's `Retry-After`, of which at most
/// `ClientConfiguration.maximumRetryAfter` is believed. Of the time over which it asks for requests to be spread, at most
/// `ClientConfiguration.maximumEventSpread` is.
struct SyncStateMachine: Sendable {
    enum State: Hashable, Sendable {
        case offline
        case connecting(RoundTrip)
        case exchanging(RoundTrip)
        case idle
        case backingOff(Wait)
        case needsAuthentication(Wait)
        case upgradeRequired(Wait)
        case stopped
    }

    /// A state without its particulars.
    enum Phase: String, Sendable, CaseIterable {
        case offline, connecting, exchanging, idle, backingOff, needsAuthentication, upgradeRequired, stopped
    }

    struct RoundTrip: Hashable, Sendable {
        var plan: ExchangePlan

        /// Something happened since the request was made.
        var isOutdated = false
    }

    struct Wait: Hashable, Sendable {
        /// When the next attempt is made without being asked for.
        var until: Duration

        /// The time before which the server does not want one.
        var notBefore: Duration
    }

    struct DelayedPoke: Hashable, Sendable {
        var version: Int64
        var until: Duration
    }

    /// The limits of immediate repetition: whatever a server answers, it is not asked without end.
    static let maximumRepairs = 3
    static let maximumFruitlessPokes = 3
    static let maximumEmptySteps = 100
    static let maximumSuperseded = 20
    static let maximumRoundTripsInARow = 10_000

    /// A piece of a snapshot that was cut off after so many bytes is no failure like one that brought nothing.
    static let worthwhileBytes: Int64 = 64 << 10

    var state = State.offline

    /// Why the last round trip failed; nil once one has succeeded.
    var lastError: ClientError?

    /// Why there is no stream of events; nil while one speaks.
    var eventsError: ClientError?

    /// The version at which the base stands, as far as known.
    var baseVersion: Int64?

    let backoff: Backoff
    let pauseDelay: Duration
    let maximumRetryAfter: Duration
    let maximumEventSpread: Duration
    let maximumMutationsPerPush: Int
    var events: EventStreamState
    let random: @Sendable () -> UInt64

    /// Failures since a round trip did what it was for.
    var failures = 0

    /// Round trips that were repeated at once to mend something, a fork or a divergence, since the last that failed or
    /// did what it was for.
    var repairs = 0
    var outOfOrderCount = 0

    /// Steps in a row that replaced a base that the server had been told of.
    var replacements = 0

    /// Steps in a row that held nothing.
    var emptySteps = 0

    /// Round trips since the last step that was applied during which another process moved the replica.
    var superseded = 0

    /// Round trips without a wait between them, and the waits for that reason since the loop was idle.
    var roundTripsInARow = 0
    var breaths = 0

    /// A token was refused, and another one asked for, since the server last accepted one.
    var hasRenewedToken = false

    /// The mutations that a push may carry, after one was too large.
    var pushLimit: Int?

    /// The version that an event may name without telling anything: `baseVersion` while the stream that named it, or a
    /// later step, shows that it is of the same history. One that is older may be of a server that was restored.
    var knownVersion: Int64?

    /// Round trips in a row that a poke asked for and that brought nothing.
    var fruitlessPokes = 0

    /// The newest poke that is put off; until when is that of the first one since the last round trip.
    var delayedPoke: DelayedPoke?

    /// - Parameter listens: False for a machine that neither opens the stream of events nor polls.
    init(_ configuration: ClientConfiguration, listens: Bool, random: @escaping @Sendable () -> UInt64) {
        backoff = Backoff(base: configuration.retryDelay, maximum: configuration.maximumRetryDelay)
        pauseDelay = configuration.pauseDelay
        maximumRetryAfter = configuration.maximumRetryAfter
        maximumEventSpread = configuration.maximumEventSpread
        maximumMutationsPerPush = configuration.maximumMutationsPerPush
        events = EventStreamState(configuration, backoff: backoff, isWanted: listens)
        self.random = random
    }

    /// When the machine wants to be told `deadlinePassed`.
    var deadline: Duration? {
        switch state {
        case .backingOff(let wait), .needsAuthentication(let wait), .upgradeRequired(let wait): wait.until
        case .idle: [delayedPoke?.until, events.deadline].compactMap(\.self).min()
        case .offline, .connecting, .exchanging, .stopped: nil
        }
    }

    mutating func handle(_ event: SyncEvent, at now: Duration) -> [SyncAction] {
        switch SyncReaction(to: event, in: state.phase) {
        case .ignore: return []
        case .connect: return connect()
        case .exchange: return exchange()
        case .note: return note()
        case .notePoke(let version, let spread): return notePoke(version, spread, now)
        case .servePoke(let version, let spread): return servePoke(version, spread, now)
        case .hear: return hear(now)
        case .loseEvents(let end): return loseEvents(end, now)
        case .settle(let step): return settle(step, now)
        case .pull: return repair(by: .pull, nil, now)
        case .again: return again(now)
        case .mend(let error): return mend(error, now)
        case .repush(let error): return repair(by: .pushAndPull, error, now)
        case .renumber(let error): return renumber(error, now)
        case .split(let error, let mutations, let retryAfter): return split(error, mutations, retryAfter, now)
        case .fail(let error, let retryAfter, let isLasting):
            return fail(error, now, retryAfter: retryAfter, isLasting: isLasting)
        case .renew(let error, let retryAfter, let isRenewable): return renew(error, retryAfter, isRenewable, now)
        case .upgrade(let error, let retryAfter):
            let wait = wait(backoff.pause(pauseDelay, random: random()), retryAfter, now)
            return pause(error, .upgradeRequired(wait), now)
        case .fetch(let standing): return fetch(standing, now)
        case .resumeLater(let error, let gained): return resumeLater(error, gained, now)
        case .repull(let error): return repair(by: .pull, error, now)
        case .tend: return tend(now)
        case .resume: return resume(now)
        case .hurry: return hurry(now)
        case .stop: return stop()
        }
    }
}

extension SyncStateMachine.State {
    var phase: SyncStateMachine.Phase {
        switch self {
        case .offline: .offline
        case .connecting: .connecting
        case .exchanging: .exchanging
        case .idle: .idle
        case .backingOff: .backingOff
        case .needsAuthentication: .needsAuthentication
        case .upgradeRequired: .upgradeRequired
        case .stopped: .stopped
        }
    }

    /// The round trip that is under way.
    var roundTrip: SyncStateMachine.RoundTrip? {
        get {
            switch self {
            case .connecting(let roundTrip), .exchanging(let roundTrip): roundTrip
            case .offline, .idle, .backingOff, .needsAuthentication, .upgradeRequired, .stopped: nil
            }
        }
        set {
            guard let newValue else { return }
            switch self {
            case .connecting: self = .connecting(newValue)
            case .exchanging: self = .exchanging(newValue)
            case .offline, .idle, .backingOff, .needsAuthentication, .upgradeRequired, .stopped: break
            }
        }
    }
}
