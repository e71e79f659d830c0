public import Foundation

/// The proof that a mutation is recorded, and the way to learn its outcome.
public struct MutationReceipt: Sendable {
    /// What identifies the mutation. After a restart of the app, `SyncClient.outcome(of:)` takes it.
    public let token: UUID

    private let wait: @Sendable () async throws -> MutationOutcome

    init(token: UUID, wait: @escaping @Sendable () async throws -> MutationOutcome) {
        self.token = token
        self.wait = wait
    }

    /// What became of the mutation; waits until the replica knows, which needs `run()` or `sync()`. One about tables that
    /// only clients have is applied already.
    ///
    /// - Throws: `ClientError` with code `.closed`, `.unknownToken` or `.database`; `CancellationError`.
    public var outcome: MutationOutcome {
        get async throws { try await wait() }
    }
}
