import LockstepSQL

/// Calls a closure for every expression within another, a select or a statement, outer ones first.
struct ExpressionVisitor {
    /// False leaves out what stands in selects within expressions.
    var entersSelects = true
    let body: (Expression) -> Void

    /// Called for every SELECT with a FROM clause or conditions of its own, with the terms of its ORDER BY; none for an
    /// arm of a compound.
    var onQuery: ((SelectQuery, [OrderingTerm]) -> Void)?

    init(entersSelects: Bool = true, _ body: @escaping (Expression) -> Void) {
        self.entersSelects = entersSelects
        self.body = body
    }

    func visit(_ expression: Expression) {
        body(expression)
        switch expression.kind {
        case .literal, .parameter, .column: break
        case .unary(_, let operand), .isNull(let operand, _), .collate(let operand, _), .cast(let operand, _):
            visit(operand)
        case .binary(_, let left, let right):
            visit(left)
            visit(right)
        case .between(let operand, let low, let high, _):
            [operand, low, high].forEach(visit)
        case .membership(let operand, let set, _):
            visit(operand)
            visit(set)
        case .pattern(let match):
            visit(match.operand)
            visit(match.pattern)
            match.escape.map(visit)
        case .conditional(let conditional):
            conditional.operand.map(visit)
            for branch in conditional.branches {
                visit(branch.condition)
                visit(branch.result)
            }
            conditional.otherwise.map(visit)
        case .function(let call): visit(call)
        case .row(let values): values.forEach(visit)
        case .subquery(let select), .exists(let select):
            if entersSelects { visit(select) }
        case .raise(let raise): raise.message.map(visit)
        }
    }

    private func visit(_ set: InSet) {
        switch set {
        case .list(let values, _): values.forEach(visit)
        case .select(let select): if entersSelects { visit(select) }
        case .table: break
        case .function(_, let arguments, _): arguments.forEach(visit)
        }
    }

    private func visit(_ call: FunctionCall) {
        call.argumentList.forEach(visit)
        call.orderBy.forEach { visit($0.expression) }
        call.filter.map(visit)
        if case .window(let window) = call.over { visit(window) }
    }

    private func visit(_ window: Window) {
        window.partitionBy.forEach(visit)
        window.orderBy.forEach { visit($0.expression) }
        for bound in [window.frame?.start, window.frame?.end] {
            switch bound {
            case .preceding(let distance), .following(let distance): visit(distance)
            case .unboundedPreceding, .currentRow, .unboundedFollowing, nil: break
            }
        }
    }

    func visit(_ select: Select) {
        if let with = select.with { visit(with) }
        for body in select.bodies {
            switch body {
            case .query(let query):
                onQuery?(query, select.compounds.isEmpty ? select.orderBy : [])
                visit(query)
            case .values(let values): values.rows.forEach { $0.values.forEach(visit) }
            }
        }
        select.orderBy.forEach { visit($0.expression) }
        if let limit = select.limit {
            visit(limit.count)
            limit.offset.map(visit)
        }
    }

    private func visit(_ query: SelectQuery) {
        for column in query.columns { visit(column) }
        if let from = query.from { visit(from) }
        query.condition.map(visit)
        query.groupBy.forEach(visit)
        query.having.map(visit)
        query.windows.forEach { visit($0.window) }
    }

    private func visit(_ column: ResultColumn) {
        if case .expression(let expression, _) = column.kind { visit(expression) }
    }

    private func visit(_ with: With) {
        with.tables.forEach { visit($0.select) }
    }

    func visit(_ from: FromClause) {
        for table in from.tables {
            switch table.kind {
            case .table: break
            case .function(_, let arguments, _): arguments.forEach(visit)
            case .subquery(let select): visit(select)
            case .nested(let nested): visit(nested)
            }
        }
        for join in from.joins {
            if case .on(let condition) = join.constraint { visit(condition) }
        }
    }

    /// SELECT, INSERT, UPDATE and DELETE; nothing for other statements.
    func visit(_ statement: Statement) {
        switch statement.kind {
        case .select(let select): visit(select)
        case .insert(let insert): visit(insert)
        case .update(let update):
            update.with.map(visit)
            update.assignments.forEach { visit($0.value) }
            update.from.map(visit)
            update.condition.map(visit)
            update.returning?.columns.forEach(visit)
        case .delete(let delete):
            delete.with.map(visit)
            delete.condition.map(visit)
            delete.returning?.columns.forEach(visit)
        default: break
        }
    }

    private func visit(_ insert: Insert) {
        insert.with.map(visit)
        switch insert.rows {
        case .values(let values): values.rows.forEach { $0.values.forEach(visit) }
        case .select(let select): visit(select)
        case .defaults: break
        }
        for upsert in insert.upserts {
            upsert.target?.columns.forEach { visit($0.expression) }
            upsert.target?.condition.map(visit)
            if case .update(let assignments, let condition) = upsert.action {
                assignments.forEach { visit($0.value) }
                condition.map(visit)
            }
        }
        insert.returning?.columns.forEach(visit)
    }
}
