extension Parser {
    /// Parses prefix operators and what they stand before.
    mutating func parseOperand() throws(SyntaxError) -> Expression {
        switch current.kind {
        case .minus, .plus, .tilde, .keyword(.not): try parsePrefixed()
        case .leftParenthesis: try parseParenthesis()
        // A string before a dot is the name of a table.
        case .string where kind(ahead: 1) == .dot: try parseColumn()
        case .integer, .real, .string, .blob, .keyword(.null), .keyword(.currentDate), .keyword(.currentTime),
            .keyword(.currentTimestamp):
            try parseLiteral()
        case .parameter: try parseParameter()
        case .keyword(.case): try parseConditional()
        case .keyword(.cast): try parseCast()
        case .keyword(.exists): try parseExists()
        case .keyword(.raise): try parseRaise()
        default: try parseNamed()
        }
    }

    /// NOT takes everything that binds more strongly than itself, wherever it stands: `1 = NOT 2 = 3` is
    /// `1 = (NOT (2 = 3))`. The signs take an operand only.
    private mutating func parsePrefixed() throws(SyntaxError) -> Expression {
        if isSmallestInteger {
            let start = index
            advance()
            advance()
            return try node(.literal(.integer(Int64.min)), span(from: start))
        }
        try descend()
        defer { nesting -= 1 }
        let start = advance()
        let op: UnaryOperator =
            switch start.kind {
            case .minus: .minus
            case .plus: .plus
            case .tilde: .bitNot
            default: .not
            }
        let operand = op == .not ? try parseNegated() : try parseOperand()
        return try node(.unary(op, operand), start.span.union(operand.span), over: operand.height)
    }

    /// The operand of NOT. NOT binds as strongly as itself, so that a following NOT NULL is inside.
    private mutating func parseNegated() throws(SyntaxError) -> Expression {
        try parseExpression(above: .not)
    }

    /// `-9223372036854775808`, whose digits alone do not fit.
    private var isSmallestInteger: Bool {
        guard at(.minus), kind(ahead: 1) == .integer else { return false }
        return integerDigits(tokens[index + 1].span) == "9223372036854775808"
    }

    /// `(x)`, `(a, b)`, `(SELECT …)`
    private mutating func parseParenthesis() throws(SyntaxError) -> Expression {
        if isSelect(ahead: 1) {
            return try parseSubquery()
        }
        let start = index
        advance()
        let first = try parseExpression()
        guard at(.comma) else {
            try expect(.rightParenthesis, "\",\" or \")\"")
            return Expression(id: first.id, span: span(from: start), height: first.height, kind: first.kind)
        }
        return try parseRow(first, from: start)
    }

    private mutating func parseRow(_ first: Expression, from start: Int) throws(SyntaxError) -> Expression {
        advance()
        let values = [first] + (try parseExpressionList())
        try expect(.rightParenthesis, "\",\" or \")\"")
        require(.rowValue, at: span(from: start))
        return try node(.row(values), span(from: start), over: values.tallest)
    }

    private mutating func parseSubquery() throws(SyntaxError) -> Expression {
        let start = index
        advance()
        let select = try parseSelect()
        try expect(.rightParenthesis, "\")\"")
        return try node(.subquery(select), span(from: start), over: select.height)
    }

    private mutating func parseExists() throws(SyntaxError) -> Expression {
        let start = index
        advance()
        try expect(.leftParenthesis, "\"(\" and a SELECT")
        let select = try parseSelect()
        try expect(.rightParenthesis, "\")\"")
        return try node(.exists(select), span(from: start), over: select.height)
    }

    private mutating func parseConditional() throws(SyntaxError) -> Expression {
        let start = index
        advance()
        let operand = at(.when) ? nil : try parseExpression()
        var branches: [Conditional.Branch] = []
        repeat {
            try expect(.when)
            let condition = try parseExpression()
            try expect(.then)
            branches.append(Conditional.Branch(condition: condition, result: try parseExpression()))
        } while at(.when)
        let otherwise = skip(.else) ? try parseExpression() : nil
        try expect(.end)
        let height = branches.reduce(max(operand?.height ?? 0, otherwise?.height ?? 0)) {
            max($0, $1.condition.height, $1.result.height)
        }
        let conditional = Conditional(operand: operand, branches: branches, otherwise: otherwise)
        return try node(.conditional(conditional), span(from: start), over: height)
    }

    private mutating func parseCast() throws(SyntaxError) -> Expression {
        let start = index
        advance()
        try expect(.leftParenthesis, "\"(\"")
        let operand = try parseExpression()
        try expect(.as)
        let type = try parseTypeName()
        try expect(.rightParenthesis, "a type's name or \")\"")
        return try node(.cast(operand, type), span(from: start), over: operand.height)
    }

    private mutating func parseRaise() throws(SyntaxError) -> Expression {
        let start = index
        advance()
        try expect(.leftParenthesis, "\"(\"")
        let action = try parseConflictAction()
        guard action != .replace else {
            index -= 1
            throw expected("IGNORE, ROLLBACK, ABORT or FAIL")
        }
        var message: Expression?
        if action != .ignore {
            try expect(.comma, "\",\"")
            message = try parseRaiseMessage()
        }
        try expect(.rightParenthesis, "\")\"")
        return try node(
            .raise(Raise(action: action, message: message)), span(from: start), over: message?.height ?? 0)
    }

    private mutating func parseRaiseMessage() throws(SyntaxError) -> Expression {
        let isWord = isName(current.kind) && kind(ahead: 1) == .rightParenthesis
        let message = try parseExpression()
        if !isWord {
            require(.raiseExpression, at: message.span)
        }
        return message
    }

    private mutating func parseParameter() throws(SyntaxError) -> Expression {
        let span = advance().span
        let prefix = source.bytes[span.start]
        let name = text(SourceSpan(start: span.start + 1, end: span.end))
        let form: Parameter.Form =
            switch (prefix, name.isEmpty) {
            case (UInt8(ascii: "?"), true): .anonymous
            case (UInt8(ascii: "?"), false): .numbered(Int(name))
            default: .named(prefix: prefix)
            }
        let parameter = Parameter(form: form, name: name, span: span)
        parameters.append(parameter)
        return try node(.parameter(parameter), span)
    }
}

extension [Expression] {
    /// The height of the tallest.
    var tallest: Int { reduce(0) { Swift.max($0, $1.height) } }
}
