/// What becomes of a replica's file when its user signs out (`SyncClient.signOut(_:)`).
public enum SignOutChoice: Hashable, Sendable {
    /// The file is emptied, if that loses nothing (`ReplicaSummary.isSettled`); else `signOut` throws `ClientError` with
    /// code `.pendingMutations`.
    case emptyIfSettled

    /// The file is left as it is, for the next time that the same actor signs in.
    case keep

    /// The file is emptied, whatever is pending in it.
    case discard
}
