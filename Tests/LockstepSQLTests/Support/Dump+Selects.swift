import LockstepSQL

extension Dump {
    static func orderBy(_ terms: [OrderingTerm]) -> String {
        list("ORDER", terms.map(term))
    }

    static func term(_ term: OrderingTerm) -> String {
        [expression(term.expression), term.direction?.rawValue, term.nulls?.rawValue].compactMap { $0 }
            .joined(separator: " ")
    }

    static func select(_ select: Select) -> String {
        let arms = select.compounds.map { list($0.op.rawValue, [body($0.body)]) }
        let parts: [String?] = [
            select.with.map(with), body(select.first), arms.isEmpty ? nil : arms.joined(separator: " "),
            select.orderBy.isEmpty ? nil : orderBy(select.orderBy), select.limit.map(limit),
        ]
        let present = parts.compactMap { $0 }
        return present.count == 1 ? present[0] : list("QUERY", parts)
    }

    private static func limit(_ limit: Limit) -> String {
        list("LIMIT", [expression(limit.count), limit.offset.map(expression)])
    }

    static func with(_ with: With) -> String {
        list(
            with.isRecursive ? "WITH-RECURSIVE" : "WITH",
            with.tables.map { table in
                list(
                    name(table.name),
                    [table.columns.map(names), table.materialization?.rawValue, select(table.select)])
            })
    }

    static func body(_ body: SelectBody) -> String {
        switch body {
        case .query(let query): self.query(query)
        case .values(let values): self.values(values)
        }
    }

    static func values(_ values: Values) -> String {
        list("VALUES", values.rows.map { expressions($0.values) })
    }

    private static func query(_ query: SelectQuery) -> String {
        list(
            query.isDistinct ? "SELECT-DISTINCT" : "SELECT",
            [
                columns(query.columns), query.from.map { list("FROM", [from($0)]) },
                query.condition.map { list("WHERE", [expression($0)]) },
                query.groupBy.isEmpty ? nil : list("GROUP", query.groupBy.map(expression)),
                query.having.map { list("HAVING", [expression($0)]) },
                query.windows.isEmpty
                    ? nil : list("WINDOWS", query.windows.map { list(name($0.name), [window($0.window)]) }),
            ])
    }

    static func columns(_ columns: [ResultColumn]) -> String {
        columns.map { column in
            switch column.kind {
            case .allColumns: "*"
            case .tableColumns(let table): "\(name(table)).*"
            case .expression(let expression, nil): self.expression(expression)
            case .expression(let expression, let alias?): list("AS", [self.expression(expression), name(alias)])
            }
        }.joined(separator: " ")
    }

    static func from(_ from: FromClause) -> String {
        from.joins.reduce(table(from.first)) { left, join in
            list(self.join(join.op), [left, table(join.table), join.constraint.map(constraint)])
        }
    }

    private static func join(_ op: JoinOperator) -> String {
        (op.isNatural ? "NATURAL-" : "") + (op.kind == .comma ? "COMMA" : "\(op.kind)".uppercased())
    }

    private static func constraint(_ constraint: JoinConstraint) -> String {
        switch constraint {
        case .on(let condition): list("ON", [expression(condition)])
        case .using(let columns): list("USING", columns.map(name))
        }
    }

    private static func table(_ reference: TableReference) -> String {
        let table =
            switch reference.kind {
            case .table(let name, nil): qualified(name)
            case .table(let name, .notIndexed): list("NOT-INDEXED", [qualified(name)])
            case .table(let name, .indexedBy(let index)): list("INDEXED", [qualified(name), Dump.name(index)])
            case .function(let name, let arguments, _): list(qualified(name), arguments.map(expression))
            case .subquery(let select): self.select(select)
            case .nested(let from): list("NESTED", [self.from(from)])
            }
        return reference.alias.map { list("AS", [table, name($0)]) } ?? table
    }
}
