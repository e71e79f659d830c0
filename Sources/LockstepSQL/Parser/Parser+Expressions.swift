extension Parser {
    mutating func parseExpression() throws(SyntaxError) -> Expression {
        try parseExpression(above: nil)
    }

    /// Parses operands and the operators between them that bind more strongly than `floor`. All operators associate to
    /// the left.
    ///
    /// - parameter stopsAtAnd: For the lower bound of BETWEEN, whose AND is not an operator.
    mutating func parseExpression(above floor: Precedence?, stopsAtAnd: Bool = false) throws(SyntaxError) -> Expression
    {
        try descend()
        var left = try parseOperand()
        while let infix = Infix(current.kind, next: kind(ahead: 1)) {
            if let floor, infix.precedence <= floor { break }
            if stopsAtAnd, at(.and) { break }
            left = try parse(infix, after: left)
        }
        nesting -= 1
        return left
    }

    /// Parses an operator and what is right of it.
    private mutating func parse(_ infix: Infix, after left: Expression) throws(SyntaxError) -> Expression {
        switch infix {
        case .binary(let op): try parseBinary(op, after: left)
        case .is: try parseIs(after: left)
        case .pattern(let op): try parsePattern(op, after: left)
        case .between: try parseBetween(after: left)
        case .membership: try parseMembership(after: left)
        case .isNull: try parseIsNull(after: left)
        case .collate: try parseCollate(after: left)
        }
    }

    private mutating func parseBinary(_ op: BinaryOperator, after left: Expression) throws(SyntaxError) -> Expression {
        let token = advance()
        if op == .extract || op == .extractText {
            require(.extraction, at: token.span)
        }
        let right = try parseExpression(above: op.precedence)
        return try node(.binary(op, left, right), left.span.union(right.span), over: max(left.height, right.height))
    }

    /// `IS x`, `IS NOT x`, `IS DISTINCT FROM x`, `IS NOT DISTINCT FROM x`
    private mutating func parseIs(after left: Expression) throws(SyntaxError) -> Expression {
        let start = index
        advance()
        var op: BinaryOperator = skip(.not) ? .isNot : .is
        if skip(.distinct) {
            try expect(.from)
            op = op == .is ? .isNot : .is
            require(.isDistinctFrom, at: span(from: start))
        }
        let right = try parseExpression(above: .equality)
        return try node(.binary(op, left, right), left.span.union(right.span), over: max(left.height, right.height))
    }

    private mutating func parsePattern(_ op: PatternOperator, after left: Expression) throws(SyntaxError) -> Expression
    {
        let isNegated = skip(.not)
        advance()
        let pattern = try parseExpression(above: .equality)
        let escape = skip(.escape) ? try parseExpression(above: .equality) : nil
        let match = PatternMatch(op: op, isNegated: isNegated, operand: left, pattern: pattern, escape: escape)
        return try node(
            .pattern(match), left.span.union((escape ?? pattern).span),
            over: max(left.height, pattern.height, escape?.height ?? 0))
    }

    /// The lower bound may hold any operator but AND; `a BETWEEN b OR c AND d` is an error in SQLite, too.
    private mutating func parseBetween(after left: Expression) throws(SyntaxError) -> Expression {
        let isNegated = skip(.not)
        advance()
        let low = try parseExpression(above: nil, stopsAtAnd: true)
        try expect(.and)
        let high = try parseExpression(above: .equality)
        return try node(
            .between(left, low: low, high: high, isNegated: isNegated), left.span.union(high.span),
            over: max(left.height, low.height, high.height))
    }

    private mutating func parseIsNull(after left: Expression) throws(SyntaxError) -> Expression {
        let isNegated = !at(.isnull)
        if skip(.not) {
            try expect(.null)
        } else {
            advance()
        }
        return try node(.isNull(left, isNegated: isNegated), left.span.union(previousSpan), over: left.height)
    }

    private mutating func parseCollate(after left: Expression) throws(SyntaxError) -> Expression {
        advance()
        let name = try parseName("a collation's name", .alias)
        return try node(.collate(left, name), left.span.union(name.span), over: left.height)
    }

    private mutating func parseMembership(after left: Expression) throws(SyntaxError) -> Expression {
        let isNegated = skip(.not)
        advance()
        let below = tallest
        tallest = 0
        let set = try parseInSet()
        let height = max(left.height, tallest)
        tallest = max(tallest, below)
        return try node(
            .membership(left, set, isNegated: isNegated), left.span.union(previousSpan), over: height)
    }

    private mutating func parseInSet() throws(SyntaxError) -> InSet {
        guard at(.leftParenthesis) else {
            let name = try parseQualifiedName("\"(\" or a table name")
            let start = index
            guard at(.leftParenthesis) else { return .table(name) }
            return .function(name, try parseArgumentList(), span: span(from: start))
        }
        let start = index
        if isSelect(ahead: 1) {
            advance()
            let select = try parseSelect()
            try expect(.rightParenthesis, "\")\"")
            return .select(select)
        }
        return .list(try parseArgumentList(), span: span(from: start))
    }

    /// `()`, `(a, b)`
    mutating func parseArgumentList() throws(SyntaxError) -> [Expression] {
        try expect(.leftParenthesis, "\"(\"")
        if skip(.rightParenthesis) { return [] }
        let arguments = try parseExpressionList()
        try expect(.rightParenthesis, "\",\" or \")\"")
        return arguments
    }

    mutating func parseExpressionList() throws(SyntaxError) -> [Expression] {
        var expressions = [try parseExpression()]
        while skip(.comma) {
            expressions.append(try parseExpression())
        }
        return expressions
    }

    /// `(x)`
    mutating func parseParenthesized() throws(SyntaxError) -> Expression {
        try expect(.leftParenthesis, "\"(\"")
        let expression = try parseExpression()
        try expect(.rightParenthesis, "\")\"")
        return expression
    }

    var previousSpan: SourceSpan { tokens[index - 1].span }

    /// Makes a node whose tallest child has the given height.
    mutating func node(
        _ kind: Expression.Kind, _ span: SourceSpan, over height: Int = 0
    ) throws(SyntaxError) -> Expression {
        guard height < Parser.maximumHeight else {
            throw SyntaxError(
                message: "this expression is more than \(Parser.maximumHeight) operators deep", span: span,
                isRefusal: true)
        }
        tallest = max(tallest, height + 1)
        return Expression(id: newID(), span: span, height: height + 1, kind: kind)
    }
}
