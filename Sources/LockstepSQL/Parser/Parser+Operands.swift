extension Parser {
    /// Parses what may stand between operators, but for prefixes and expressions in parentheses.
    mutating func parseOperand() throws(SyntaxError) -> Expression {
        switch current.kind {
        case .minus: try parseSmallestInteger()
        case .leftParenthesis: try parseSubquery()
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

    /// `-9223372036854775808`, whose digits alone do not fit.
    var isSmallestInteger: Bool {
        guard at(.minus), kind(ahead: 1) == .integer else { return false }
        return integerDigits(tokens[index + 1].span) == "9223372036854775808"
    }

    private mutating func parseSmallestInteger() throws(SyntaxError) -> Expression {
        let start = index
        advance()
        advance()
        return try node(.literal(.integer(Int64.min)), span(from: start))
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
