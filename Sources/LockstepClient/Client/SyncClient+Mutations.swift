import Foundation
public import Lockstep

extension SyncClient {
    /// Makes a mutation: when this returns it is on disk, with its effect on the tables, and will be pushed.
    ///
    /// A mutation about tables that only clients have is applied, and never pushed: `outcome` of its receipt says so at
    /// once. Cancelling the task does not take a mutation back.
    /// - Throws: `ClientError` with code `.constraint` if the local rows do not allow it, `.mutationTooLarge`,
    ///   `.database` or `.closed`. Nothing was queued then.
    @discardableResult
    public func mutate(_ mutation: Schema.Mutation) async throws -> MutationReceipt {
        try await mutate([mutation])[0]
    }

    /// Makes several mutations in one local transaction: all take effect and are queued, or none. The server decides on
    /// each by itself.
    ///
    /// - Throws: As `mutate(_:)` with one mutation.
    @discardableResult
    public func mutate(_ mutations: [Schema.Mutation]) async throws -> [MutationReceipt] {
        let tokens = try await replica.mutate(mutations)
        return zip(mutations, tokens).map { mutation, token in receipt(for: mutation, token) }
    }

    func receipt(for mutation: Schema.Mutation, _ token: UUID) -> MutationReceipt {
        guard !mutation.description.isLocal else { return MutationReceipt(token: token) { .applied } }
        return MutationReceipt(token: token) { [self] in try await outcome(of: token) }
    }
}
