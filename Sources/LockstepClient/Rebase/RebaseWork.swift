/// What was done to put steps of the server below the mutations that are pending.
public struct RebaseWork: Hashable, Sendable {
    /// Rows that were given the base's values back.
    public internal(set) var rowsUndone = 0

    /// The server's mutations that were run, and its rows that were stored or deleted.
    public internal(set) var mutationsApplied = 0
    public internal(set) var rowsApplied = 0

    /// Pending mutations that were run again, and those of them that have no effect for now.
    public internal(set) var mutationsReplayed = 0
    public internal(set) var failedReplays = 0

    static func += (total: inout RebaseWork, work: RebaseWork) {
        total.rowsUndone += work.rowsUndone
        total.mutationsApplied += work.mutationsApplied
        total.rowsApplied += work.rowsApplied
        total.mutationsReplayed += work.mutationsReplayed
        total.failedReplays += work.failedReplays
    }
}
