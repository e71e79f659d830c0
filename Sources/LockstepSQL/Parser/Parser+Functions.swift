extension Parser {
    /// `name(…)`, `column`, `table.column`, `schema.table.column`, TRUE and FALSE
    mutating func parseNamed() throws(SyntaxError) -> Expression {
        if kind(ahead: 1) == .leftParenthesis, isName(current.kind, .operand) {
            return try parseFunction()
        }
        return try parseColumn()
    }

    mutating func parseColumn() throws(SyntaxError) -> Expression {
        let isQualified = kind(ahead: 1) == .dot
        let first = try parseName("an expression", isQualified ? .name : .operand)
        guard skip(.dot) else {
            return try parsedColumn(ColumnReference(schema: nil, table: nil, name: first))
        }
        let second = try parseName("a column name")
        guard skip(.dot) else {
            return try parsedColumn(ColumnReference(schema: nil, table: first, name: second))
        }
        let third = try parseName("a column name")
        return try parsedColumn(ColumnReference(schema: first, table: second, name: third))
    }

    private mutating func parsedColumn(_ column: ColumnReference) throws(SyntaxError) -> Expression {
        if column.table == nil, !column.name.isQuoted {
            let folded = column.name.folded
            if folded == "true" || folded == "false" {
                require(.booleanLiteral, at: column.span)
                return try node(.literal(.boolean(folded == "true")), column.span)
            }
        }
        return try node(.column(column), column.span)
    }

    private mutating func parseFunction() throws(SyntaxError) -> Expression {
        try descend()
        let start = index
        let below = tallest
        tallest = 0
        let call = try parseCall()
        nesting -= 1
        let height = tallest
        tallest = max(tallest, below)
        return try node(.function(call), span(from: start), over: height)
    }

    private mutating func parseFunctionName() -> Identifier {
        if case .keyword(let keyword) = current.kind, Keyword.joinWords.contains(keyword) {
            require(.joinWordFunction, at: current.span.union(tokens[index + 1].span))
        }
        return identifier(advance().span)
    }

    private mutating func parseCall() throws(SyntaxError) -> FunctionCall {
        let name = parseFunctionName()
        let start = index
        advance()
        var arguments = FunctionCall.Arguments.list([])
        var orderBy: [OrderingTerm] = []
        var isDistinct = false
        if at(.star) {
            arguments = .star(advance().span)
        } else {
            isDistinct = skip(.distinct)
            if !isDistinct {
                _ = skip(.all)
            }
            if !at(.rightParenthesis), !at(.order) {
                arguments = .list(try parseExpressionList())
            }
            orderBy = try parseArgumentOrder()
        }
        try expect(.rightParenthesis, "\",\" or \")\"")
        let argumentsSpan = span(from: start)
        try checkNoWithinGroup()
        let filterStart = index
        let filter = at(.filter) ? try parseFilter() : nil
        let filterSpan = span(from: filterStart)
        let over = at(.over) ? try parseOver() : nil
        if filter != nil, over == nil {
            require(.filter, at: filterSpan)
        }
        return FunctionCall(
            name: name, isDistinct: isDistinct, arguments: arguments, orderBy: orderBy, filter: filter, over: over,
            argumentsSpan: argumentsSpan)
    }

    private mutating func parseArgumentOrder() throws(SyntaxError) -> [OrderingTerm] {
        let start = index
        let orderBy = try parseOrderBy()
        if !orderBy.isEmpty {
            require(.aggregateOrder, at: span(from: start))
        }
        return orderBy
    }

    /// Most builds of SQLite lack SQLITE_ENABLE_ORDERED_SET_AGGREGATES: WITHIN is an alias there, which a GROUP BY may
    /// follow.
    private func checkNoWithinGroup() throws(SyntaxError) {
        guard at(.identifier), kind(ahead: 1) == .keyword(.group), kind(ahead: 2) == .leftParenthesis,
            identifier(current.span).folded == "within"
        else { return }
        throw SyntaxError(
            message: "near \"(\": SQLite is not built with WITHIN GROUP", span: tokens[index + 2].span,
            suggestion: "pass the values as an argument: percentile_cont(x, 0.5)")
    }

    /// `FILTER (WHERE x)`
    private mutating func parseFilter() throws(SyntaxError) -> Expression {
        advance()
        try expect(.leftParenthesis, "\"(\"")
        try expect(.where)
        let condition = try parseExpression()
        try expect(.rightParenthesis, "\")\"")
        return condition
    }

    /// `OVER name`, `OVER (…)`
    private mutating func parseOver() throws(SyntaxError) -> Over {
        require(.windowFunction, at: advance().span)
        guard at(.leftParenthesis) else {
            return .name(try parseName("\"(\" or a window's name"))
        }
        return .window(try parseWindow())
    }

    /// `([base] [PARTITION BY …] [ORDER BY …] [frame])`
    private mutating func parseWindow() throws(SyntaxError) -> Window {
        try descend()
        let start = index
        try expect(.leftParenthesis, "\"(\"")
        let isClause =
            at(.partition) || at(.order) || at(.range) || at(.rows) || at(.groups) || at(.rightParenthesis)
        let base = isClause ? nil : try parseName("a window's name, PARTITION, ORDER or a frame")
        if let base {
            require(.windowBase, at: base.span)
        }
        var partitionBy: [Expression] = []
        if skip(.partition) {
            try expect(.by)
            partitionBy = try parseExpressionList()
        }
        let orderBy = try parseOrderBy()
        let frame = at(.range) || at(.rows) || at(.groups) ? try parseFrame() : nil
        try expect(.rightParenthesis, "\")\"")
        nesting -= 1
        return Window(
            base: base, partitionBy: partitionBy, orderBy: orderBy, frame: frame, span: span(from: start))
    }

    /// `WINDOW name AS (…), …`
    mutating func parseWindowClause() throws(SyntaxError) -> [NamedWindow] {
        guard at(.window) else { return [] }
        require(.windowFunction, at: advance().span)
        return try parseList { (parser) throws(SyntaxError) in
            let name = try parser.parseName("a window's name")
            try parser.expect(.as)
            return NamedWindow(name: name, window: try parser.parseWindow())
        }
    }

    private mutating func parseFrame() throws(SyntaxError) -> WindowFrame {
        let start = index
        let unit: WindowFrame.Unit = skip(.range) ? .range : skip(.rows) ? .rows : .groups
        if unit == .groups {
            require(.windowFrameGroups, at: advance().span)
        }
        let first: WindowFrame.Bound
        var last: WindowFrame.Bound?
        if skip(.between) {
            first = try parseFrameBound(isEnd: false)
            try expect(.and)
            last = try parseFrameBound(isEnd: true)
        } else {
            first = try parseFrameBound(isEnd: false)
        }
        let exclusion = at(.exclude) ? try parseExclusion() : nil
        return WindowFrame(unit: unit, start: first, end: last, exclusion: exclusion, span: span(from: start))
    }

    /// A frame cannot begin with UNBOUNDED FOLLOWING, nor end with UNBOUNDED PRECEDING.
    private mutating func parseFrameBound(isEnd: Bool) throws(SyntaxError) -> WindowFrame.Bound {
        if skip(.unbounded) {
            try expect(isEnd ? .following : .preceding)
            return isEnd ? .unboundedFollowing : .unboundedPreceding
        }
        if skip(.current) {
            try expect(.row)
            return .currentRow
        }
        let distance = try parseExpression()
        if skip(.preceding) { return .preceding(distance) }
        guard skip(.following) else { throw expected("PRECEDING or FOLLOWING") }
        return .following(distance)
    }

    private mutating func parseExclusion() throws(SyntaxError) -> WindowFrame.Exclusion {
        require(.windowFrameExclusion, at: advance().span)
        if skip(.no) {
            try expect(.others)
            return .noOthers
        }
        if skip(.current) {
            try expect(.row)
            return .currentRow
        }
        if skip(.group) { return .group }
        guard skip(.ties) else { throw expected("NO OTHERS, CURRENT ROW, GROUP or TIES") }
        return .ties
    }
}
