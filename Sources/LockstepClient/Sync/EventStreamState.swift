/// What the sync loop knows of its stream of events, and when it polls for want of one.
struct EventStreamState: Sendable {
    private enum State: Hashable, Sendable {
        /// Not open; to be opened after the next round trip that begins at or after the time.
        case closed(reopensAt: Duration?)

        /// A stream that has not spoken may be held back by a proxy.
        case open(since: Duration, heardAt: Duration, hasSpoken: Bool)

        /// Broken off by us; its end is yet to be told.
        case closing(reopensAt: Duration)
    }

    /// Streams in a row that were opened and never spoke, after which a proxy is taken to hold them back.
    private static let maximumMuteStreams = 3

    private let backoff: Backoff
    private let silence: Duration
    private let pollInterval: Duration
    private let rareInterval: Duration
    private let isWanted: Bool
    private var state = State.closed(reopensAt: nil)

    /// Streams in a row that did not last, or never spoke.
    private var failures = 0
    private var muteStreams = 0

    /// A stream was refused for its token since the last that spoke.
    private var hasRenewedToken = false

    private var pollsAt: Duration?

    init(_ configuration: ClientConfiguration, backoff: Backoff, isWanted: Bool) {
        self.backoff = backoff
        self.isWanted = isWanted
        silence = configuration.eventSilence
        pollInterval = configuration.pollInterval
        rareInterval = configuration.eventRetryInterval
    }

    var isOpen: Bool {
        if case .open = state { true } else { false }
    }

    /// How changes of others become known.
    var listening: SyncStatus.Listening {
        if case .open(_, _, hasSpoken: true) = state { .events } else { isWanted ? .polling : .none }
    }

    /// When an idle loop has something to do: poll, open a stream, or break off one that is silent.
    var deadline: Duration? {
        guard isWanted else { return nil }
        return switch state {
        case .closed(let reopensAt): [reopensAt, pollsAt].compactMap(\.self).min()
        case .open(_, let heardAt, hasSpoken: true): heardAt + silence
        case .open(_, let heardAt, hasSpoken: false): [heardAt + silence, pollsAt].compactMap(\.self).min()
        case .closing: pollsAt
        }
    }

    /// Sets the time of the next poll, at the end of a round trip.
    mutating func poll(_ now: Duration, random: UInt64) {
        pollsAt = now + backoff.around(pollInterval, random: random)
    }

    /// Decides at the end of a round trip whether to open the stream.
    mutating func open(_ now: Duration) -> Bool {
        guard isWanted, case .closed(let reopensAt) = state, reopensAt ?? now <= now else { return false }
        state = .open(since: now, heardAt: now, hasSpoken: false)
        return true
    }

    mutating func heard(_ now: Duration) {
        guard case .open(let since, _, _) = state else { return }
        state = .open(since: since, heardAt: now, hasSpoken: true)
        muteStreams = 0
        hasRenewedToken = false
    }

    func isSilent(_ now: Duration) -> Bool {
        if case .open(_, let heardAt, _) = state { now >= heardAt + silence } else { false }
    }

    /// - Returns: Why there is no stream, unless it was broken off.
    mutating func ended(_ end: EventStreamEnd, _ now: Duration, random: UInt64) -> ClientError? {
        switch state {
        case .open(let since, _, _):
            // A server that accepts and hangs up at once is not asked again at once.
            failures = now - since < silence ? failures + 1 : 1
            state = .closed(reopensAt: now + delay(after: end, random: random))
            return end.error
        case .closing(let reopensAt):
            state = .closed(reopensAt: reopensAt)
            return nil
        case .closed: return nil
        }
    }

    private mutating func delay(after end: EventStreamEnd, random: UInt64) -> Duration {
        switch end {
        case .broken(_, let retryAfter):
            return max(backoff.delay(failures: failures, random: random), retryAfter ?? .zero)
        case .unsupported: return backoff.pause(rareInterval, random: random)
        case .unauthenticated(_, let retryAfter):
            defer { hasRenewedToken = true }
            return max(hasRenewedToken ? backoff.lastingDelay(random: random) : .zero, retryAfter ?? .zero)
        }
    }

    mutating func breakOff(_ now: Duration, random: UInt64) {
        failures += 1
        if case .open(_, _, hasSpoken: false) = state { muteStreams += 1 }
        let delay =
            muteStreams < Self.maximumMuteStreams
            ? backoff.delay(failures: failures, random: random) : backoff.pause(rareInterval, random: random)
        state = .closing(reopensAt: now + delay)
    }

    /// Decides whether there is a stream to close until the next round trip succeeds.
    mutating func pause(_ now: Duration) -> Bool {
        guard isOpen else { return false }
        state = .closing(reopensAt: now)
        return true
    }
}
