import LockstepSQL

extension StatementAnalyzer {
    /// Resolves the selects of a WITH clause in order and makes their names visible. The caller takes them away again.
    func pushCommonTables(_ with: With, parent: Scope?) {
        commonTables.append([:])
        for table in with.tables {
            let level = commonTables.count - 1
            if commonTables[level][table.name.folded] != nil {
                error("two common tables are called `\(table.name.name)`", at: table.name.span)
            }
            let shape = isRecursive(table) ? inferRecursive(table, parent: parent) : inferPlain(table, parent: parent)
            checkColumnNames(of: table, shape)
            commonTables[level][table.name.folded] = CommonTableShape(
                name: table.name.name, columns: Self.scopeColumns(of: shape, names: table.columns))
        }
    }

    private func inferPlain(_ table: CommonTable, parent: Scope?) -> SelectShape {
        inferSelect(table.select, parent: parent, purpose: .set)
    }

    private func checkColumnNames(of table: CommonTable, _ shape: SelectShape) {
        guard let names = table.columns, shape.isKnown, names.count != shape.columns.count else { return }
        error("`\(table.name.name)` has \(names.count) names for \(shape.columns.count) columns", at: table.name.span)
    }

    /// The types of a recursive table are those of its first arms, widened until its own rows fit them.
    private func inferRecursive(_ table: CommonTable, parent: Scope?) -> SelectShape {
        let level = commonTables.count - 1
        var columns = reporter.muted { startColumns(of: table, parent: parent) }
        // Each round widens a column at least, and a column can be widened in few ways.
        var rounds = columns.count * 8 + 8
        while rounds > 0 {
            rounds -= 1
            commonTables[level][table.name.folded] = CommonTableShape(name: table.name.name, columns: columns)
            let shape = reporter.muted { inferSelect(table.select, parent: parent, purpose: .set) }
            let next = Self.scopeColumns(of: shape, names: table.columns)
            if zip(columns, next).allSatisfy({ $0.type.covers($1.type) }) { break }
            columns = zip(columns, next).map { old, new in
                var type = ExpressionType.merging([old.type, new.type])
                // What grows in each round has no bound.
                type.bound = nil
                return ScopeColumn(name: old.name, type: type)
            }
        }
        commonTables[level][table.name.folded] = CommonTableShape(name: table.name.name, columns: columns)
        var shape = inferSelect(table.select, parent: parent, purpose: .set)
        shape.columns = zip(shape.columns, columns).map { column, widened in
            let type = ExpressionType.merging([column.type, widened.type])
            return SelectShape.Column(name: column.name, type: type, span: column.span, origin: nil)
        }
        return shape
    }

    private func startColumns(of table: CommonTable, parent: Scope?) -> [ScopeColumn] {
        let select = table.select
        if let with = select.with { pushCommonTables(with, parent: parent) }
        defer { if select.with != nil { commonTables.removeLast() } }
        let starts = select.bodies.filter { !mentions(table.name, in: $0) }
        guard let first = starts.first else { return [] }
        let (shape, _) = inferBody(first, of: select, parent: parent, hints: [], purpose: .set)
        return Self.scopeColumns(of: shape, names: table.columns)
    }

    private func isRecursive(_ table: CommonTable) -> Bool {
        table.select.bodies.contains { mentions(table.name, in: $0) }
    }

    private func mentions(_ name: Identifier, in body: SelectBody) -> Bool {
        guard case .query(let query) = body, let from = query.from else { return false }
        return mentions(name, in: from)
    }

    private func mentions(_ name: Identifier, in from: FromClause) -> Bool {
        from.tables.contains { reference in
            switch reference.kind {
            case .table(let table, _): table.name.folded == name.folded
            case .nested(let nested): mentions(name, in: nested)
            case .subquery(let select): select.bodies.contains { mentions(name, in: $0) }
            case .function: false
            }
        }
    }
}
