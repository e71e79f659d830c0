import LockstepSQL

extension StatementAnalyzer {
    /// Puts the sources of a FROM clause into a scope, resolves the conditions of its joins, and notes what they prove.
    func inferFrom(_ from: FromClause, in scope: Scope) {
        var conditions = JoinConditions()
        addSources(of: from, to: scope, conditions: &conditions)
        guard !fillsLeft(from) else { return }
        for condition in conditions.expressions { NullRejection(scope: scope).apply(condition) }
        for place in conditions.equalColumns { scope.sources[place.source].proven.insert(place.column) }
    }

    /// True for RIGHT and FULL JOIN, after which conditions before it need not hold.
    private func fillsLeft(_ from: FromClause) -> Bool {
        from.joins.contains { $0.op.isLeftOptional }
            || from.tables.contains { if case .nested(let nested) = $0.kind { fillsLeft(nested) } else { false } }
    }

    /// - Parameter conditions: Gets the conditions of inner joins, which every row meets.
    private func addSources(of from: FromClause, to scope: Scope, conditions: inout JoinConditions) {
        let start = scope.sources.count
        add(from.first, to: scope, conditions: &conditions)
        for join in from.joins {
            if join.op.kind == .right || join.op.kind == .full {
                requireVersion(SQLiteVersion(minor: 39), for: "RIGHT and FULL JOIN", at: join.op.span)
            }
            let middle = scope.sources.count
            var inner = JoinConditions()
            add(join.table, to: scope, conditions: &inner)
            let equalColumns = constrain(join, from: start, middle: middle, in: scope)
            if join.op.isRightOptional {
                for index in middle..<scope.sources.count { scope.sources[index].isNullSide = true }
            } else {
                conditions.expressions += inner.expressions
                conditions.equalColumns += inner.equalColumns
                if case .on(let condition) = join.constraint { conditions.expressions.append(condition) }
                conditions.equalColumns += equalColumns
            }
            if join.op.isLeftOptional {
                for index in start..<middle { scope.sources[index].isNullSide = true }
            }
        }
    }

    /// Columns that are equal in the rows of the join.
    private func constrain(_ join: Join, from start: Int, middle: Int, in scope: Scope) -> [Scope.Place] {
        var places: [Scope.Place] = []
        func combine(_ name: String, _ span: SourceSpan) {
            places += joinColumn(
                name, span, from: start, middle: middle, isCoalesced: join.op.isLeftOptional, in: scope)
        }
        switch join.constraint {
        case .on(let condition): inferCondition(condition, in: scope)
        case .using(let names): names.forEach { combine($0.folded, $0.span) }
        case nil: break
        }
        guard join.op.isNatural else { return places }
        let left = Set(scope.sources[start..<middle].flatMap { $0.visibleColumns.map(\.folded) })
        let right = scope.sources[middle...].flatMap { $0.visibleColumns.map(\.folded) }
        for name in right where left.contains(name) { combine(name, join.op.span) }
        return places
    }

    private func joinColumn(
        _ name: String, _ span: SourceSpan, from start: Int, middle: Int, isCoalesced: Bool, in scope: Scope
    ) -> [Scope.Place] {
        var isOnBothSides = true
        var places: [Scope.Place] = []
        for range in [start..<middle, middle..<scope.sources.count] {
            let found = range.filter { scope.sources[$0].index(of: name) != nil }
            if found.isEmpty { isOnBothSides = false }
            // Of several on the right the first is meant; on the left they are joined among themselves.
            for index in range.lowerBound == middle ? Array(found.prefix(1)) : found {
                let position = scope.sources[index].index(of: name)
                if let position, let origin = scope.sources[index].columns[position].origin {
                    reads.insert(origin.table, [origin.index])
                    sites?.note(origin, at: span)
                }
                if range.lowerBound == middle { scope.sources[index].joined.insert(name) }
                if isCoalesced { scope.sources[index].coalesced.insert(name) }
            }
            // The first one is what the name means, unless a RIGHT or FULL JOIN is behind it.
            if let first = found.first, let column = scope.sources[first].index(of: name),
                !found.contains(where: { scope.sources[$0].coalesced.contains(name) })
            {
                places.append(Scope.Place(source: first, column: column))
            }
        }
        if !isOnBothSides {
            let names = scope.sources[start...].flatMap { $0.columns.map(\.name) }
            error(
                "`\(name)` is not a column of both sides", at: span, suggestion: suggestion(for: name, among: names))
        }
        return places
    }

    // MARK: - Sources

    private func add(_ reference: TableReference, to scope: Scope, conditions: inout JoinConditions) {
        switch reference.kind {
        case .table(let name, _):
            append(source(named: name, alias: reference.alias), at: reference.span, to: scope)
        case .subquery(let select):
            let shape = inferSelect(select, parent: scope.parent, purpose: .set)
            let columns = Self.scopeColumns(of: shape, names: nil)
            let name = reference.alias?.name ?? ""
            append(ScopeSource(name: name, columns: columns, table: nil), at: reference.span, to: scope)
        case .function(let name, let arguments, let argumentsSpan):
            let source = functionSource(name, arguments, argumentsSpan, alias: reference.alias, in: scope)
            append(source, at: reference.span, to: scope)
        case .nested(let from):
            let start = scope.sources.count
            addSources(of: from, to: scope, conditions: &conditions)
            // SQLite makes a subquery of it, which leaves out hidden columns.
            guard from.tables.count > 1 else { return }
            for index in start..<scope.sources.count {
                scope.sources[index].columns.removeAll(where: \.isHidden)
            }
        }
    }

    private func append(_ source: ScopeSource?, at span: SourceSpan, to scope: Scope) {
        guard let source else {
            // Names of an unknown source must not be reported as well.
            scope.sources.append(ScopeSource(name: "", columns: [], table: nil))
            scope.hasUnknownSource = true
            return
        }
        if !source.name.isEmpty, scope.sources.contains(where: { $0.folded == source.folded }) {
            error("two tables are called `\(source.name)` here", at: span, suggestion: "give one an alias with AS")
        }
        scope.sources.append(source)
    }

    func source(named name: QualifiedName, alias: Identifier?) -> ScopeSource? {
        if let schema = name.schema {
            error("names of databases are not supported: the schema has one", at: schema.span)
            return nil
        }
        let label = alias?.name ?? name.name.name
        for tables in commonTables.reversed() {
            if let common = tables[name.name.folded] {
                return ScopeSource(name: label, columns: common.columns, table: nil)
            }
        }
        if let table = catalog[table: name.name.name] {
            reads.insert(table.folded, table.key)
            sites?.note(table, at: name.name.span)
            var source = source(of: table, named: label)
            source.hasAlias = alias != nil
            return source
        }
        if let view = catalog.view(name.name.name) {
            return ScopeSource(name: label, columns: viewColumns(view, at: name.span), table: nil)
        }
        catalog.reportMissingTable(
            name.name.name, at: place(name.span), among: relationNames, reporter: reporter)
        return nil
    }

    /// What a table's columns hold, as far as this analysis trusts their declarations.
    func source(of table: CatalogTable, named name: String) -> ScopeSource {
        let columns = catalog.scopeColumns[table.folded] ?? Self.scopeColumns(of: table)
        var source = ScopeSource(name: name, columns: columns, table: table)
        guard role == .freeStanding else { return source }
        for (index, column) in table.columns.enumerated() where !trustsDeclarations || column.type == nil {
            source.columns[index].type = ExpressionType(stored: column, in: table)
            source.columns[index].type.nullReason = .column("\(table.name).\(column.name)")
        }
        return source
    }

    static func scopeColumns(of table: CatalogTable) -> [ScopeColumn] {
        let columns = table.columns.enumerated().map { index, column in
            var type = ExpressionType(column)
            if type.isNullable { type.nullReason = .column("\(table.name).\(column.name)") }
            return ScopeColumn(
                name: column.name, type: type,
                origin: ColumnOrigin(table: table.folded, index: index))
        }
        let hidden = table.hiddenColumns.map { ScopeColumn(name: $0.name, type: $0.type, isHidden: true) }
        return columns + hidden
    }

    static func scopeColumns(of shape: SelectShape, names: [Identifier]?) -> [ScopeColumn] {
        var taken: Set<String> = []
        return shape.columns.enumerated().map { index, column in
            var type = column.type
            type.literal = nil
            let given = names.flatMap { index < $0.count ? $0[index].name : nil } ?? column.name ?? ""
            var name = given
            // The second `a` of a subquery is called `a:1`.
            var number = 0
            while !name.isEmpty, !taken.insert(Identifier.fold(name)).inserted {
                number += 1
                name = "\(given):\(number)"
            }
            return ScopeColumn(name: name, type: type)
        }
    }

    /// A view's columns; what its select reads, the statement reads.
    private func viewColumns(_ view: CatalogView, at span: SourceSpan) -> [ScopeColumn] {
        let inner = Reporter()
        let analyzer = StatementAnalyzer(
            catalog: catalog, source: view.source, role: role == .freeStanding ? role : .view,
            oldestSQLite: oldestSQLite, reporter: inner, trustsDeclarations: trustsDeclarations)
        analyzer.mustBeDeterministic = mustBeDeterministic
        let shape = analyzer.inferSelect(view.select, parent: nil, purpose: .set)
        reads.formUnion(analyzer.reads)
        for diagnostic in inner.diagnostics { error("in the view `\(view.name)`: \(diagnostic.message)", at: span) }
        if let reason = analyzer.obstacles.first {
            obstacle("in the view `\(view.name)`: \(reason.message)", at: span, advice: reason.advice)
        }
        return Self.scopeColumns(of: shape, names: view.columns)
    }
}

/// What every row of a FROM clause meets.
private struct JoinConditions {
    var expressions: [Expression] = []

    /// Columns that USING and NATURAL compare.
    var equalColumns: [Scope.Place] = []
}
