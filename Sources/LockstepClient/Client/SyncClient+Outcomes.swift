public import Foundation
public import Lockstep

extension SyncClient {
    /// What became of a mutation of this replica; waits until that is known, which needs `run()` or `sync()`.
    ///
    /// - Parameter token: That of its receipt. The replica keeps none of a mutation that is never pushed.
    /// - Throws: `ClientError` with code `.unknownToken` if the replica does not know it, or no longer; `.closed`,
    ///   `.database`; `CancellationError`.
    public func outcome(of token: UUID) async throws -> MutationOutcome {
        let outcomes = replica.results(.outcome(token: token)) { try Replica<Schema>.outcome(of: token, $0) }
        for try await outcome in outcomes {
            if let outcome { return outcome }
        }
        throw CancellationError()
    }

    /// The mutations without outcome, in their order.
    public func pendingMutations() async throws -> [PendingMutation] {
        try await replica.read { try Replica<Schema>.pendingMutations($0) }
    }

    /// The mutations without outcome, at once and whenever they change.
    public func observePendingMutations() -> LiveResults<[PendingMutation]> {
        replica.results(.pending) { try Replica<Schema>.pendingMutations($0) }
    }

    /// The rejected mutations that were not dismissed, oldest first.
    public func rejections() async throws -> [Rejection] {
        try await replica.read { try Replica<Schema>.rejections($0) }
    }

    /// The rejected mutations that were not dismissed, at once and whenever there are others.
    public func observeRejections() -> LiveResults<[Rejection]> {
        replica.results(.rejections) { try Replica<Schema>.rejections($0) }
    }

    /// Forgets a rejection that the app has dealt with. One that is forgotten already is no error.
    public func dismiss(_ rejection: Rejection) async throws {
        _ = try await replica.dismiss(rejection.token)
    }
}
