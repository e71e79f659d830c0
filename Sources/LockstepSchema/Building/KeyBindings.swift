import LockstepSQL

/// Finds the row that a statement is about where parameters give a table's whole primary key.
struct KeyBindings {
    let analysis: DefinitionAnalysis
    let analyzer: StatementAnalyzer
    let catalog: Catalog

    /// The row that an INSERT, UPDATE or DELETE is about; nil if it may touch others, by foreign keys for example.
    func addressedRow(of statement: Statement) -> AddressedRow? {
        guard !Self.containsSelect(statement) else { return nil }
        let row: (CatalogTable, [Binding])?
        switch statement.kind {
        case .insert(let insert): row = insertedRow(insert)
        case .update(let update): row = updatedRow(update)
        case .delete(let delete):
            row = table(delete.table).flatMap { table in
                key(of: table, named: label(delete.table), in: delete.condition).map { (table, $0) }
            }
        default: row = nil
        }
        guard let (table, key) = row, analyzer.writes.tables == [table.folded] else { return nil }
        return AddressedRow(table: table.name, key: key)
    }

    /// The row that a SELECT from one table is about.
    func pinnedRow(of select: Select) -> AddressedRow? {
        guard select.with == nil, select.compounds.isEmpty, case .query(let query) = select.first,
            let from = query.from, from.joins.isEmpty, case .table(let name, _) = from.first.kind,
            let table = catalog[table: name.name.name], analyzer.reads.tables == [table.folded]
        else { return nil }
        var hasSelect = false
        let visitor = ExpressionVisitor { hasSelect = hasSelect || Self.isSelect($0) }
        visitor.visit(select)
        guard !hasSelect else { return nil }
        let label = (from.first.alias ?? name.name).folded
        return key(of: table, named: label, in: query.condition).map { AddressedRow(table: table.name, key: $0) }
    }

    private func table(_ target: TargetTable) -> CatalogTable? { catalog[table: target.name.name.name] }

    private func label(_ target: TargetTable) -> String { (target.alias ?? target.name.name).folded }

    // MARK: - Statements

    private func insertedRow(_ insert: Insert) -> (CatalogTable, [Binding])? {
        guard let table = table(insert.table), case .values(let values) = insert.rows, values.rows.count == 1 else {
            return nil
        }
        if insert.conflict?.action == .replace, !table.uniques.isEmpty { return nil }
        for upsert in insert.upserts {
            guard case .update(let assignments, _) = upsert.action else { continue }
            let target = upsert.target?.columns.compactMap { $0.expression.columnReference?.name.folded } ?? []
            let isByKey = Set(target) == Set(table.keyNames.map(Identifier.fold))
            guard isByKey || table.uniques.isEmpty, !setsKey(assignments, of: table) else { return nil }
        }
        let names = insert.columns?.map(\.folded) ?? table.columns.filter { !$0.isGenerated }.map(\.folded)
        let key = table.key.map { index -> Binding? in
            guard let position = names.firstIndex(of: table.columns[index].folded),
                position < values.rows[0].values.count
            else { return nil }
            return binding(of: values.rows[0].values[position])
        }
        return complete(key).map { (table, $0) }
    }

    private func updatedRow(_ update: Update) -> (CatalogTable, [Binding])? {
        guard let table = table(update.table), update.from == nil, !setsKey(update.assignments, of: table) else {
            return nil
        }
        if update.conflict?.action == .replace, !table.uniques.isEmpty { return nil }
        return key(of: table, named: label(update.table), in: update.condition).map { (table, $0) }
    }

    private func setsKey(_ assignments: [Assignment], of table: CatalogTable) -> Bool {
        let key = Set(table.keyNames.map(Identifier.fold))
        return assignments.flatMap(\.columns).contains { key.contains($0.folded) }
    }

    // MARK: - Conditions

    /// What the key's columns are equal to, where all of them are equal to parameters.
    private func key(of table: CatalogTable, named label: String, in condition: Expression?) -> [Binding]? {
        var found: [String: Binding] = [:]
        for conjunct in condition?.conjuncts ?? [] {
            guard case .binary(.equal, let left, let right) = conjunct.kind else { continue }
            for (one, other) in [(left, right), (right, left)] {
                guard case .column(let reference) = one.kind, reference.table.map({ $0.folded == label }) ?? true,
                    let binding = binding(of: other)
                else { continue }
                found[reference.name.folded] = found[reference.name.folded] ?? binding
            }
        }
        return complete(table.key.map { found[table.columns[$0].folded] })
    }

    private func complete(_ key: [Binding?]) -> [Binding]? {
        let bindings = key.compactMap { $0 }
        return bindings.count == key.count && !key.isEmpty ? bindings : nil
    }

    private func binding(of expression: Expression) -> Binding? {
        guard case .parameter(let parameter) = expression.kind, let use = analyzer.uses[parameter.span.start],
            let binding = analysis.binder.binding(for: use)
        else { return nil }
        if case .argument(_, let type) = binding, type.isOptional || type.isList { return nil }
        return binding
    }

    private static func containsSelect(_ statement: Statement) -> Bool {
        var found = false
        let visitor = ExpressionVisitor { found = found || isSelect($0) }
        visitor.visit(statement)
        if case .insert(let insert) = statement.kind, case .select = insert.rows { return true }
        return found
    }

    private static func isSelect(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .subquery, .exists: true
        case .membership(_, .select, _), .membership(_, .table, _), .membership(_, .function, _): true
        default: false
        }
    }
}
