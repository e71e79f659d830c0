import Foundation
import Lockstep
import Logging

extension SyncServer {
    /// Answers `POST /sync/push`.
    ///
    /// An answer of status 200 is durable. The task's cancellation stops neither the commit nor the answer.
    public func push(_ body: [UInt8], actor: String) async -> SyncResponse {
        do {
            let request = try decodePush(body)
            let receipt = try await commit(request, actor: actor)
            let pull = try await pullAfterPush(request, actor: actor)
            let rejected = receipt.rejected.map(RejectedMutation.init)
            return .ok(
                PushResponse(
                    acknowledged: receipt.acknowledgement?.number ?? 0,
                    acknowledgedToken: receipt.acknowledgement?.token, rejected: rejected, pull: pull))
        } catch {
            return response(to: error)
        }
    }

    /// Answers `POST /sync/pull`.
    public func pull(_ body: [UInt8], actor: String) async -> SyncResponse {
        do {
            try check(size: body)
            let request = try PullRequest(json: body)
            try check(request.client, request.schema)
            guard request.checksums != nil else { return .ok(try await step(request, actor: actor)) }
            guard checksumTurns.take() else {
                return unavailable("The server is comparing tables with another client. Send the request again later.")
            }
            defer { checksumTurns.release() }
            return .ok(try await step(request, actor: actor))
        } catch {
            return response(to: error)
        }
    }

    /// Answers `GET /sync/health`: 200 with the newest version if a writing transaction can begin, which is tried at
    /// most once a second. Nothing is written.
    public func health() async -> SyncResponse {
        do {
            let head = try await healthCheck.outcome().get()
            broadcast.publish(head.version)
            return SyncResponse(
                status: 200,
                body: JSONWriter.write { json in
                    json.object {
                        $0.key("status")
                        $0.string("ok")
                        $0.key("schema")
                        SchemaIdentity(of: Schema.self).encode(to: &$0)
                        $0.key("version")
                        $0.int64(head.version)
                    }
                })
        } catch {
            return response(to: error)
        }
    }
}

// MARK: - Push

extension SyncServer {
    private func decodePush(_ body: [UInt8]) throws -> PushRequest {
        try check(size: body)
        let request = try PushRequest(json: body)
        try check(request.client, request.schema)
        guard request.mutations.count <= configuration.maximumMutationsPerPush else {
            throw RequestRefusal(
                .tooManyMutations,
                "The push has \(request.mutations.count) mutations; the server takes "
                    + "\(configuration.maximumMutationsPerPush). Push fewer at a time.")
        }
        return request
    }

    private func commit(_ request: PushRequest, actor: String) async throws -> PushReceipt {
        guard !request.mutations.isEmpty else { return try await receipt(of: request.client, actor: actor) }
        let limit = configuration.maximumArgumentBytes
        let submission = PushSubmission<Schema.Mutation>(
            client: request.client, actor: actor,
            mutations: request.mutations.map { DecodedMutation($0, maximumArgumentBytes: limit) }, isOwn: false)
        switch try await queue.commit(submission).get() {
        case .processed(let receipt):
            broadcast.publish(receipt.head.version)
            return receipt
        case .refused(let refusal):
            throw RequestRefusal(refusal)
        case .rejected:
            preconditionFailure("A client's rejected mutation belongs into the log.")
        }
    }

    /// What a push without mutations is answered with: how far the client has come.
    private func receipt(of client: UUID, actor: String) async throws -> PushReceipt {
        try await store.read { transaction in
            let record = try transaction.client(client)
            if let record, record.actor != actor { throw RequestRefusal(PushRefusal.forbidden) }
            return PushReceipt(
                acknowledgement: record.map { Acknowledgement(number: $0.number, token: $0.token) }, rejected: [],
                head: try transaction.head())
        }
    }

    /// The push is durable by now: if the pull that came with it fails, the answer goes without.
    private func pullAfterPush(_ request: PushRequest, actor: String) async throws -> PullResponse? {
        guard let pull = request.pull else { return nil }
        do {
            return try await step(
                PullRequest(client: request.client, schema: request.schema, cursor: pull.cursor), actor: actor)
        } catch {
            logger.warning("The pull after a push failed.", metadata: ["error": "\(error)"])
            return nil
        }
    }
}

// MARK: - Pull

extension SyncServer {
    private func step(_ request: PullRequest, actor: String) async throws -> PullResponse {
        let step = PullStep<Schema>(request: request, actor: actor, configuration: configuration, clock: clock)
        switch try await pullTurns.run(of: actor, { try await store.read { try step.read($0) } }) {
        case .step(let response, let head):
            broadcast.publish(head.version)
            return response
        case .forbidden:
            throw RequestRefusal(PushRefusal.forbidden)
        }
    }
}

// MARK: - What every request is checked for

extension SyncServer {
    private func check(size body: [UInt8]) throws {
        guard body.count <= configuration.maximumBodyBytes else {
            throw RequestRefusal(
                .tooLarge,
                "The body has \(body.count) bytes; the server takes \(configuration.maximumBodyBytes).")
        }
    }

    /// A schema of the same version with another fingerprint is served: the tables are the same, arguments are decoded
    /// strictly, a mutation that only the client knows is rejected, and the client is given rows.
    private func check(_ client: UUID, _ schema: SchemaIdentity) throws {
        guard client != PushSubmission<Schema.Mutation>.serverClient else {
            throw JSONError(field: "client", problem: "must not be the nil UUID, which stands for the server")
        }
        guard schema.version <= Int64(Schema.version) else {
            throw RequestRefusal(
                .serverBehind,
                "The client has version \(schema.version) of the schema, the server \(Schema.version). "
                    + "Deploy the new version on the server; the client keeps what is pending.",
                retryAfter: configuration.retryAfterWhenBehind)
        }
        guard schema.version == Int64(Schema.version) else {
            throw RequestRefusal(
                .upgradeRequired,
                "The client has version \(schema.version) of the schema, the server \(Schema.version). "
                    + "Update the app; it keeps what is pending.")
        }
    }

    private func response(to error: any Error) -> SyncResponse {
        switch error {
        case let refusal as RequestRefusal:
            return SyncResponse(refusal)
        case let error as JSONError:
            return SyncResponse(RequestRefusal(.malformed, error.description))
        case is QueueIsFull, is PullQueueIsFull:
            return SyncResponse(
                RequestRefusal(.overloaded, "\(error)", retryAfter: configuration.retryAfter))
        case let error as MutationTimedOut:
            logger.warning("A mutation was interrupted.", metadata: ["error": "\(error)"])
            return unavailable(error.description)
        case is CancellationError:
            // Whoever asked is gone; the answer is for nobody.
            return unavailable()
        default:
            logger.warning("A request failed.", metadata: ["error": "\(error)"])
            return unavailable()
        }
    }

    private func unavailable(
        _ message: String = "The server cannot use its database for the moment. Send the request again."
    ) -> SyncResponse {
        SyncResponse(RequestRefusal(.unavailable, message, retryAfter: configuration.retryAfter))
    }
}
