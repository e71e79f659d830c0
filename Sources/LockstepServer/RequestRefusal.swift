import Lockstep

/// Why a request is not answered with 200.
struct RequestRefusal: Error, Hashable {
    let error: ErrorResponse

    /// Seconds after which the same request may succeed.
    let retryAfter: Int?

    init(_ code: ErrorResponse.Code, _ message: String, expected: Int64? = nil, retryAfter: Int? = nil) {
        error = ErrorResponse(code: code, message: message, expected: expected)
        self.retryAfter = retryAfter
    }

    init(_ refusal: PushRefusal) {
        switch refusal {
        case .outOfOrder(let expected):
            self.init(
                .outOfOrder, "The next mutation of this client has the number \(expected).", expected: expected)
        case .forked:
            self.init(
                .forked,
                "The number of a mutation was already used for another one: the replica was copied or restored. "
                    + "Take a new client id, number all that is pending anew and keep the tokens.")
        case .forbidden:
            self.init(.forbidden, "The client id belongs to another actor. Each actor needs a replica of its own.")
        }
    }

    var status: Int {
        switch error.code {
        case .forbidden: 403
        case .notFound: 404
        case .gone: 410
        case .outOfOrder, .forked: 409
        case .tooLarge, .tooManyMutations: 413
        case .upgradeRequired: 426
        case .tooManyRequests, .tooManyConcurrentRequests, .tooManyStreams: 429
        case .serverBehind, .overloaded, .unavailable: 503
        default: 400
        }
    }
}

extension RequestRefusal {
    static func snapshotIsBeingMade(_ configuration: SnapshotConfiguration) -> RequestRefusal {
        RequestRefusal(
            .unavailable, "A file with all that you may read is being made. Send the request again later.",
            retryAfter: configuration.retryAfter)
    }
}

extension SyncResponse {
    init(_ refusal: RequestRefusal) {
        self.init(status: refusal.status, retryAfter: refusal.retryAfter, body: refusal.error.json)
    }

    static func ok(_ message: some ProtocolMessage) -> SyncResponse {
        SyncResponse(status: 200, body: message.json)
    }
}

extension JSONError {
    /// The description, with no more of a name that the sender made up than helps to find it.
    var clipped: String {
        JSONError(field: field.map { String($0.prefix(100)) }, problem: problem, offset: offset).description
    }
}
