import LockstepSQL

extension StatementAnalyzer {
    /// Resolves a select.
    ///
    /// - Parameters:
    ///   - parent: The scope around it, for a subquery.
    ///   - hints: What each of its columns is used for, by position.
    func inferSelect(
        _ select: Select, parent: Scope?, hints: [TypeHint] = [], purpose: SelectPurpose
    ) -> SelectShape {
        if let with = select.with { pushCommonTables(with, parent: parent) }
        defer { if select.with != nil { commonTables.removeLast() } }
        var scopes: [Scope?] = []
        var shapes: [SelectShape] = []
        for body in select.bodies {
            let (shape, scope) = inferBody(body, of: select, parent: parent, hints: hints, purpose: purpose)
            shapes.append(shape)
            scopes.append(scope)
        }
        inferOrder(of: select, shapes: shapes, scope: scopes[0], parent: parent)
        inferLimit(of: select, parent: parent)
        var shape = merged(shapes, select)
        if let limit = select.limit, !limit.keepsFirstRow { shape.hasExactlyOneRow = false }
        checkReplay(of: select, shape: shape, scope: scopes[0], purpose: purpose)
        return shape
    }

    func inferBody(
        _ body: SelectBody, of select: Select, parent: Scope?, hints: [TypeHint], purpose: SelectPurpose
    ) -> (SelectShape, Scope?) {
        switch body {
        case .query(let query):
            let scope = Scope(parent: parent)
            let terms = select.compounds.isEmpty ? select.orderBy : []
            return (inferQuery(query, orderBy: terms, in: scope, hints: hints, purpose: purpose), scope)
        case .values(let values):
            let isOnly = select.compounds.isEmpty
            return (inferValues(values, parent: parent, hints: hints, isOnly: isOnly), nil)
        }
    }

    // MARK: - One SELECT

    private func inferQuery(
        _ query: SelectQuery, orderBy: [OrderingTerm], in scope: Scope, hints: [TypeHint], purpose: SelectPurpose
    ) -> SelectShape {
        if let from = query.from { inferFrom(from, in: scope) }
        scope.grouping = grouping(of: query, orderBy: orderBy)
        for column in query.columns {
            if case .expression(let expression, let alias?) = column.kind {
                scope.aliases[alias.folded] = scope.aliases[alias.folded] ?? expression
            }
        }
        for window in query.windows { scope.windows[window.name.folded] = window.window }
        inferWhere(query.condition, in: scope)
        inferGroups(of: query, in: scope)
        scope.allowsAggregates = true
        scope.allowsWindows = true
        scope.isAfterGrouping = true
        inferWindows(of: query, in: scope)
        proveByHaving(query, in: scope)
        var shape = inferColumns(query.columns, in: scope, hints: hints, purpose: purpose)
        scope.allowsAliases = true
        if let having = query.having {
            scope.allowsWindows = false
            inferCondition(having, in: scope)
            scope.allowsWindows = true
        }
        let isSingleRow = scope.grouping == .single || (query.from == nil && query.condition == nil)
        shape.hasExactlyOneRow = isSingleRow && query.having == nil && query.groupBy.isEmpty
        checkReplay(of: query, in: scope)
        return shape
    }

    func inferWhere(_ condition: Expression?, in scope: Scope) {
        guard let condition else { return }
        scope.allowsAliases = true
        inferCondition(condition, in: scope)
        scope.allowsAliases = false
        NullRejection(scope: scope).apply(condition)
    }

    /// A group that HAVING keeps has no NULL in the columns that it asks about, if all its rows have the same value there.
    private func proveByHaving(_ query: SelectQuery, in scope: Scope) {
        guard let having = query.having, scope.grouping == .grouped else { return }
        let columns = NullRejection(scope: scope).columns(rejectedBy: having)
        for place in columns.intersection(scope.groupedColumns) {
            scope.sources[place.source].proven.insert(place.column)
        }
    }

    private func inferWindows(of query: SelectQuery, in scope: Scope) {
        for window in query.windows {
            window.window.partitionBy.forEach { _ = infer($0, in: scope) }
            window.window.orderBy.forEach { _ = infer($0.expression, in: scope) }
            inferFrame(of: window.window, in: scope)
        }
    }

    private func grouping(of query: SelectQuery, orderBy: [OrderingTerm]) -> Scope.Grouping {
        if !query.groupBy.isEmpty { return .grouped }
        var expressions = orderBy.map(\.expression) + (query.having.map { [$0] } ?? [])
        for column in query.columns {
            if case .expression(let expression, _) = column.kind { expressions.append(expression) }
        }
        return expressions.contains(where: isAggregate) ? .single : .none
    }

    private func isAggregate(_ expression: Expression) -> Bool {
        var found = false
        let visitor = ExpressionVisitor(entersSelects: false) { part in
            if case .function(let call) = part.kind, call.over == nil,
                FunctionTable.function(call.name.name, arguments: call.argumentList.count)?.kind == .aggregate
            {
                found = true
            }
        }
        visitor.visit(expression)
        return found
    }

    private func inferGroups(of query: SelectQuery, in scope: Scope) {
        scope.allowsAliases = true
        defer { scope.allowsAliases = false }
        for term in query.groupBy {
            guard let column = resultColumn(term, of: query) else {
                groupBy(term, in: scope)
                continue
            }
            guard let expression = column else {
                error("there is no column of that number", at: term.span)
                continue
            }
            groupBy(expression, in: scope)
        }
    }

    private func groupBy(_ expression: Expression, in scope: Scope) {
        if let reference = expression.columnReference, case .column(let owner, let place) = scope.lookup(reference),
            owner === scope
        {
            scope.groupedColumns.insert(place)
        }
        _ = infer(expression, in: scope)
    }

    /// For `GROUP BY 1` the expression of that column, `.some(nil)` if there is none; nil for other terms.
    private func resultColumn(_ term: Expression, of query: SelectQuery) -> Expression?? {
        guard case .integer(let number) = term.literal else { return nil }
        guard number >= 1, number <= query.columns.count,
            case .expression(let expression, _) = query.columns[Int(number) - 1].kind
        else { return .some(nil) }
        return expression
    }

    // MARK: - VALUES

    private func inferValues(
        _ values: Values, parent: Scope?, hints: [TypeHint], isOnly: Bool
    ) -> SelectShape {
        let scope = Scope(parent: parent)
        let width = values.rows[0].values.count
        var types: [[ExpressionType]] = Array(repeating: [], count: width)
        for row in values.rows {
            if row.values.count != width {
                error("\(row.values.count) values in a list of rows with \(width)", at: row.span)
            }
            for (index, value) in row.values.enumerated() {
                let type = infer(value, in: scope, hint: index < hints.count ? hints[index] : .none)
                if index < width { types[index].append(type) }
            }
        }
        let columns = types.enumerated().map { index, types in
            SelectShape.Column(
                name: "column\(index + 1)", type: .merging(types), span: values.rows[0].values[index].span, origin: nil)
        }
        return SelectShape(
            columns: columns, items: columns.indices.map { .column($0) },
            hasExactlyOneRow: isOnly && values.rows.count == 1)
    }

    // MARK: - Compounds, ORDER BY, LIMIT

    private func merged(_ shapes: [SelectShape], _ select: Select) -> SelectShape {
        guard shapes.count > 1 else { return shapes[0] }
        guard shapes.allSatisfy(\.isKnown) else { return .unknown }
        var columns = shapes[0].columns
        for (arm, shape) in zip(select.compounds, shapes.dropFirst()) {
            if shape.columns.count != columns.count {
                error(
                    "\(arm.op.rawValue) joins \(columns.count) columns with \(shape.columns.count)", at: arm.opSpan)
                return .unknown
            }
            // EXCEPT and INTERSECT have rows of the left side only.
            guard arm.op == .union || arm.op == .unionAll else {
                if arm.op == .intersect { columns = Self.intersection(columns, shape.columns) }
                continue
            }
            columns = zip(columns, shape.columns).map { left, right in
                SelectShape.Column(
                    name: left.name, type: .merging([left.type, right.type]), span: left.span,
                    origin: left.origin == right.origin ? left.origin : nil)
            }
        }
        var merged = SelectShape(
            columns: columns, items: columns.indices.map { .column($0) }, hasExactlyOneRow: false)
        if let table = commonTable(of: shapes) { merged.items = [.table(table)] }
        return merged
    }

    /// A NULL on one side is in the result only if it is on the other side too.
    private static func intersection(
        _ columns: [SelectShape.Column], _ others: [SelectShape.Column]
    ) -> [SelectShape.Column] {
        zip(columns, others).map { column, other in
            guard !other.type.isNullable else { return column }
            return SelectShape.Column(
                name: column.name, type: column.type.notNull(), span: column.span, origin: column.origin)
        }
    }

    /// The table whose rows all arms are.
    private func commonTable(of shapes: [SelectShape]) -> SelectShape.TableItem? {
        let tables = shapes.map { shape -> SelectShape.TableItem? in
            guard shape.items.count == 1, case .table(let table) = shape.items[0], !table.isOptional else { return nil }
            return table
        }
        guard let first = tables[0], tables.allSatisfy({ $0?.table.folded == first.table.folded }) else { return nil }
        return first
    }

    private func inferOrder(of select: Select, shapes: [SelectShape], scope: Scope?, parent: Scope?) {
        for term in select.orderBy {
            if case .integer(let number) = term.expression.literal {
                if shapes[0].isKnown, number < 1 || number > shapes[0].columns.count {
                    error("there is no column of that number", at: term.expression.span)
                }
                continue
            }
            if select.compounds.isEmpty, let scope {
                if !isAlias(term.expression, of: scope) { _ = infer(term.expression, in: scope) }
                continue
            }
            let names = shapes.flatMap { $0.columns.compactMap(\.name) }
            guard let reference = term.expression.columnReference else {
                error("ORDER BY of a compound select names its columns", at: term.expression.span)
                continue
            }
            if !names.contains(where: { Identifier.fold($0) == reference.name.folded }) {
                error(
                    "the result has no column `\(reference.name.name)`", at: reference.span,
                    suggestion: suggestion(for: reference.name.name, among: names))
            }
        }
    }

    /// ORDER BY looks at aliases first. Their expressions have been resolved with the result.
    private func isAlias(_ expression: Expression, of scope: Scope) -> Bool {
        guard let reference = expression.columnReference, reference.table == nil else { return false }
        return scope.aliases[reference.name.folded] != nil
    }

    private func inferLimit(of select: Select, parent: Scope?) {
        guard let limit = select.limit else { return }
        let scope = Scope(parent: parent)
        for expression in [limit.count, limit.offset].compactMap({ $0 }) {
            _ = infer(expression, in: scope, hint: TypeHint(.int, .integer, nullness: .comparison))
        }
    }
}

extension Limit {
    /// True for a constant that is at least one, without an offset.
    fileprivate var keepsFirstRow: Bool {
        guard offset == nil, case .integer(let number) = count.literal else { return false }
        return number > 0
    }
}
