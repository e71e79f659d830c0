// MARK: - Results of a round trip

extension SyncStateMachine {
    mutating func settle(_ step: AppliedStep, _ now: Duration) -> [SyncAction] {
        let isOutdated = state.roundTrip?.isOutdated ?? false
        hasRenewedToken = false
        superseded = 0
        // Rows do not say their version, and a base that was replaced may stand at an older one.
        if step.version != nil || step.movedCursor || step.replacedBase {
            knownVersion = step.version
            baseVersion = step.version
        }
        if let poke = delayedPoke, poke.version == knownVersion { delayedPoke = nil }
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
        if step.hasPending, !step.more, !mayRepeat, step.carriedMutations { return fail(Self.noProgress, now) }
        if !step.more, !step.hasPending { lastError = nil }
        if step.more || step.hasPending || isOutdated {
            guard roundTripsInARow < Self.maximumRoundTripsInARow else { return breathe(now) }
            return exchange(step.more && !isOutdated ? .pull : .pushAndPull)
        }
        return rest(now)
    }

    private mutating func rest(_ now: Duration) -> [SyncAction] {
        roundTripsInARow = 0
        breaths = 0
        state = .idle
        events.poll(now, random: random())
        return events.open(now) ? [.openEvents] : []
    }

    /// Makes a break in a stretch of round trips that all brought something: it may never end.
    private mutating func breathe(_ now: Duration) -> [SyncAction] {
        breaths += 1
        enter(.backingOff(wait(backoff.delay(failures: breaths, random: random()), nil, now)), Self.endless)
        return []
    }

    private mutating func growPushes() {
        guard let limit = pushLimit else { return }
        pushLimit = limit < maximumMutationsPerPush / 2 ? limit * 2 : nil
    }

    mutating func again(_ now: Duration) -> [SyncAction] {
        superseded += 1
        guard superseded > Self.maximumSuperseded else { return exchange() }
        return fail(Self.superseded, now)
    }

    mutating func mend(_ error: ClientError, _ now: Duration) -> [SyncAction] {
        switch state.roundTrip?.plan {
        case .everything: fail(error, now)
        case .rows: repair(by: .everything, error, now)
        case .pushAndPull, .pull, .pushAsNewClient, .push, .snapshot, .checksums, nil: repair(by: .rows, error, now)
        }
    }

    mutating func fetch(_ standing: SnapshotStanding, _ now: Duration) -> [SyncAction] {
        hasRenewedToken = false
        superseded = 0
        if state.roundTrip?.plan == .snapshot { failures = 0 }
        guard roundTripsInARow < Self.maximumRoundTripsInARow else { return breathe(now) }
        // What is pending must not wait for a long download.
        return exchange(standing.hasUnpushed ? .push : .snapshot)
    }

    mutating func resumeLater(_ error: ClientError, _ gained: Int64, _ now: Duration) -> [SyncAction] {
        if gained >= Self.worthwhileBytes { failures = 0 }
        return fail(error, now)
    }

    mutating func renumber(_ error: ClientError, _ now: Duration) -> [SyncAction] {
        // A pull tells what a restored server still has; if that does not help, a new client id does.
        outOfOrderCount += 1
        return repair(by: outOfOrderCount == 1 ? .pull : .pushAsNewClient, error, now)
    }

    mutating func split(
        _ error: ClientError, _ mutations: Int, _ retryAfter: Duration?, _ now: Duration
    ) -> [SyncAction] {
        guard mutations > 1 else { return fail(error, now, retryAfter: retryAfter, isLasting: true) }
        pushLimit = mutations / 2
        guard let retryAfter, retryAfter > .zero else { return exchange() }
        return fail(error, now, retryAfter: retryAfter)
    }

    mutating func renew(
        _ error: ClientError, _ retryAfter: Duration?, _ isRenewable: Bool, _ now: Duration
    ) -> [SyncAction] {
        let isFirst = isRenewable && !hasRenewedToken
        hasRenewedToken = true
        if isFirst, retryAfter ?? .zero <= .zero, let plan = state.roundTrip?.plan {
            lastError = error
            return [.exchange(plan, pushLimit: pushLimit)]
        }
        let delay = isFirst ? .zero : backoff.pause(pauseDelay, random: random())
        return pause(error, .needsAuthentication(wait(delay, retryAfter, now)), now)
    }

    mutating func repair(by plan: ExchangePlan, _ error: ClientError?, _ now: Duration) -> [SyncAction] {
        repairs += 1
        guard repairs <= Self.maximumRepairs else { return fail(error ?? Self.noProgress, now) }
        lastError = error ?? lastError
        return exchange(plan)
    }

    private static let noProgress = ClientError(
        .noProgress, "The server announces more than it gives. If this lasts, report it to whoever runs the server.")

    private static let endless = ClientError(
        .noProgress,
        "The server has had more after \(maximumRoundTripsInARow) requests in a row. The client goes on after a pause.")

    private static let superseded = ClientError(
        .superseded,
        """
        Another process keeps syncing the same file, and takes what is pending along. Sync in one process at a time, \
        or try again later.
        """)
}
