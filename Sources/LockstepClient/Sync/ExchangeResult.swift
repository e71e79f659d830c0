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
    case tooLarge(ClientError, mutations: Int, retryAfter: Duration? = nil)

    /// There is no usable answer, and there may be one later. A lasting failure is not worth trying again soon.
    case failed(ClientError, retryAfter: Duration?, isLasting: Bool)

    /// The token is missing, wrong, expired, or another actor's. It is renewable if the server refused it and the app
    /// may have a newer one.
    case unauthenticated(ClientError, retryAfter: Duration? = nil, isRenewable: Bool = true)

    /// The server does not serve this version any longer.
    case upgradeRequired(ClientError, retryAfter: Duration? = nil)

    /// A snapshot is to be downloaded, and the round trip brought it forward: it named it, or a piece of it, or what is
    /// pending reached the server meanwhile.
    case downloading(SnapshotStanding)

    /// A piece of a snapshot was cut off, after so many bytes.
    case interrupted(ClientError, gained: Int64)

    /// The server no longer has the snapshot.
    case gone(ClientError)
}

extension ExchangeResult {
    /// Why the round trip did not do what it was for.
    var error: ClientError? {
        switch self {
        case .applied, .pushed, .superseded, .downloading: nil
        case .diverged(let error), .forked(let error), .outOfOrder(let error), .tooLarge(let error, _, _),
            .failed(let error, _, _), .unauthenticated(let error, _, _), .upgradeRequired(let error, _),
            .interrupted(let error, _), .gone(let error):
            error
        }
    }
}
