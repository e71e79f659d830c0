import Lockstep

extension SyncClient {
    /// Why the derived tables are empty, or nil if they are kept.
    ///
    /// A trigger of a derived table that fails in a mutation makes that mutation fail, with code `.constraint`. One that
    /// fails in a step of the server's does not stop it: all derived tables are then filled again, and if that fails too
    /// they stay empty, and without triggers, until the next snapshot, the next opening or `fillDerivedTables()`.
    ///
    /// - Throws: `ClientError` with code `.closed` or `.database`; `CancellationError`.
    public func derivedTablesFailure() async throws -> String? {
        try await replica.derivationFailure()
    }

    /// Empties the derived tables, and lets every row of their sources pass the triggers of its insertion once.
    ///
    /// They need it only if something other than Lockstep wrote to the file.
    ///
    /// - Throws: `ClientError` with code `.derivedTables` if a trigger fails, `.closed` or `.database`.
    public func fillDerivedTables() async throws {
        guard let failure = try await replica.fillDerivedTables() else { return }
        throw ClientError(
            .derivedTables,
            """
            The derived tables of \(Schema.name) cannot be filled: \(failure). They are empty. Correct their triggers in a \
            new version of the app; if an index is damaged beyond that, sync, and start with a new file.
            """)
    }
}
