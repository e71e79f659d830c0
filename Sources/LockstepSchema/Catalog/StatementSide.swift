import LockstepSQL

/// Where a statement can run, by the sides of the tables that it reads and writes.
///
/// | reads, writes | runs |
/// |---|---|
/// | replicated tables only | on both sides |
/// | a server table, and replicated ones perhaps | on the server; what it does to replicated tables travels as rows |
/// | a client table or a derived one, and replicated ones perhaps to read | on clients |
/// | a server table and one that only clients have | nowhere |
/// | writes a replicated table, reads or writes one that only clients have | nowhere: the server could not follow |
enum StatementSide {
    /// Two tables that no side could be found for.
    struct Conflict: Error, Equatable {
        /// A sentence without a full stop.
        let message: String
        let suggestion: String?
    }

    /// - Parameters:
    ///   - reads: Tables, by name in lower case, that the statement reads, foreign keys and views included.
    ///   - writes: Those that it writes. What triggers of one side do is none of the statement's own: see
    ///     `CatalogTrigger`.
    ///   - isMigration: Whether it stands in a migration, where a derived table may be filled.
    static func side(
        reads: Set<String>, writes: Set<String>, in catalog: Catalog, isMigration: Bool = false
    ) -> Result<ExecutionSide, Conflict> {
        let all = reads.union(writes)
        let server = first(of: all, in: catalog) { $0 == .server }
        let client = first(of: all, in: catalog) { !$0.isOnServer }
        if let server, let client {
            return .failure(
                Conflict(
                    message: "`\(server.name)` is on the server only and `\(client.name)` on clients only",
                    suggestion: "no replica has both: make two statements of it, or two definitions"))
        }
        guard let client else { return .success(server == nil ? .both : .server) }
        if let written = first(of: writes, in: catalog, where: { $0 == .replicated }) {
            let isWritten = writes.contains(client.folded)
            return .failure(
                Conflict(
                    message: "what is written to `\(written.name)` would depend on `\(client.name)`, "
                        + "which the server does not have",
                    suggestion: isWritten
                        ? "make two mutations of it, and run both with `mutate([a, b])`"
                        : "read it with a query, and give the mutation the value"))
        }
        if !isMigration, let derived = first(of: writes, in: catalog, where: { $0 == .derived }) {
            return .failure(
                Conflict(
                    message: "`\(derived.name)` is derived: only triggers write it",
                    suggestion: "change the tables that it is derived from"))
        }
        return .success(.client)
    }

    /// Why statements cannot stand in one mutation; nil if they can.
    ///
    /// One that runs on clients only belongs to a mutation that is never pushed.
    static func conflict(among sides: [ExecutionSide]) -> Conflict? {
        guard sides.contains(.client), let other = sides.first(where: { $0 != .client }) else { return nil }
        let tables = other == .server ? "the server's tables" : "replicated tables"
        return Conflict(
            message: "a mutation changes either tables that only clients have or \(tables)",
            suggestion: "make two mutations of it, and run both with `mutate([a, b])`")
    }

    private static func first(
        of names: Set<String>, in catalog: Catalog, where isMeant: (TableSide) -> Bool
    ) -> CatalogTable? {
        names.sorted().lazy.compactMap { catalog[table: $0] }.first { isMeant($0.side) }
    }
}

extension StatementAnalyzer {
    /// Where the statement that was looked at can run. Reports a conflict at `span`.
    ///
    /// - Returns: `.both` after a conflict.
    func executionSide(at span: SourceSpan) -> ExecutionSide {
        switch StatementSide.side(
            reads: reads.tables, writes: writes.tables, in: catalog, isMigration: role == .migration)
        {
        case .success(let side): return side
        case .failure(let conflict):
            error(conflict.message, at: span, suggestion: conflict.suggestion)
            return .both
        }
    }
}
