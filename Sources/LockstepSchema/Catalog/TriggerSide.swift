import LockstepSQL

/// Where a trigger exists, by the sides of its table and of the tables that it reads and writes.
struct TriggerSide {
    let table: CatalogTable

    /// Names in lower case.
    let reads: Set<String>
    let writes: Set<String>
    let catalog: Catalog

    func decide() -> Result<ExecutionSide, StatementSide.Conflict> {
        let written = tables(writes)
        let readSides = tables(reads).map(\.side.execution)
        let writtenSides = Set(written.map(\.side.execution))
        let own = table.side.execution
        if own != .both, let other = written.first(where: { $0.side.execution != own }) {
            return mixed(table, other)
        }
        if writtenSides.count > 1, let first = written.first,
            let other = written.first(where: { $0.side.execution != first.side.execution })
        {
            return mixed(first, other)
        }
        let side = own != .both ? own : writtenSides.first ?? readSides.first { $0 != .both } ?? .both
        if let other = tables(reads).first(where: { $0.side.execution != .both && $0.side.execution != side }) {
            return mixed(written.first ?? table, other)
        }
        return .success(side)
    }

    /// Whether a trigger of clients keeps derived tables. If it does, it follows every change of a row, those of a rebase
    /// among them: what it does must not change anything else, and must be no more than what becomes of one row.
    func keepsDerived(_ create: CreateTrigger) -> Result<Bool, StatementSide.Conflict> {
        let written = tables(writes)
        let client = written.first { $0.side == .client }
        guard let derived = written.first(where: { $0.side == .derived }) else {
            guard let client, table.side != .client else { return .success(false) }
            return .failure(
                StatementSide.Conflict(
                    message: "a rebase takes rows of `\(table.name)` back and makes them again, and this trigger would "
                        + "change `\(client.name)`, which is each client's own, every time",
                    suggestion:
                        "give `\(client.name)` `-- side: derived` if its rows follow from other tables, or change "
                        + "it in a mutation"))
        }
        if let client {
            return .failure(
                StatementSide.Conflict(
                    message:
                        "this trigger writes `\(derived.name)`, which is derived, and `\(client.name)`, which is not",
                    suggestion: "make a trigger for each"))
        }
        if case .insert = create.event, create.time != .after {
            return .failure(
                StatementSide.Conflict(
                    message:
                        "BEFORE INSERT fires for rows that are not inserted in the end, and `\(derived.name)` would "
                        + "follow them", suggestion: "write AFTER INSERT"))
        }
        return .success(true)
    }

    private func tables(_ names: Set<String>) -> [CatalogTable] {
        names.sorted().compactMap { catalog[table: $0] }
    }

    private func mixed(
        _ first: CatalogTable, _ second: CatalogTable
    ) -> Result<ExecutionSide, StatementSide.Conflict> {
        .failure(
            StatementSide.Conflict(
                message: "a trigger runs on one side or on both, and this one is about `\(first.name)`, which is "
                    + "\(Self.phrase(first)), and about `\(second.name)`, which is \(Self.phrase(second))",
                suggestion: "make a trigger for each side"))
    }

    private static func phrase(_ table: CatalogTable) -> String {
        switch table.side.execution {
        case .both: "replicated"
        case .server: "on the server only"
        case .client: "on clients only"
        }
    }
}
