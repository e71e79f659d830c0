import Foundation
public import Lockstep

extension SyncClient {
    /// Makes a mutation: when this returns it is on disk, with its effect on the tables, and will be pushed.
    ///
    /// A mutation about tables that only clients have is applied, and never pushed: `outcome` of its receipt says so at
    /// once. Cancelling the task does not take a mutation back.
    /// - Throws: `ClientError` with code `.constraint` if the local rows do not allow it, `.mutationTooLarge`,
    ///   `.database` or another of the disk's (see `ClientError.Code.database`), or `.closed`. Nothing was queued then.
    @discardableResult
    public func mutate(_ mutation: Schema.Mutation) async throws -> MutationReceipt {
        try await mutate([mutation])[0]
    }

    /// Makes several mutations in one local transaction: all take effect and are queued, or none. The server decides on
    /// each by itself.
    ///
    /// - Throws: As `mutate(_:)` with one mutation; `mutationIndex` of the error says which of them cannot be made.
    @discardableResult
    public func mutate(_ mutations: [Schema.Mutation]) async throws -> [MutationReceipt] {
        receipts(of: mutations, try await replica.mutate(mutations))
    }

    /// Makes a mutation, and waits on this thread until it is on disk.
    ///
    /// For code that cannot wait otherwise, such as a button's action, whose next frame then shows the effect:
    ///
    ///     Button("Done") {
    ///         do { try client.mutate(.updateIssueStatus(id: issue.id, status: .done)) } catch { show(error) }
    ///     }
    ///
    /// It takes milliseconds, and longer while a step of the server is applied, which goes first; in code that is
    /// asynchronous the compiler takes the other `mutate`, which holds up no thread. Do not call it inside a block of
    /// `reader`.
    /// - Throws: As the asynchronous one.
    @discardableResult
    public func mutate(_ mutation: Schema.Mutation) throws -> MutationReceipt {
        try mutate([mutation])[0]
    }

    /// Makes several mutations in one local transaction, and waits on this thread until they are on disk.
    ///
    /// - Throws: As the asynchronous one.
    @discardableResult
    public func mutate(_ mutations: [Schema.Mutation]) throws -> [MutationReceipt] {
        receipts(of: mutations, try replica.mutateNow(mutations))
    }

    private func receipts(of mutations: [Schema.Mutation], _ tokens: [UUID]) -> [MutationReceipt] {
        zip(mutations, tokens).map { mutation, token in receipt(for: mutation, token) }
    }

    func receipt(for mutation: Schema.Mutation, _ token: UUID) -> MutationReceipt {
        guard !mutation.description.isLocal else { return MutationReceipt(token: token) { .applied } }
        return MutationReceipt(token: token) { [self] in try await outcome(of: token) }
    }
}
