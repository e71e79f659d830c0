/// Something that happened, as the sync loop's state machine is told it.
enum SyncEvent: Sendable {
    case started

    /// A mutation was recorded, here or by another process.
    case mutated

    /// The stream of events named the server's newest version.
    case poked(version: Int64)

    /// The stream of events said that it lives.
    case heartbeatArrived

    /// The stream of events ended.
    case eventsEnded(ClientError)

    /// The round trip that was under way ended.
    case exchanged(ExchangeResult)

    /// The machine's deadline has passed.
    case deadlinePassed

    /// The app asks to try again: there is a new token, or a network.
    case retryRequested

    case stopped
}

/// How a round trip ended.
enum ExchangeResult: Sendable {
    case applied(AppliedStep)

    /// The push is recorded, and the server could not say the base's next step with it.
    case pushed

    /// Another process moved the replica meanwhile.
    case superseded

    /// The step has another effect here.
    case diverged(ClientError)

    /// The replica goes on under a new client id.
    case forked(ClientError)

    /// The server expects an earlier mutation than the replica has pending.
    case outOfOrder(ClientError)

    /// The request was too large.
    case tooLarge(ClientError, mutations: Int)

    /// There is no usable answer, and there may be one later. A lasting failure is not worth trying again soon.
    case failed(ClientError, retryAfter: Duration?, isLasting: Bool)

    /// The token is missing, wrong, expired, or another actor's.
    case unauthenticated(ClientError)

    /// The server does not serve this version any longer.
    case upgradeRequired(ClientError)
}

extension ExchangeResult {
    /// Why the round trip did not do what it was for.
    var error: ClientError? {
        switch self {
        case .applied, .pushed, .superseded: nil
        case .diverged(let error), .forked(let error), .outOfOrder(let error), .tooLarge(let error, _),
            .failed(let error, _, _), .unauthenticated(let error), .upgradeRequired(let error):
            error
        }
    }
}

/// What the driver is to do.
enum SyncAction: Hashable, Sendable {
    /// Make a round trip, and tell its result. A push carries at most `pushLimit` mutations.
    case exchange(ExchangePlan, pushLimit: Int?)

    case openEvents
    case closeEvents
}
