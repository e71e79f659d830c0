extension Parser {
    /// Whether a SELECT, with or without WITH, begins at a token further on.
    func isSelect(ahead distance: Int = 0) -> Bool {
        switch kind(ahead: distance) {
        case .keyword(.select), .keyword(.values), .keyword(.with): true
        default: false
        }
    }

    mutating func parseSelect() throws(SyntaxError) -> Select {
        try parseSelect(with: nil, from: index)
    }

    /// - parameter with: A WITH clause that has been parsed, which begins at `start`.
    mutating func parseSelect(with parsedWith: With?, from start: Int) throws(SyntaxError) -> Select {
        try descend(2)
        let below = tallest
        tallest = 0
        let with = at(.with) && parsedWith == nil ? try parseWith() : parsedWith
        let first = try parseSelectBody()
        var tail = try parseTail(after: first)
        var compounds: [CompoundArm] = []
        var misplaced: SyntaxError?
        while let op = compoundOperator {
            misplaced = misplaced ?? tail.flatMap { $0.misplaced(before: op, in: self) }
            compounds.append(try parseCompoundArm(op))
            tail = try parseTail(after: compounds.last?.body ?? first)
        }
        if let misplaced {
            refuse(misplaced)
        }
        if compounds.count >= Parser.maximumCompound {
            refuse(
                SyntaxError(
                    message: "a compound SELECT has at most \(Parser.maximumCompound) parts",
                    span: compounds[Parser.maximumCompound - 1].opSpan))
        }
        let height = tallest
        tallest = max(tallest, below)
        nesting -= 2
        return Select(
            id: newID(), span: span(from: start), with: with, first: first, compounds: compounds,
            orderBy: tail?.orderBy ?? [], limit: tail?.limit, height: height)
    }

    private mutating func parseCompoundArm(_ op: CompoundArm.Operator) throws(SyntaxError) -> CompoundArm {
        let start = index
        advance()
        if op == .unionAll {
            advance()
        }
        let opSpan = span(from: start)
        return CompoundArm(op: op, opSpan: opSpan, body: try parseSelectBody())
    }

    private var compoundOperator: CompoundArm.Operator? {
        switch current.kind {
        case .keyword(.union): kind(ahead: 1) == .keyword(.all) ? .unionAll : .union
        case .keyword(.intersect): .intersect
        case .keyword(.except): .except
        default: nil
        }
    }

    /// ORDER BY and LIMIT after an arm, nil if there is neither. SQLite's grammar has them after every SELECT of a
    /// compound, and refuses them after any but the last.
    private mutating func parseTail(after body: SelectBody) throws(SyntaxError) -> SelectTail? {
        guard at(.order) || at(.limit) else { return nil }
        if case .values = body {
            let clause = at(.order) ? "ORDER BY" : "LIMIT"
            throw SyntaxError(
                message: "\(clause) cannot follow VALUES", span: current.span,
                suggestion: "write SELECT * FROM (VALUES …) \(clause) …")
        }
        return SelectTail(orderBy: try parseOrderBy(), limit: at(.limit) ? try parseLimit() : nil)
    }

    private mutating func parseSelectBody() throws(SyntaxError) -> SelectBody {
        if at(.values) {
            return .values(try parseValues())
        }
        return .query(try parseQuery())
    }

    mutating func parseValues() throws(SyntaxError) -> Values {
        let start = index
        try expect(.values)
        var rows = [try parseValuesRow()]
        var areLiterals = rows[0].isLiteral
        while skip(.comma) {
            let row = try parseValuesRow()
            rows.append(row)
            areLiterals = areLiterals && row.isLiteral
            if areLiterals, row.values.count != rows[0].values.count {
                noteStop()
            }
        }
        return Values(rows: rows, span: span(from: start))
    }

    private mutating func parseValuesRow() throws(SyntaxError) -> Values.Row {
        let start = index
        try expect(.leftParenthesis, "\"(\"")
        let values = try parseExpressionList()
        try expect(.rightParenthesis, "\",\" or \")\"")
        return Values.Row(values: values, span: span(from: start))
    }

    private mutating func parseQuery() throws(SyntaxError) -> SelectQuery {
        let start = index
        guard skip(.select) else { throw expected("SELECT or VALUES") }
        let isDistinct = skip(.distinct)
        if !isDistinct {
            _ = skip(.all)
        }
        let columns = try parseResultColumns()
        let from = skip(.from) ? try parseFrom() : nil
        let condition = skip(.where) ? try parseExpression() : nil
        var groupBy: [Expression] = []
        if skip(.group) {
            try expect(.by)
            groupBy = try parseExpressionList()
        }
        let having = skip(.having) ? try parseExpression() : nil
        let windows = try parseWindowClause()
        return SelectQuery(
            isDistinct: isDistinct, columns: columns, from: from, condition: condition, groupBy: groupBy,
            having: having, windows: windows, span: span(from: start))
    }

    mutating func parseResultColumns() throws(SyntaxError) -> [ResultColumn] {
        try parseList { (parser) throws(SyntaxError) in try parser.parseResultColumn() }
    }

    private mutating func parseResultColumn() throws(SyntaxError) -> ResultColumn {
        let start = index
        if skip(.star) {
            return ResultColumn(kind: .allColumns, span: span(from: start))
        }
        if kind(ahead: 1) == .dot, kind(ahead: 2) == .star, isName(current.kind), !beginsExpression(current.kind) {
            let table = identifier(advance().span)
            advance()
            advance()
            return ResultColumn(kind: .tableColumns(table), span: span(from: start))
        }
        let expression = try parseExpression()
        let alias = try parseAlias()
        return ResultColumn(kind: .expression(expression, alias: alias), span: span(from: start))
    }

    /// `ORDER BY a, b`; empty without one.
    mutating func parseOrderBy() throws(SyntaxError) -> [OrderingTerm] {
        guard skip(.order) else { return [] }
        try expect(.by)
        return try parseOrderingTerms()
    }

    mutating func parseOrderingTerms() throws(SyntaxError) -> [OrderingTerm] {
        try parseList { (parser) throws(SyntaxError) in try parser.parseOrderingTerm() }
    }

    private mutating func parseOrderingTerm() throws(SyntaxError) -> OrderingTerm {
        let start = index
        let expression = try parseExpression()
        let direction = parseDirection()
        var nulls: OrderingTerm.NullsOrder?
        let nullsStart = index
        if skip(.nulls) {
            nulls = skip(.first) ? .first : .last
            if nulls == .last {
                guard skip(.last) else { throw expected("FIRST or LAST") }
            }
            require(.nullsOrder, at: span(from: nullsStart))
        }
        return OrderingTerm(expression: expression, direction: direction, nulls: nulls, span: span(from: start))
    }

    mutating func parseDirection() -> OrderingTerm.Direction? {
        if skip(.asc) { return .ascending }
        return skip(.desc) ? .descending : nil
    }

    private mutating func parseLimit() throws(SyntaxError) -> Limit {
        let start = index
        advance()
        let first = try parseExpression()
        if skip(.comma) {
            let count = try parseExpression()
            return Limit(count: count, offset: first, span: span(from: start))
        }
        let offset = skip(.offset) ? try parseExpression() : nil
        return Limit(count: first, offset: offset, span: span(from: start))
    }

    mutating func parseWith() throws(SyntaxError) -> With {
        let start = index
        try expect(.with)
        let isRecursive = skip(.recursive)
        let tables = try parseList { (parser) throws(SyntaxError) in try parser.parseCommonTable() }
        return With(isRecursive: isRecursive, tables: tables, span: span(from: start))
    }

    private mutating func parseCommonTable() throws(SyntaxError) -> CommonTable {
        let start = index
        let name = try parseName("a common table expression's name")
        let columns = try parseOptionalNameList()
        try expect(.as)
        let hintStart = index
        var materialization: CommonTable.Materialization?
        if skip(.not) {
            try expect(.materialized)
            materialization = .notMaterialized
        } else if skip(.materialized) {
            materialization = .materialized
        }
        if materialization != nil {
            require(.materialized, at: span(from: hintStart))
        }
        try expect(.leftParenthesis, "\"(\" and a SELECT")
        let select = try parseSelect()
        try expect(.rightParenthesis, "\")\"")
        return CommonTable(
            name: name, columns: columns, materialization: materialization, select: select, span: span(from: start))
    }
}

/// What may follow the last SELECT of a compound.
private struct SelectTail {
    let orderBy: [OrderingTerm]
    let limit: Limit?

    /// The error for a tail that an operator follows.
    func misplaced(before op: CompoundArm.Operator, in parser: Parser) -> SyntaxError {
        let clause = orderBy.isEmpty ? "LIMIT" : "ORDER BY"
        return parser.unexpected("\(clause) must come after \(op.rawValue), and then orders the whole")
    }
}

extension Values.Row {
    /// Whether SQLite is sure to begin with the row before it has read the next one.
    fileprivate var isLiteral: Bool {
        values.allSatisfy { if case .literal = $0.kind { true } else { false } }
    }
}
