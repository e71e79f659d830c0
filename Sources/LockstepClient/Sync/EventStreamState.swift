/// What the sync loop knows of its stream of events.
struct EventStreamState: Sendable {
    private enum State: Sendable {
        /// Not open; to be opened after the next round trip that begins at or after the time.
        case closed(reopensAt: Duration?)

        case open(since: Duration, heardAt: Duration)

        /// Broken off by us; its end is yet to be told.
        case closing(reopensAt: Duration)
    }

    private let backoff: Backoff
    private let silence: Duration
    private let isWanted: Bool
    private var state = State.closed(reopensAt: nil)

    /// Streams in a row that did not last.
    private var failures = 0

    init(backoff: Backoff, silence: Duration, isWanted: Bool) {
        self.backoff = backoff
        self.silence = silence
        self.isWanted = isWanted
    }

    /// When an idle loop has something to do for the stream.
    var deadline: Duration? {
        switch state {
        case .closed(let reopensAt): isWanted ? reopensAt : nil
        case .open(_, let heardAt): heardAt + silence
        case .closing: nil
        }
    }

    /// Decides at the end of a round trip whether to open the stream.
    mutating func open(_ now: Duration) -> Bool {
        guard isWanted, case .closed(let reopensAt) = state, reopensAt ?? now <= now else { return false }
        state = .open(since: now, heardAt: now)
        return true
    }

    mutating func heard(_ now: Duration) {
        if case .open(let since, _) = state { state = .open(since: since, heardAt: now) }
    }

    func isSilent(_ now: Duration) -> Bool {
        if case .open(_, let heardAt) = state { now >= heardAt + silence } else { false }
    }

    mutating func ended(_ now: Duration, random: UInt64) {
        switch state {
        case .open(let since, _):
            // A server that accepts and hangs up at once is not asked again at once.
            failures = now - since < silence ? failures + 1 : 1
            state = .closed(reopensAt: now + backoff.delay(failures: failures, random: random))
        case .closing(let reopensAt): state = .closed(reopensAt: reopensAt)
        case .closed: break
        }
    }

    mutating func breakOff(_ now: Duration, random: UInt64) {
        failures += 1
        state = .closing(reopensAt: now + backoff.delay(failures: failures, random: random))
    }

    /// Decides whether there is a stream to close, for good.
    mutating func close() -> Bool {
        if case .open = state { true } else { false }
    }
}
