/// How a mutation stands, as far as the replica knows (`SyncClient.state(of:)`).
public enum MutationState: Hashable, Sendable {
    /// Its outcome is not known yet.
    case pending(PendingMutation)

    /// The server applied it, and the replica contains its effect. Known for `ClientConfiguration.keepsAcknowledged`
    /// after the outcome arrived, seven days by default.
    case applied

    /// The server refused it. Known until the rejection is dismissed, and at least as long as `applied`.
    case rejected(Rejection)

    /// The replica has nothing of it: it was made elsewhere, it is about tables that only clients have, its outcome is
    /// older than what is kept, or the replica was signed out since.
    case unknown
}
