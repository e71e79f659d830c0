import Lockstep

/// Makes round trips: a request from the replica, its answer into the replica.
struct SyncExchange<Schema: SyncSchema>: Sendable {
    let replica: Replica<Schema>
    let transport: any SyncTransport
    let pause = ExchangePause()

    /// Is told how far the download of a snapshot is, as a fraction; nil when there is none.
    let progress: @Sendable (Double?) -> Void

    let pieces = Guarded(SnapshotPieces())

    /// - Parameter pushLimit: How many mutations a push may carry, if fewer than the configuration says.
    func perform(_ plan: ExchangePlan, pushLimit: Int?) async -> ExchangeResult {
        await pause.wait()
        return await performUnpaused(plan, pushLimit: pushLimit)
    }

    /// Makes a round trip also during a pause: that of whoever paused the others.
    func performUnpaused(_ plan: ExchangePlan, pushLimit: Int?) async -> ExchangeResult {
        await result {
            let snapshot = try await replica.snapshotState()
            switch (plan, snapshot) {
            case (.snapshot, .underWay(let download, _)): return try await proceed(download)
            case (.push, .underWay): return try await push(pushLimit: pushLimit)
            case (.snapshot, _), (.push, _):
                progress(nil)
                return .superseded
            // Until the snapshot is applied there is nothing to pull.
            case (.pushAndPull, .underWay(_, let standing)), (.pull, .underWay(_, let standing)),
                (.checksums, .underWay(_, let standing)):
                return .downloading(standing)
            default: break
            }
            let request = try await request(plan, pushLimit: pushLimit)
            return await notingFailure(of: request) {
                let result = try await exchange(request)
                if case .applied = result, case .over = snapshot { try await replica.forgetSnapshot() }
                return result
            }
        }
    }

    /// Runs a round trip, and keeps why it failed beside the mutations that it carried.
    func notingFailure(
        of request: StepRequest, _ body: () async throws -> ExchangeResult
    ) async -> ExchangeResult {
        let result = await result(body)
        if request.pushedCount > 0, let error = result.error { await replica.notePushFailure(error, of: request) }
        return result
    }

    private func result(_ body: () async throws -> ExchangeResult) async -> ExchangeResult {
        do {
            return try await body()
        } catch let error as JSONError {
            return .failed(Self.malformed(error), retryAfter: nil, isLasting: false)
        } catch let error as ClientError {
            return .failed(error, retryAfter: nil, isLasting: false)
        } catch {
            // Reading the replica was cancelled.
            return .failed(ClientError.closed, retryAfter: nil, isLasting: false)
        }
    }

    private func exchange(_ request: StepRequest) async throws -> ExchangeResult {
        let response: TransportResponse
        do {
            response = try await transport.post(request.path, body: request.body)
        } catch {
            return Self.result(of: error)
        }
        guard response.status == 200 else { return try await refused(response, request) }
        return try await apply(response.body, request)
    }

    func request(_ plan: ExchangePlan, pushLimit: Int?) async throws -> StepRequest {
        let configuration = replica.configuration
        let maximumMutations = max(min(configuration.maximumMutationsPerPush, pushLimit ?? .max), 1)
        let maximumBytes = configuration.maximumBytesPerPush
        func request() async throws -> StepRequest {
            try await replica.request(plan, maximumMutations: maximumMutations, maximumBytes: maximumBytes)
        }
        guard plan == .pushAsNewClient else { return try await request() }
        try await replica.fork(after: try await request().client)
        return try await request()
    }

    private func apply(_ body: [UInt8], _ request: StepRequest) async throws -> ExchangeResult {
        let step: PullResponse
        var pushedThrough: Int64 = 0
        if request.pushedCount > 0 {
            // The outcomes that the answer names itself are news, and not yet the base's: a server that is restored
            // before the base has reached them never said them.
            let answer = try PushResponse(json: body)
            guard let pull = answer.pull else { return .pushed }
            step = pull
            pushedThrough = answer.acknowledged
        } else {
            step = try PullResponse(json: body)
        }
        if case .snapshot(let reference) = step.changes {
            return try await begin(
                step, reference, request, pushedThrough: max(pushedThrough, step.acknowledged))
        }
        switch try await replica.apply(step, to: request) {
        case .applied(let applied): return .applied(applied)
        case .superseded: return .superseded
        case .diverged(let reason):
            return .diverged(
                ClientError(
                    .diverged, "A step of the server did not fit this replica, which asks for rows instead: \(reason).")
            )
        case .forked:
            return .forked(Self.forked)
        }
    }

    func refused(_ response: TransportResponse, _ request: StepRequest) async throws -> ExchangeResult {
        // A proxy or a load balancer answers in its own form; then the status says what there is to know.
        let answer = try? ErrorResponse(json: response.body)
        let words = answer.map { "\($0.code.rawValue): \($0.message)" } ?? "status \(response.status)"
        switch (response.status, answer?.code) {
        case (401, _):
            return .unauthenticated(
                ClientError(.unauthenticated, "The server does not accept the token (\(words)). Sign in again."),
                retryAfter: response.retryAfter)
        case (403, _):
            return .unauthenticated(
                ClientError(.forbidden, "The server refuses this actor (\(words)). Sign in as the replica's actor."),
                retryAfter: response.retryAfter, isRenewable: false)
        case (409, .outOfOrder?):
            return .outOfOrder(
                ClientError(.outOfOrder, "The server expects another mutation than the replica has (\(words))."))
        case (409, .forked?):
            try await replica.fork(after: request.client)
            return .forked(Self.forked)
        case (413, _):
            return .tooLarge(
                ClientError(.tooLarge, "The server takes the push for too large (\(words)). Raise its limit."),
                mutations: request.pushedCount, retryAfter: response.retryAfter)
        case (426, _):
            return .upgradeRequired(
                ClientError(.upgradeRequired, "The server no longer serves this version (\(words)). Update the app."),
                retryAfter: response.retryAfter)
        case (503, .serverBehind?):
            return .failed(
                ClientError(.serverBehind, "The server has an older schema (\(words)). Wait until it is updated."),
                retryAfter: response.retryAfter, isLasting: true)
        case (400..<500, _) where response.status != 408 && response.status != 429:
            return .failed(
                ClientError(.refused, "The server refuses the request (\(words)). Check its address and version."),
                retryAfter: response.retryAfter, isLasting: true)
        default:
            return .failed(
                ClientError(.unavailable, "The server cannot answer for now (\(words))."),
                retryAfter: response.retryAfter, isLasting: false)
        }
    }

    static var forked: ClientError {
        ClientError(.forked, "The replica's file was copied or restored; it goes on under a new client id.")
    }

    private static func malformed(_ error: JSONError) -> ClientError {
        ClientError(
            .malformedAnswer, "The answer is not one of the protocol: \(error). Nothing of it was applied.",
            underlying: error)
    }

    static func result(of error: any Error) -> ExchangeResult {
        switch error {
        case let error as ClientError:
            return .failed(error, retryAfter: nil, isLasting: true)
        case let error as TransportError where error.kind == .noToken:
            return .unauthenticated(
                ClientError(.unauthenticated, "There is no token to ask with: \(error.message)", underlying: error),
                isRenewable: false)
        default:
            return .failed(
                ClientError(.unreachable, "The server cannot be reached.", underlying: error), retryAfter: nil,
                isLasting: false)
        }
    }
}
