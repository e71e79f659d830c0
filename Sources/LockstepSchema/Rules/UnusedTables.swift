import LockstepSQL

/// Tables and columns that no definition makes use of.
struct UnusedTables {
    let schema: Schema
    let catalog: Catalog
    let usage: SchemaUsage

    /// Nothing for a schema without mutations and queries, whose author has only begun.
    func warnings() -> [Diagnostic] {
        guard !schema.mutations.isEmpty || !schema.queries.isEmpty else { return [] }
        // A handler is Swift, and may use whatever the server has.
        let hasHandlers = schema.mutations.contains { $0.handler != nil }
        return schema.tables.flatMap { table -> [Diagnostic] in
            guard let source = catalog[table: table.name], !(hasHandlers && table.side == .server) else { return [] }
            guard usage.tables.contains(source.folded) else { return [warning(table, source)] }
            return table.columns.compactMap { column in
                guard !isNeeded(column, in: table) else { return nil }
                return source.columns.first { $0.name == column.name }.map { warning(column, $0, table) }
            }
        }
    }

    /// A key, a reference, and what is used.
    private func isNeeded(_ column: Column, in table: Table) -> Bool {
        column.isInKey || usage.uses(column, of: table)
            || table.foreignKeys.contains { $0.columns.contains(column.name) }
    }

    private func warning(_ table: Table, _ source: CatalogTable) -> Diagnostic {
        Rule.unusedTable.warning(
            "no mutation and no query uses the table `\(table.name)`", at: source.place,
            suggestion: "leave it out until something does", home: .statement)
    }

    private func warning(_ column: Column, _ source: CatalogColumn, _ table: Table) -> Diagnostic {
        Rule.unusedColumn.warning(
            "no mutation writes `\(table.name).\(column.name)`, and no query reads it", at: source.place,
            suggestion: "leave it out until something does", home: .column)
    }
}
