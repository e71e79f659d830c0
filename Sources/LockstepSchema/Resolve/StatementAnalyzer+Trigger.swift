import LockstepSQL

extension StatementAnalyzer {
    /// Resolves a trigger of a table: its WHEN and its statements, in which `new` and `old` are the row.
    func inferTrigger(_ trigger: CreateTrigger, on table: CatalogTable) {
        let scope = Scope(sources: transitionSources(of: trigger.event, table))
        outer = scope
        sites?.note(table, at: trigger.table.name.span)
        if case .update(of: let names?) = trigger.event {
            for name in names {
                if let index = table.index(ofColumn: name.name) {
                    sites?.note(ColumnOrigin(table: table.folded, index: index), at: name.span)
                } else {
                    error(
                        "`\(table.name)` has no column `\(name.name)`", at: name.span,
                        suggestion: suggestion(for: name.name, among: table.columns.map(\.name)))
                }
            }
        }
        if let condition = trigger.condition { inferCondition(condition, in: scope) }
        for statement in trigger.body {
            switch statement.kind {
            case .select(let select): _ = inferSelect(select, parent: scope, purpose: .set)
            case .insert(let insert): inferInsert(insert)
            case .update(let update): inferUpdate(update)
            case .delete(let delete): inferDelete(delete)
            default: break
            }
        }
    }

    private func transitionSources(of event: CreateTrigger.Event, _ table: CatalogTable) -> [ScopeSource] {
        func transition(_ name: String, isRead: Bool) -> ScopeSource {
            var source = source(of: table, named: name)
            source.needsQualifier = true
            source.isRead = isRead
            return source
        }
        switch event {
        case .insert: return [transition("new", isRead: false)]
        case .delete: return [transition("old", isRead: true)]
        case .update: return [transition("new", isRead: true), transition("old", isRead: true)]
        }
    }

    func inferRaise(_ raise: Raise, at span: SourceSpan, in scope: Scope) -> ExpressionType {
        guard role == .trigger else {
            error("RAISE stands in triggers only", at: span)
            return .unknown
        }
        if raise.action == .rollback { RollbackClauses.report(place(span), reporter: reporter) }
        if let message = raise.message { _ = infer(message, in: scope, hint: .weak(.string)) }
        return .null
    }

    /// True for a table of FTS or one of its columns, which MATCH searches.
    func isFullText(_ operand: Expression, in scope: Scope) -> Bool {
        guard let reference = operand.columnReference, case .column(let owner, let place) = scope.lookup(reference)
        else { return false }
        return owner.sources[place.source].table?.module?.isFullText ?? false
    }

    /// FTS keeps values as they are given: what is not text would come back as something else than its columns are.
    func checkText(_ type: ExpressionType, column: Int, _ table: CatalogTable, at span: SourceSpan) {
        guard table.module?.isFullText == true, table.columns[column].affinity == .text, !type.isUnknown,
            !type.classes.isSubset(of: .text)
        else { return }
        error(
            "`\(table.columns[column].name)` is text, and this is \(type.possibleClasses.description)", at: span,
            suggestion: "write CAST(… AS TEXT)")
    }

    /// How a statement without an OR of its own handles conflicts: as the table's constraints say.
    func conflictActions(_ clause: ConflictClause?, _ table: CatalogTable) -> Set<ConflictAction> {
        clause.map { [$0.action] } ?? table.conflictActions
    }

    func isOneRow(_ insert: Insert) -> Bool {
        switch insert.rows {
        case .defaults: true
        case .values(let values): values.rows.count == 1
        case .select(let select):
            if case .query(let query) = select.first, query.from == nil, select.compounds.isEmpty {
                true
            } else {
                false
            }
        }
    }
}

extension CatalogTable {
    /// True for what an INSERT into a virtual table may set besides its columns: the rowid, and FTS's own name for
    /// commands (https://www.sqlite.org/fts5.html#special_insert_commands).
    func hasHiddenTarget(_ name: Identifier) -> Bool {
        guard module != nil else { return false }
        return ["rowid", "_rowid_", "oid"].contains(name.folded)
            || hiddenColumns.contains { Identifier.fold($0.name) == name.folded }
    }
}
