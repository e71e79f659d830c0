import LockstepSQL

extension StatementAnalyzer {
    /// The shape of RETURNING, if there is one.
    @discardableResult func inferInsert(_ insert: Insert) -> SelectShape? {
        if let with = insert.with { pushCommonTables(with, parent: outer) }
        defer { if insert.with != nil { commonTables.removeLast() } }
        guard let table = target(insert.table, conflict: insert.conflict, returning: insert.returning)
        else { return nil }
        let mistakes = reporter.count
        let columns = insertedColumns(insert, table)
        inferRows(insert, columns, table)
        if reporter.count == mistakes { checkOmitted(insert, columns.compactMap { $0 }, table) }
        for upsert in insert.upserts { infer(upsert, of: insert, table) }
        writes.insert(table.folded, allColumns(of: table))
        readParents(of: table, columns: Set(table.columns.indices))
        let effects = ChangeEffects(catalog: catalog, isOneRow: isOneRow(insert))
        effects.addInsertion(into: table, to: self)
        if conflictActions(insert.conflict, table).contains(.replace) {
            effects.addDeletion(from: table, to: self)
        }
        checkReplay(of: insert, table)
        return inferReturning(insert.returning, of: table)
    }

    /// The columns that values go to, by position; nil for one that could not be found.
    private func insertedColumns(_ insert: Insert, _ table: CatalogTable) -> [Int?] {
        guard let names = insert.columns else {
            return table.columns.indices.filter { !table.columns[$0].isGenerated }
        }
        var seen: Set<Int> = []
        return names.map { name in
            guard let index = targetColumn(name, of: table) else { return nil }
            if !seen.insert(index).inserted { error("`\(name.name)` is listed twice", at: name.span) }
            return index
        }
    }

    private func inferRows(_ insert: Insert, _ columns: [Int?], _ table: CatalogTable) {
        let hints = columns.map { $0.map { hint(for: table.columns[$0], of: table) } ?? .none }
        switch insert.rows {
        case .defaults: break
        case .values(let values):
            let scope = Scope(parent: outer)
            for row in values.rows {
                if row.values.count != columns.count {
                    error("\(row.values.count) values for \(columns.count) columns", at: row.span)
                }
                for (index, value) in row.values.enumerated() {
                    let type = infer(value, in: scope, hint: index < hints.count ? hints[index] : .none)
                    guard index < columns.count, let column = columns[index] else { continue }
                    checkConstant(value, for: table.columns[column], of: table)
                    checkFit(type, table.columns[column], of: table, at: value.span)
                    checkKey(type, column: column, table, at: value.span)
                    checkText(type, column: column, table, at: value.span)
                }
            }
        case .select(let select):
            let shape = inferSelect(select, parent: outer, hints: hints, purpose: .insertion)
            if shape.isKnown, shape.columns.count != columns.count {
                error("\(shape.columns.count) values for \(columns.count) columns", at: select.span)
            }
            for (column, result) in zip(columns, shape.columns) {
                guard let column else { continue }
                checkKey(result.type, column: column, table, at: result.span)
                checkText(result.type, column: column, table, at: result.span)
                checkFit(result.type, table.columns[column], of: table, at: result.span)
            }
        }
    }

    /// SQLite chooses the key if it is given NULL.
    private func checkKey(_ type: ExpressionType, column: Int, _ table: CatalogTable, at span: SourceSpan) {
        guard table.rowidAlias == column, table.side == .replicated, type.isNullable, !type.isUnknown else { return }
        error("the key `\(table.columns[column].name)` may be NULL here: SQLite would choose it", at: span)
    }

    /// What a row gets in columns that the INSERT leaves out.
    private func checkOmitted(_ insert: Insert, _ given: [Int], _ table: CatalogTable) {
        var isEmpty = false
        if case .defaults = insert.rows { isEmpty = true }
        let span = insert.columnsSpan ?? insert.table.span
        for (index, column) in table.columns.enumerated() {
            guard isEmpty || !given.contains(index), !column.isGenerated else { continue }
            if index == table.rowidAlias {
                guard table.side == .replicated else { continue }
                error(
                    "the key `\(column.name)` is left to SQLite, and would differ between replicas", at: span,
                    suggestion: "set it from a parameter")
                continue
            }
            switch column.defaultValue {
            case .constant: break
            case .changing where table.side != .replicated: break
            case .changing(let what):
                error(
                    "`\(column.name)` is left to its DEFAULT, and \(what) differs from device to device", at: span,
                    suggestion: "set it from `:now` or from a parameter")
            case .none:
                if !column.isNullable {
                    error(
                        "`\(column.name)` is NOT NULL, has no DEFAULT, and is not set", at: span,
                        suggestion: "add it to the columns")
                }
            }
        }
    }

    private func infer(_ upsert: Upsert, of insert: Insert, _ table: CatalogTable) {
        let label = insert.table.alias?.name ?? table.name
        var excluded = source(of: table, named: "excluded")
        excluded.needsQualifier = true
        let scope = Scope(sources: [source(of: table, named: label)], parent: outer)
        for term in upsert.target?.columns ?? [] { _ = infer(term.expression, in: scope) }
        if let condition = upsert.target?.condition { inferCondition(condition, in: scope) }
        guard case .update(let assignments, let condition) = upsert.action else { return }
        scope.sources.append(excluded)
        let assigned = inferAssignments(assignments, of: table, in: scope)
        inferWhere(condition, in: scope)
        ChangeEffects(catalog: catalog, isOneRow: isOneRow(insert)).addUpdate(of: table, columns: assigned, to: self)
    }

    private func checkReplay(of insert: Insert, _ table: CatalogTable) {
        guard case .select(let select) = insert.rows else { return }
        let handlesConflicts =
            !insert.upserts.isEmpty
            || !conflictActions(insert.conflict, table).isDisjoint(with: [.ignore, .replace, .fail])
        guard handlesConflicts, !isInKnownOrder(select) else { return }
        obstacle("of several rows that conflict, which one comes last depends on their order", at: select.span)
    }

    /// True for rows without a table, and for those of a list parameter, which come in its order.
    private func isInKnownOrder(_ select: Select) -> Bool {
        guard select.compounds.isEmpty, case .query(let query) = select.first else {
            return select.bodies.allSatisfy { if case .values = $0 { true } else { false } }
        }
        guard let from = query.from else { return true }
        guard from.joins.isEmpty, query.groupBy.isEmpty, !query.isDistinct, select.orderBy.isEmpty else { return false }
        if case .function = from.first.kind { return true }
        return false
    }
}
