// MARK: - Beginning and ending

extension SyncStateMachine {
    mutating func connect() -> [SyncAction] {
        state = .connecting(RoundTrip(plan: .pushAndPull))
        return roundTrip(.pushAndPull)
    }

    mutating func exchange(_ plan: ExchangePlan = .pushAndPull) -> [SyncAction] {
        state = .exchanging(RoundTrip(plan: plan))
        return roundTrip(plan)
    }

    private mutating func roundTrip(_ plan: ExchangePlan) -> [SyncAction] {
        delayedPoke = nil
        roundTripsInARow += 1
        return [.exchange(plan, pushLimit: pushLimit)]
    }

    mutating func stop() -> [SyncAction] {
        state = .stopped
        return events.isOpen ? [.closeEvents] : []
    }
}

// MARK: - Events during a round trip

extension SyncStateMachine {
    mutating func note() -> [SyncAction] {
        state.roundTrip?.isOutdated = true
        return []
    }

    mutating func notePoke(_ version: Int64, _ spread: Duration, _ now: Duration) -> [SyncAction] {
        _ = hear(now)
        guard version != knownVersion else { return [] }
        guard spread > .zero else { return note() }
        delay(version, by: part(of: spread), now)
        return []
    }
}

// MARK: - Events while nothing is under way

extension SyncStateMachine {
    mutating func servePoke(_ version: Int64, _ spread: Duration, _ now: Duration) -> [SyncAction] {
        _ = hear(now)
        if version == knownVersion { return [] }
        // Those that come while one is put off lead to one round trip.
        if delayedPoke == nil { fruitlessPokes += 1 }
        let isOften = fruitlessPokes > Self.maximumFruitlessPokes
        guard isOften || spread > .zero else { return exchange() }
        let pause = isOften ? backoff.delay(failures: Self.maximumFruitlessPokes, random: random()) : .zero
        delay(version, by: max(pause, spread > .zero ? part(of: spread) : .zero), now)
        return []
    }

    private mutating func delay(_ version: Int64, by delay: Duration, _ now: Duration) {
        delayedPoke = DelayedPoke(version: version, until: delayedPoke?.until ?? now + delay)
    }

    private func part(of spread: Duration) -> Duration {
        backoff.part(of: min(spread, maximumEventSpread), random: random())
    }

    mutating func tend(_ now: Duration) -> [SyncAction] {
        guard let deadline, now >= deadline else { return [] }
        guard events.isSilent(now) else { return exchange() }
        knownVersion = nil
        eventsError = ClientError(.unreachable, "The stream of events was silent for too long.")
        events.breakOff(now, random: random())
        return [.closeEvents]
    }

    mutating func resume(_ now: Duration) -> [SyncAction] {
        guard let deadline, now >= deadline else { return [] }
        return connect()
    }

    mutating func hurry(_ now: Duration) -> [SyncAction] {
        hasRenewedToken = false
        switch state {
        case .backingOff(let wait) where now < wait.notBefore: state = .backingOff(wait.shortened)
        case .needsAuthentication(let wait) where now < wait.notBefore: state = .needsAuthentication(wait.shortened)
        case .upgradeRequired(let wait) where now < wait.notBefore: state = .upgradeRequired(wait.shortened)
        default: return connect()
        }
        return []
    }
}

extension SyncStateMachine.Wait {
    /// As long as the server asks, and no longer.
    fileprivate var shortened: Self { Self(until: notBefore, notBefore: notBefore) }
}

// MARK: - The stream of events

extension SyncStateMachine {
    mutating func hear(_ now: Duration) -> [SyncAction] {
        events.heard(now)
        eventsError = nil
        return []
    }

    mutating func loseEvents(_ end: EventStreamEnd, _ now: Duration) -> [SyncAction] {
        if let error = events.ended(end.limited(to: maximumRetryAfter), now, random: random()) { eventsError = error }
        // While nobody listens the server may be restored, and come to the same version on another way.
        knownVersion = nil
        return []
    }
}

extension EventStreamEnd {
    fileprivate func limited(to maximum: Duration) -> EventStreamEnd {
        switch self {
        case .broken(let error, let retryAfter): .broken(error, retryAfter: retryAfter.map { min($0, maximum) })
        case .unauthenticated(let error, let retryAfter):
            .unauthenticated(error, retryAfter: retryAfter.map { min($0, maximum) })
        case .unsupported: self
        }
    }
}

// MARK: - Waiting

extension SyncStateMachine {
    /// A wait that ends after a delay, and not before the server wants it to.
    func wait(_ delay: Duration, _ retryAfter: Duration?, _ now: Duration) -> Wait {
        let notBefore = now + min(max(retryAfter ?? .zero, .zero), maximumRetryAfter)
        return Wait(until: max(now + delay, notBefore), notBefore: notBefore)
    }

    mutating func fail(
        _ error: ClientError, _ now: Duration, retryAfter: Duration? = nil, isLasting: Bool = false
    ) -> [SyncAction] {
        failures += 1
        let delay =
            isLasting
            ? backoff.lastingDelay(random: random()) : backoff.delay(failures: failures, random: random())
        enter(.backingOff(wait(delay, retryAfter, now)), error)
        return []
    }

    /// Waits for the app, and asks now and then whether it is still to wait.
    mutating func pause(_ error: ClientError, _ state: State, _ now: Duration) -> [SyncAction] {
        enter(state, error)
        knownVersion = nil
        return events.pause(now) ? [.closeEvents] : []
    }

    /// Enters a state that waits.
    mutating func enter(_ state: State, _ error: ClientError) {
        self.state = state
        lastError = error
        repairs = 0
        outOfOrderCount = 0
        replacements = 0
        roundTripsInARow = 0
    }
}
