/// What became of a mutation. It is decided by the server, once.
public enum MutationOutcome: Hashable, Sendable {
    case applied
    case rejected(Rejection)
}
