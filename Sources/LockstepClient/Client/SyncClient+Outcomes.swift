public import Foundation
public import Lockstep

// MARK: - Outcomes

extension SyncClient {
    /// What became of a mutation of this replica; waits until that is known, which needs `run()` or `sync()`.
    ///
    /// - Parameter token: That of its receipt. The replica keeps none of a mutation that is never pushed, and the others
    ///   as long as `MutationState` says.
    /// - Throws: `ClientError` with code `.unknownToken` if the replica does not know it, or no longer; `.closed`,
    ///   `.signedOut`, `.database`; `CancellationError`.
    public func outcome(of token: UUID) async throws -> MutationOutcome {
        let outcomes = replica.results(.outcome(token: token)) { try Replica<Schema>.outcome(of: token, $0) }
        for try await outcome in outcomes {
            if let outcome { return outcome }
        }
        throw CancellationError()
    }

    /// How a mutation of this replica stands, without waiting.
    ///
    /// - Parameter token: That of its receipt.
    /// - Throws: `ClientError` with code `.closed`, `.signedOut` or `.database`; `CancellationError`.
    public func state(of token: UUID) async throws -> MutationState {
        try await replica.read { try Replica<Schema>.mutationState(of: token, $0) }
    }

    /// The mutations without outcome, in their order.
    ///
    /// - Parameters:
    ///   - limit: How many to give at most. A long queue is read page by page.
    ///   - previous: The last of the page before. If it has its outcome by now, the page begins with the oldest.
    public func pendingMutations(
        limit: Int = .max, after previous: PendingMutation? = nil
    ) async throws -> [PendingMutation] {
        try await replica.read { try Replica<Schema>.pendingMutations(limit: limit, after: previous?.token, $0) }
    }

    /// The mutations without outcome, at once and whenever they change.
    ///
    /// - Parameter limit: How many to give at most, the oldest; `status.pendingCount` counts all.
    public func observePendingMutations(limit: Int = .max) -> LiveResults<[PendingMutation]> {
        replica.results(.pending) { try Replica<Schema>.pendingMutations(limit: limit, after: nil, $0) }
    }
}

// MARK: - Rejections

extension SyncClient {
    /// The rejected mutations that were not dismissed, oldest first, and new ones as they come; `rejections()` lists
    /// them.
    public var rejections: Rejections { Rejections(source: replica.rejections) }

    /// The rejected mutations that were not dismissed, at once and whenever there are others: for an interface that
    /// shows them as a list.
    public func observeRejections() -> LiveResults<[Rejection]> {
        replica.results(.rejections) { try Replica<Schema>.rejections($0) }
    }

    /// Forgets a rejection that the app has dealt with. One that is forgotten already is no error.
    ///
    /// - Throws: `ClientError` with code `.closed`, `.signedOut` or `.database`.
    public func dismiss(_ rejection: Rejection) async throws {
        try await dismiss([rejection])
    }

    /// Forgets rejections, all or none.
    ///
    /// - Throws: As `dismiss(_:)` with one.
    public func dismiss(_ rejections: [Rejection]) async throws {
        let tokens = rejections.map(\.token)
        try await replica.dismiss(tokens)
    }

    /// Makes a rejected mutation again, as a new one with a token of its own, and forgets the rejection in the same
    /// transaction.
    ///
    /// - Throws: `ClientError`, and the rejection is kept: with code `.constraint` if the local rows do not allow the
    ///   mutation, `.unknownMutation` if this build of the app cannot read it, `.unknownToken` if the rejection was
    ///   dismissed or retried already, else as `mutate(_:)`.
    @discardableResult
    public func retry(_ rejection: Rejection) async throws -> MutationReceipt {
        let mutation: Schema.Mutation
        do {
            mutation = try Schema.Mutation(rejection)
        } catch {
            throw ClientError(
                .unknownMutation,
                "This build of the app cannot read \(rejection.name), which another build made. Dismiss the rejection.",
                underlying: error)
        }
        return try await retry(rejection, as: mutation)
    }

    /// Makes another mutation in place of a rejected one, such as the same with an edited argument, and forgets the
    /// rejection in the same transaction.
    ///
    /// - Throws: As `retry(_:)`.
    @discardableResult
    public func retry(_ rejection: Rejection, as mutation: Schema.Mutation) async throws -> MutationReceipt {
        receipt(for: mutation, try await replica.retry(rejection.token, as: mutation))
    }
}
