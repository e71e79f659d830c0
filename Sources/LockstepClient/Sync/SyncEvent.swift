/// Something that happened, as the sync loop's state machine is told it.
enum SyncEvent: Sendable {
    /// This client holds the sync lock of the file, and its loop runs.
    case started

    /// A mutation was recorded, here or by another process.
    case mutated

    /// The stream of events named the server's newest version.
    case poked(version: Int64, spread: Duration = .zero)

    /// The stream of events said that it lives.
    case heartbeatArrived

    case eventsEnded(EventStreamEnd)

    /// The round trip that was under way ended.
    case exchanged(ExchangeResult)

    /// The machine's deadline has passed.
    case deadlinePassed

    /// The app asks to try again: there is a new token, or a network.
    case retryRequested

    case stopped
}

/// What the driver is to do.
enum SyncAction: Hashable, Sendable {
    /// Make a round trip, and tell its result. A push carries at most `pushLimit` mutations.
    case exchange(ExchangePlan, pushLimit: Int?)

    case openEvents
    case closeEvents
}

/// How the stream of events ended.
enum EventStreamEnd: Sendable {
    /// It broke, was silent for too long, or cannot be had for the moment.
    case broken(ClientError, retryAfter: Duration?)

    /// The server, or a proxy before it, has none.
    case unsupported(ClientError)

    /// It was refused for its token.
    case unauthenticated(ClientError, retryAfter: Duration?)

    var error: ClientError {
        switch self {
        case .broken(let error, _), .unsupported(let error), .unauthenticated(let error, _): error
        }
    }
}
