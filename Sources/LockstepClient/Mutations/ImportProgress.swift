/// How far an import has come.
public struct ImportProgress: Sendable {
    /// The name under which it is resumed.
    public let name: String

    /// How many of the source's mutations are dealt with, from its beginning: made, or skipped.
    public internal(set) var done = 0

    /// How many of those were skipped.
    public internal(set) var skipped = 0

    /// The source's end was reached.
    public internal(set) var isComplete = false

    /// Why mutations were skipped, since progress was last told; `mutationIndex` is the place in the source.
    public internal(set) var failures: [ClientError] = []
}

/// What an import does with a mutation that cannot be made: the local rows do not allow it, or it is too large.
public enum ImportFailurePolicy: Hashable, Sendable {
    /// Ends the import with the mutation's error. Those before it are in; it is the first of the next attempt.
    case stop

    /// Leaves it out, and tells why by `ImportProgress.failures`.
    case skip
}
