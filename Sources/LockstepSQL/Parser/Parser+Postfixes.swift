extension Parser {
    mutating func parseIsNull(after left: Expression) throws(SyntaxError) -> Expression {
        let isNegated = !at(.isnull)
        if skip(.not) {
            try expect(.null)
        } else {
            advance()
        }
        return try node(.isNull(left, isNegated: isNegated), left.span.union(previousSpan), over: left.height)
    }

    mutating func parseCollate(after left: Expression) throws(SyntaxError) -> Expression {
        advance()
        let name = try parseName("a collation's name", .alias)
        return try node(.collate(left, name), left.span.union(name.span), over: left.height)
    }

    mutating func parseMembership(after left: Expression) throws(SyntaxError) -> Expression {
        let isNegated = skip(.not)
        advance()
        let below = tallest
        tallest = 0
        try descend()
        let set = try parseInSet()
        nesting -= 1
        let height = max(left.height, tallest)
        tallest = max(tallest, below)
        return try node(
            .membership(left, set, isNegated: isNegated), left.span.union(previousSpan), over: height)
    }

    private mutating func parseInSet() throws(SyntaxError) -> InSet {
        guard at(.leftParenthesis) else {
            if case .parameter = current.kind {
                throw unexpected(
                    "expected \"(\" or a table name",
                    suggestion: "for a list of values write IN (SELECT value FROM json_each(\(text(current.span))))")
            }
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
