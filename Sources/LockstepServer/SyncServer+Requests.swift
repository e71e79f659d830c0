import Foundation
import Lockstep
import Logging

extension SyncServer {
    /// Answers `POST /sync/push`.
    ///
    /// An answer of status 200 is durable. The task's cancellation stops neither the commit nor the answer.
    public func push(_ body: [UInt8], actor: String) async -> SyncResponse {
        await observed(.push, actor: actor) { facts in
            guard gate.enter() else {
                throw unavailable("The server is shutting down. Send the request again.")
            }
            defer { gate.leave() }
            let request = try decodePush(body, &facts)
            let receipt = try await commit(request, actor: actor)
            let rejected = receipt.rejected.map(RejectedMutation.init)
            facts.rejected = rejected.count
            facts.version = receipt.head.version
            instruments.processed(mutations: request.mutations.count, rejected: rejected.map(\.code))
            let pull = try await pullAfterPush(request, actor: actor, &facts)
            let answer = PushResponse(
                acknowledged: receipt.acknowledgement?.number ?? 0,
                acknowledgedToken: receipt.acknowledgement?.token, rejected: rejected)
            return SyncResponse(status: 200, body: JSONWriter.write { answer.encode(to: &$0, pull: pull) })
        }
    }

    /// Answers `POST /sync/pull`.
    public func pull(_ body: [UInt8], actor: String) async -> SyncResponse {
        await observed(.pull, actor: actor) { facts in
            try check(size: body)
            let request = try PullRequest(json: body)
            facts.client = request.client
            try check(request.client, request.schema)
            guard request.checksums != nil else { return try await answer(to: request, actor: actor, &facts) }
            guard checksumTurns.take() else {
                throw unavailable(
                    "The server is comparing tables with another client. Send the request again later.")
            }
            defer { checksumTurns.release() }
            return try await answer(to: request, actor: actor, &facts)
        }
    }
}

// MARK: - Push

extension SyncServer {
    private func decodePush(_ body: [UInt8], _ facts: inout RequestFacts) throws -> PushRequest {
        try check(size: body)
        let request = try PushRequest(json: body)
        facts.client = request.client
        facts.mutations = request.mutations.count
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
            mutations: request.mutations.map { DecodedMutation($0, maximumArgumentBytes: limit) },
            after: request.after, isOwn: false)
        switch try await queue.commit(submission).get() {
        case .processed(let receipt):
            outbox.wake(for: submission.mutations)
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
            if let record, !record.belongs(to: actor) { throw RequestRefusal(PushRefusal.forbidden) }
            return PushReceipt(
                acknowledgement: record.map { Acknowledgement(number: $0.number, token: $0.token) }, rejected: [],
                head: try transaction.head())
        }
    }

    /// The push is durable by now: if the pull that came with it fails, the answer goes without.
    private func pullAfterPush(
        _ request: PushRequest, actor: String, _ facts: inout RequestFacts
    ) async throws -> PullAnswer? {
        guard let pull = request.pull else { return nil }
        do {
            return try await step(
                PullRequest(client: request.client, schema: request.schema, cursor: pull.cursor), actor: actor, &facts)
        } catch {
            logger.warning("The pull after a push failed.", metadata: ["error": "\(error)"])
            return nil
        }
    }
}

// MARK: - Pull

extension SyncServer {
    private func answer(
        to request: PullRequest, actor: String, _ facts: inout RequestFacts
    ) async throws -> SyncResponse {
        SyncResponse(status: 200, body: try await step(request, actor: actor, &facts).json)
    }

    private func step(
        _ request: PullRequest, actor: String, _ facts: inout RequestFacts
    ) async throws -> PullAnswer {
        let step = PullStep<Schema>(
            request: request, actor: actor, configuration: configuration, sources: sources, clock: clock)
        let start = clock()
        // The one that is being made may be too old for this actor: then the next one is not.
        for attempt in 1...3 {
            switch try await pullTurns.run(of: actor, { try await store.read { try step.read($0) } }) {
            case .step(let answer, let head, let report):
                note(report, of: request, actor: actor, head: head, answer: answer, since: start)
                broadcast.publish(head.version)
                instruments.stepped(report)
                facts.encoding = report.encoding
                facts.version = report.end
                return answer
            case .forbidden:
                throw RequestRefusal(PushRefusal.forbidden)
            case .wantsSnapshot(let wish):
                if attempt < 3 { try await makeSnapshot(wish, for: actor) }
            }
        }
        throw RequestRefusal.snapshotIsBeingMade(configuration.snapshots)
    }

    private func makeSnapshot(_ wish: SnapshotWish, for actor: String) async throws {
        guard let library = sources.library else {
            preconditionFailure("A store that makes no snapshots has a step that is one.")
        }
        switch await library.make(wish, for: actor) {
        case .made: return
        case .failed(let error): throw error
        case .timedOut: throw RequestRefusal.snapshotIsBeingMade(configuration.snapshots)
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

    func refusal(for error: any Error) -> RequestRefusal {
        switch error {
        case let refusal as RequestRefusal:
            return refusal
        case let error as JSONError:
            return RequestRefusal(.malformed, error.clipped)
        case is QueueIsFull, is PullQueueIsFull:
            return RequestRefusal(.overloaded, "\(error)", retryAfter: configuration.retryAfter)
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
    ) -> RequestRefusal {
        RequestRefusal(.unavailable, message, retryAfter: configuration.retryAfter)
    }
}
