public import Lockstep

extension SyncServer {
    /// Applies a mutation of the server's own, as if a client of `actor` had pushed it: it goes through the log, and to
    /// every client. Its conditions are asked for that actor, and its handlers run.
    ///
    /// A job that is nobody's has an actor of its own, such as `"cron"`, which the conditions name
    /// (`-- allow: :actor = 'cron'`) and the host's authentication gives to nobody.
    ///
    /// - Returns: The version that it has in the log, once it is durable.
    /// - Throws: `MutationRejection` if one of its conditions does not hold for that actor or it cannot be applied;
    ///   nothing of it is recorded. Any other error is
    ///   transient: the store's, that the server is shutting down (`StoreNotReady`), that too many pushes wait, that its
    ///   handler failed (`HandlerFailed`), or that the mutation ran for too long (`MutationTimedOut`), which will happen
    ///   again if the machine was not busy.
    @discardableResult
    public func mutate(_ mutation: Schema.Mutation, as actor: String) async throws -> Int64 {
        do {
            return try await mutate([mutation], as: actor)
        } catch let error as BatchRejection {
            throw error.rejection
        }
    }

    /// Applies several mutations of the server's own, in their order and in one transaction: all of them, or none.
    ///
    /// For imports: a commit costs about as much as a hundred small mutations. Nobody else writes until the last of them
    /// has run, so give a thousand at a time, not a million.
    ///
    /// - Returns: The version that the last one has in the log, once all are durable; the log's newest for none.
    /// - Throws: `BatchRejection` with the index of the first that is rejected. Other errors as `mutate(_:as:)`.
    @discardableResult
    public func mutate(_ mutations: [Schema.Mutation], as actor: String) async throws -> Int64 {
        guard !mutations.isEmpty else { return try await store.read { try $0.head().version } }
        guard gate.enter() else { throw StoreNotReady.draining }
        defer { gate.leave() }
        let now = clock()
        let submission = PushSubmission<Schema.Mutation>(
            client: PushSubmission<Schema.Mutation>.serverClient, actor: actor,
            mutations: mutations.enumerated().map { index, mutation in
                let pushed = PushedMutation(
                    id: Int64(index) + 1, token: token(at: now), name: mutation.name,
                    arguments: mutation.encodedArguments, at: now)
                return DecodedMutation(pushed: pushed, mutation: mutation)
            },
            isOwn: true)
        switch try await queue.commit(submission).get() {
        case .processed(let receipt):
            outbox.wake(for: submission.mutations)
            broadcast.publish(receipt.head.version)
            return receipt.head.version
        case .rejected(let rejection):
            throw rejection
        case .refused(let refusal):
            preconditionFailure("A mutation of the server's own was refused: \(refusal).")
        }
    }

    private func token(at now: Int64) -> UUID {
        var generator = ClosureGenerator(random)
        return .v7(at: now, using: &generator)
    }
}

/// Random numbers from a closure.
private struct ClosureGenerator: RandomNumberGenerator {
    private let random: @Sendable () -> UInt64

    init(_ random: @escaping @Sendable () -> UInt64) {
        self.random = random
    }

    mutating func next() -> UInt64 { random() }
}
