import LockstepSQL

/// A `:many` query whose rows may come in another order each time.
enum MissingOrder {
    /// - Parameters:
    ///   - query: What the definition became.
    ///   - isOneRow: True for an aggregate without GROUP BY.
    static func warnings(in definition: Definition, query: Query, isOneRow: Bool, catalog: Catalog) -> [Diagnostic] {
        guard definition.kind == .many, !isOneRow, query.pinnedRow == nil,
            case .select(let select) = definition.statements.first?.kind, select.orderBy.isEmpty
        else { return [] }
        let start = select.first.span.start
        let place = definition.place(SourceSpan(start: start, end: start + "SELECT".utf8.count))
        let terms = key(of: select, catalog).map { "add ORDER BY \($0.joined(separator: ", "))" }
        return [
            Rule.missingOrder.warning(
                "the rows of `\(query.name)` come in no order, and may change places from run to run",
                at: place,
                suggestion: terms ?? "add ORDER BY", home: .definition)
        ]
    }

    /// The key of the only table, by which rows have an order at least.
    private static func key(of select: Select, _ catalog: Catalog) -> [String]? {
        guard select.compounds.isEmpty, case .query(let query) = select.first, let from = query.from,
            query.groupBy.isEmpty, !query.isDistinct, from.joins.isEmpty, case .table(let name, _) = from.first.kind,
            let table = catalog[table: name.name.name], !table.key.isEmpty
        else { return nil }
        return table.keyNames.map(SQLQuoting.quoted)
    }
}
