extension SyncClient {
    /// Compares the rows of the base with the server's, and repairs those that differ: a file that another program
    /// wrote to, a disk that lies, a server whose rows were changed behind its back.
    ///
    /// Sums are compared first, and rows only where those differ; the base moves to the server's newest version on the
    /// way. What is pending stays pending, and has its effect on the repaired rows. Nothing is pushed, unless the server
    /// brings the base to its newest version by a snapshot, which a `sync()` then downloads. The rows of a
    /// table are read on both sides, once for its sum and again where it differs: some hundred milliseconds for 100,000
    /// rows. Reads and mutations go on meanwhile; a repair takes a transaction. While `run()` runs on this client, its
    /// requests wait for those of the comparison, one by one.
    ///
    /// - Parameter repairing: False only reports.
    /// - Throws: `ClientError`: what kept it from coming to an end, such as `.unreachable`, `.unavailable` if the server
    ///   is comparing with another client, `.refused` if it knows no comparison, `.superseded` if another process syncs
    ///   the same file all the time, `.diverged` if the base is so damaged that a step does not fit and `repairing` is
    ///   false. What was repaired by then stays repaired. `CancellationError`.
    public func verify(repairing: Bool = true) async throws -> VerificationReport {
        try await driver.verify(isRepairing: repairing)
    }
}
