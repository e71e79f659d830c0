import LockstepSQL

extension StatementAnalyzer {
    /// The shape of RETURNING, if there is one.
    @discardableResult func inferUpdate(_ update: Update) -> SelectShape? {
        if let with = update.with { pushCommonTables(with, parent: outer) }
        defer { if update.with != nil { commonTables.removeLast() } }
        guard let table = target(update.table, conflict: update.conflict, returning: update.returning)
        else { return nil }
        let scope = targetScope(update.table, table)
        reads.insert(table.folded, table.key)
        if let from = update.from { inferFrom(from, in: scope) }
        inferWhere(update.condition, in: scope)
        let assigned = inferAssignments(update.assignments, of: table, in: scope)
        readParents(of: table, columns: assigned)
        let isOneRow = isOneRow(update, in: scope)
        let effects = ChangeEffects(catalog: catalog, isOneRow: isOneRow)
        effects.addUpdate(of: table, columns: assigned, to: self)
        if conflictActions(update.conflict, table).contains(.replace) {
            effects.addDeletion(from: table, to: self)
        }
        checkReplay(of: update, table, assigned, isOneRow: isOneRow, in: scope)
        return inferReturning(update.returning, of: table)
    }

    @discardableResult func inferDelete(_ delete: Delete) -> SelectShape? {
        if let with = delete.with { pushCommonTables(with, parent: outer) }
        defer { if delete.with != nil { commonTables.removeLast() } }
        guard let table = target(delete.table, conflict: nil, returning: delete.returning) else { return nil }
        let scope = targetScope(delete.table, table)
        reads.insert(table.folded, table.key)
        inferWhere(delete.condition, in: scope)
        let isOneRow = UniqueRows(scope: scope, from: nil, condition: delete.condition).holds()
        ChangeEffects(catalog: catalog, isOneRow: isOneRow).addDeletion(from: table, to: self)
        let refersToItself = table.references.contains {
            $0.target.table.folded == table.folded && $0.target.onDelete == .restrict
        }
        if !isOneRow, refersToItself {
            obstacle(
                "ON DELETE RESTRICT within `\(table.name)` makes the order of the rows matter", at: delete.table.span,
                advice: "delete one row, found by its key")
        }
        return inferReturning(delete.returning, of: table)
    }

    private func targetScope(_ target: TargetTable, _ table: CatalogTable) -> Scope {
        var source = source(of: table, named: target.alias?.name ?? table.name)
        source.hasAlias = target.alias != nil
        return Scope(sources: [source], parent: outer)
    }

    private func isOneRow(_ update: Update, in scope: Scope) -> Bool {
        let alone = Scope(sources: [scope.sources[0]], parent: outer)
        return UniqueRows(scope: scope, from: update.from, condition: update.condition).holds()
            || UniqueRows(scope: alone, from: nil, condition: update.condition).holds()
    }

    private func checkReplay(
        of update: Update, _ table: CatalogTable, _ assigned: Set<Int>, isOneRow: Bool, in scope: Scope
    ) {
        let rows = UniqueRows(scope: scope, from: update.from, condition: update.condition, firstSource: 1)
        if let from = update.from, !rows.holds(given: [0]) {
            obstacle(
                "UPDATE FROM may find several rows to take a value from, and takes any", at: from.span,
                advice: "join by a whole key of what stands in FROM")
        }
        guard !isOneRow else { return }
        let keys = [table.key] + table.uniques.filter { !$0.isPartial }.map(\.columns)
        let touchesKey =
            keys.contains { !assigned.isDisjoint(with: $0) }
            || table.uniques.contains { $0.isPartial || $0.columns.isEmpty }
        let actions = conflictActions(update.conflict, table)
        let skips = !actions.isDisjoint(with: [.ignore, .replace, .fail])
        if touchesKey || (skips && !table.uniques.isEmpty) {
            obstacle(
                "several rows may get other UNIQUE values, and whether they collide on the way depends on their order",
                at: update.table.span, advice: "change one row, found by its key")
        } else if skips {
            obstacle(
                "which rows OR \(update.conflict?.action.rawValue ?? "IGNORE") keeps depends on their order",
                at: update.table.span, advice: "leave the OR clause out")
        }
    }
}
