import LockstepSQL

/// Proves that a trigger does the same whatever the order of the rows that fire it.
///
/// It does if each row adds to what the others do without seeing it: its statements insert rows made of `new` and `old`,
/// count (`n = n + 1`), set constants, or delete, in rows that they find by columns that it does not write.
struct TriggerOrder {
    let trigger: CatalogTrigger
    let table: CatalogTable
    let catalog: Catalog

    var isIrrelevant: Bool {
        guard let written = writtenColumns() else { return false }
        let condition = trigger.tree.condition.map { readsRowOnly($0) } ?? true
        return condition && trigger.tree.body.allSatisfy { isIrrelevant($0, written: written) }
    }

    /// Names of columns by table; nil if a trigger or a foreign key carries a change on.
    private func writtenColumns() -> [String: Set<String>]? {
        var written: [String: Set<String>] = [:]
        for statement in trigger.tree.body {
            let target: TargetTable
            var columns: [Identifier]?
            switch statement.kind {
            case .insert(let insert): target = insert.table
            case .delete(let delete): target = delete.table
            case .update(let update):
                target = update.table
                columns = update.assignments.flatMap(\.columns)
            default: continue
            }
            guard let changed = catalog[table: target.name.name.name], changed.folded != table.folded,
                catalog.triggers(of: changed).allSatisfy({ $0.side != .both }), !isCarriedOn(statement, changed)
            else { return nil }
            // Two statements about one table could meet in one row.
            guard written[changed.folded] == nil else { return nil }
            written[changed.folded] = Set(columns?.map(\.folded) ?? changed.columns.map(\.folded))
        }
        return written
    }

    /// True if a foreign key changes other rows with those of the table.
    private func isCarriedOn(_ statement: Statement, _ parent: CatalogTable) -> Bool {
        let references = catalog.orderedTables.flatMap(\.references).filter {
            $0.target.table.folded == parent.folded
        }
        switch statement.kind {
        case .delete: return references.contains { Self.changesRows($0.target.onDelete) }
        case .update(let update):
            let assigned = Set(update.assignments.flatMap(\.columns).compactMap { parent.index(ofColumn: $0.name) })
            return references.contains { reference in
                guard Self.changesRows(reference.target.onUpdate) else { return false }
                return catalog.parent(of: reference).map { !assigned.isDisjoint(with: $0.columns) } ?? true
            }
        default: return false
        }
    }

    private static func changesRows(_ action: ForeignKeyTarget.Action?) -> Bool {
        action == .cascade || action == .setNull || action == .setDefault
    }

    private func isIrrelevant(_ statement: Statement, written: [String: Set<String>]) -> Bool {
        switch statement.kind {
        case .select(let select):
            guard case .query(let query) = select.first, query.from == nil, select.compounds.isEmpty else {
                return false
            }
            return rowOnly(in: select)
        case .insert(let insert):
            guard insert.conflict == nil, insert.upserts.isEmpty, insert.with == nil,
                catalog[table: insert.table.name.name.name]?.conflictActions.isEmpty == true
            else { return false }
            switch insert.rows {
            case .defaults: return true
            case .values(let values):
                return values.rows.allSatisfy { $0.values.allSatisfy { readsRowOnly($0) } }
            case .select(let select):
                guard case .query(let query) = select.first, query.from == nil, select.compounds.isEmpty else {
                    return false
                }
                return rowOnly(in: select)
            }
        case .update(let update):
            guard update.conflict == nil, update.from == nil, update.with == nil,
                catalog[table: update.table.name.name.name]?.conflictActions.isEmpty == true
            else { return false }
            return update.assignments.allSatisfy(isCommutative)
                && finds(update.condition, without: written[update.table.name.name.folded] ?? [])
        case .delete(let delete):
            return delete.with == nil && finds(delete.condition, without: written[delete.table.name.name.folded] ?? [])
        default: return false
        }
    }

    private func finds(_ condition: Expression?, without written: Set<String>) -> Bool {
        condition.map { readsRowOnly($0, written: written) } ?? true
    }

    /// `n = n + x`, `n = n - x` on integers, or a constant.
    private func isCommutative(_ assignment: Assignment) -> Bool {
        guard assignment.columns.count == 1, let column = assignment.columns.first else { return false }
        if assignment.value.literal != nil { return true }
        guard case .binary(let op, let left, let right) = assignment.value.kind, op == .add || op == .subtract else {
            return false
        }
        func isItself(_ expression: Expression) -> Bool {
            expression.columnReference.map { !isTransition($0) && $0.name.folded == column.folded } ?? false
        }
        guard isItself(left) || (op == .add && isItself(right)) else { return false }
        let summand = isItself(left) ? right : left
        return readsRowOnly(summand) && isInteger(assignment, isConstant: summand.literal != nil)
    }

    /// A sum of REAL depends on its order, and so does whether a CHECK holds on the way up and down.
    private func isInteger(_ assignment: Assignment, isConstant: Bool) -> Bool {
        for statement in trigger.tree.body {
            guard case .update(let update) = statement.kind,
                update.assignments.contains(where: { $0.span == assignment.span }),
                let changed = catalog[table: update.table.name.name.name],
                let index = changed.index(ofColumn: assignment.columns[0].name)
            else { continue }
            let isChecked = changed.uses.contains { $0.columns.contains(index) }
            return changed.columns[index].type?.storage == .integer && (isConstant || !isChecked)
        }
        return false
    }

    private func rowOnly(in select: Select) -> Bool {
        var isOnly = true
        let visitor = ExpressionVisitor { part in
            if !isRowOnly(part, written: nil) { isOnly = false }
        }
        visitor.visit(select)
        return isOnly
    }

    /// - Parameter written: Columns that may not be named besides those of the row; nil forbids all.
    private func readsRowOnly(_ expression: Expression, written: Set<String>? = nil) -> Bool {
        var isOnly = true
        let visitor = ExpressionVisitor { part in
            if !isRowOnly(part, written: written) { isOnly = false }
        }
        visitor.visit(expression)
        return isOnly
    }

    private func isRowOnly(_ part: Expression, written: Set<String>?) -> Bool {
        switch part.kind {
        case .column(let reference):
            if isTransition(reference) { return true }
            return written.map { !$0.contains(reference.name.folded) } ?? false
        case .subquery, .exists, .membership(_, .select, _), .membership(_, .table, _): return false
        default: return true
        }
    }

    private func isTransition(_ reference: ColumnReference) -> Bool {
        reference.table.map { $0.folded == "new" || $0.folded == "old" } ?? false
    }
}
