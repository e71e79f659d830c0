/// What the sync loop's state machine does about an event: the cell of its table (see `SyncStateMachine`).
enum SyncReaction: Sendable {
    case ignore
    case connect
    case exchange
    case note
    case notePoke(version: Int64, spread: Duration)
    case servePoke(version: Int64, spread: Duration)
    case hear
    case loseEvents(EventStreamEnd)
    case settle(AppliedStep)
    case pull
    case again
    case mend(ClientError)
    case repush(ClientError)
    case renumber(ClientError)
    case split(ClientError, mutations: Int, retryAfter: Duration?)
    case fail(ClientError, retryAfter: Duration?, isLasting: Bool)
    case renew(ClientError, retryAfter: Duration?, isRenewable: Bool)
    case upgrade(ClientError, retryAfter: Duration?)
    case fetch(SnapshotStanding)
    case resumeLater(ClientError, gained: Int64)
    case repull(ClientError)
    case tend
    case resume
    case hurry
    case stop

    init(to event: SyncEvent, in phase: SyncStateMachine.Phase) {
        switch (event, phase) {
        case (_, .stopped): self = .ignore
        case (.stopped, _): self = .stop
        case (.started, .offline): self = .connect
        case (.started, _), (_, .offline): self = .ignore

        case (.mutated, .idle), (.retryRequested, .idle): self = .exchange
        case (.mutated, .connecting), (.mutated, .exchanging): self = .note
        case (.mutated, .backingOff), (.mutated, .needsAuthentication), (.mutated, .upgradeRequired): self = .ignore

        case (.retryRequested, .connecting), (.retryRequested, .exchanging): self = .note
        case (.retryRequested, .backingOff), (.retryRequested, .needsAuthentication),
            (.retryRequested, .upgradeRequired):
            self = .hurry

        case (.deadlinePassed, .connecting), (.deadlinePassed, .exchanging): self = .ignore
        case (.deadlinePassed, .idle): self = .tend
        case (.deadlinePassed, .backingOff), (.deadlinePassed, .needsAuthentication),
            (.deadlinePassed, .upgradeRequired):
            self = .resume

        case (.poked(let version, let spread), .connecting), (.poked(let version, let spread), .exchanging):
            self = .notePoke(version: version, spread: spread)
        case (.poked(let version, let spread), .idle): self = .servePoke(version: version, spread: spread)
        case (.poked, .backingOff), (.poked, .needsAuthentication), (.poked, .upgradeRequired): self = .hear
        case (.heartbeatArrived, _): self = .hear
        case (.eventsEnded(let end), _): self = .loseEvents(end)

        case (.exchanged(let result), .connecting), (.exchanged(let result), .exchanging): self = Self(to: result)
        case (.exchanged, .idle), (.exchanged, .backingOff), (.exchanged, .needsAuthentication),
            (.exchanged, .upgradeRequired):
            self = .ignore
        }
    }

    private init(to result: ExchangeResult) {
        switch result {
        case .applied(let step): self = .settle(step)
        case .pushed: self = .pull
        case .superseded: self = .again
        case .diverged(let error): self = .mend(error)
        case .forked(let error): self = .repush(error)
        case .outOfOrder(let error): self = .renumber(error)
        case .tooLarge(let error, let mutations, let retryAfter):
            self = .split(error, mutations: mutations, retryAfter: retryAfter)
        case .failed(let error, let retryAfter, let isLasting):
            self = .fail(error, retryAfter: retryAfter, isLasting: isLasting)
        case .unauthenticated(let error, let retryAfter, let isRenewable):
            self = .renew(error, retryAfter: retryAfter, isRenewable: isRenewable)
        case .upgradeRequired(let error, let retryAfter): self = .upgrade(error, retryAfter: retryAfter)
        case .downloading(let standing): self = .fetch(standing)
        case .interrupted(let error, let gained): self = .resumeLater(error, gained: gained)
        case .gone(let error): self = .repull(error)
        }
    }
}
