/// Expressions are read with an operator precedence parser. What waits for an operand lies on a stack of the parser's
/// own, `pending`, so that prefixes, parentheses and right operands may be nested as deeply as in SQLite on any thread.
///
/// What is parsed recursively here has a frame of `parseExpression` on the stack, but none of `take` and `close`, whose
/// frames are large without optimisation; see `Parser.maximumNesting`.
extension Parser {
    mutating func parseExpression() throws(SyntaxError) -> Expression {
        try descend()
        let bottom = pending.count
        while true {
            if let opened = try openOperand() {
                try push(opened)
                continue
            }
            var value = try parseOperand()
            var isComplete = false
            while !isComplete {
                if let infix = Infix(current.kind, next: kind(ahead: 1)), binds(infix, above: bottom) {
                    if case .membership = infix {
                        value = try parseMembership(after: value)
                    } else {
                        isComplete = try !take(infix, after: &value)
                    }
                } else if pending.count > bottom {
                    let waiting = pending.removeLast()
                    if case .parenthesis(let start) = waiting.kind {
                        value = try closeParenthesis(from: start, with: value)
                    } else {
                        isComplete = try !close(waiting, with: &value)
                    }
                } else {
                    nesting -= 1
                    return value
                }
            }
        }
    }

    private mutating func push(_ operation: PendingOperator) throws(SyntaxError) {
        guard pending.count < Parser.maximumPending else { throw tooDeep }
        pending.append(operation)
    }

    /// Whether an operator takes the expression on its left from what waits for it.
    private func binds(_ infix: Infix, above bottom: Int) -> Bool {
        guard pending.count > bottom, let waiting = pending.last else { return true }
        if let floor = waiting.floor, infix.precedence <= floor { return false }
        return !(waiting.stopsAtAnd && at(.and))
    }

    /// What begins before an operand: a sign or NOT, and the parenthesis of an expression or of a row.
    ///
    /// NOT takes everything that binds more strongly than itself, wherever it stands: `1 = NOT 2 = 3` is
    /// `1 = (NOT (2 = 3))`. It binds as strongly as itself, so that a following NOT NULL is inside. The signs take an
    /// operand only.
    private mutating func openOperand() throws(SyntaxError) -> PendingOperator? {
        switch current.kind {
        case .leftParenthesis:
            guard !isSelect(ahead: 1) else { return nil }
            let start = index
            advance()
            return PendingOperator(.parenthesis(start))
        case .minus:
            guard !isSmallestInteger else { return nil }
            return PendingOperator(.prefix(.minus, advance().span), above: .sign)
        case .plus: return PendingOperator(.prefix(.plus, advance().span), above: .sign)
        case .tilde: return PendingOperator(.prefix(.bitNot, advance().span), above: .sign)
        case .keyword(.not): return PendingOperator(.prefix(.not, advance().span), above: .not)
        default: return nil
        }
    }

    /// Takes an operator; true if the expression is complete with it, false if an operand follows.
    private mutating func take(_ infix: Infix, after left: inout Expression) throws(SyntaxError) -> Bool {
        switch infix {
        case .binary(let op):
            let token = advance()
            if op == .extract || op == .extractText {
                require(.extraction, at: token.span)
            }
            try push(PendingOperator(.binary(op, left), above: op.precedence))
        case .is:
            try push(PendingOperator(.binary(try parseIs(), left), above: .equality))
        case .pattern(let op):
            let isNegated = skip(.not)
            advance()
            try push(PendingOperator(.pattern(op, left, isNegated: isNegated), above: .equality))
        case .between:
            let isNegated = skip(.not)
            advance()
            try push(PendingOperator(.low(left, isNegated: isNegated), stopsAtAnd: true))
        case .isNull:
            left = try parseIsNull(after: left)
            return true
        case .collate:
            left = try parseCollate(after: left)
            return true
        case .membership:
            preconditionFailure("The caller takes IN, to keep this frame off the stack.")
        }
        return false
    }

    /// Gives an expression to what waits for it; true if the result is complete, false if an operand follows.
    private mutating func close(
        _ operation: PendingOperator, with value: inout Expression
    ) throws(SyntaxError) -> Bool {
        switch operation.kind {
        case .prefix(let op, let span):
            value = try node(.unary(op, value), span.union(value.span), over: value.height)
        case .binary(let op, let left):
            value = try node(
                .binary(op, left, value), left.span.union(value.span), over: max(left.height, value.height))
        case .parenthesis:
            preconditionFailure("The caller closes parentheses, to keep this frame off the stack.")
        case .pattern(let op, let text, let isNegated):
            if skip(.escape) {
                let escape = PendingOperator.Kind.escape(op, text, pattern: value, isNegated: isNegated)
                try push(PendingOperator(escape, above: .equality))
                return false
            }
            let match = PatternMatch(op: op, isNegated: isNegated, operand: text, pattern: value, escape: nil)
            value = try node(
                .pattern(match), text.span.union(value.span), over: max(text.height, value.height))
        case .escape(let op, let text, let pattern, let isNegated):
            let match = PatternMatch(op: op, isNegated: isNegated, operand: text, pattern: pattern, escape: value)
            value = try node(
                .pattern(match), text.span.union(value.span), over: max(text.height, pattern.height, value.height))
        case .low(let operand, let isNegated):
            // `a BETWEEN b OR c AND d` is an error in SQLite, too: the AND belongs to the OR.
            try expect(.and)
            try push(PendingOperator(.high(operand, low: value, isNegated: isNegated), above: .equality))
            return false
        case .high(let operand, let low, let isNegated):
            value = try node(
                .between(operand, low: low, high: value, isNegated: isNegated), operand.span.union(value.span),
                over: max(operand.height, low.height, value.height))
        }
        return true
    }

    /// `(x)`, `(a, b)`
    private mutating func closeParenthesis(
        from start: Int, with first: Expression
    ) throws(SyntaxError) -> Expression {
        let others = skip(.comma) ? try parseExpressionList() : []
        try expect(.rightParenthesis, "\",\" or \")\"")
        let span = span(from: start)
        guard !others.isEmpty else {
            return Expression(id: first.id, span: span, height: first.height, kind: first.kind)
        }
        let values = [first] + others
        require(.rowValue, at: span)
        return try node(.row(values), span, over: values.tallest)
    }

    /// `IS`, `IS NOT`, `IS DISTINCT FROM`, `IS NOT DISTINCT FROM`
    private mutating func parseIs() throws(SyntaxError) -> BinaryOperator {
        let start = index
        advance()
        let isNegated = skip(.not)
        guard skip(.distinct) else { return isNegated ? .isNot : .is }
        try expect(.from)
        require(.isDistinctFrom, at: span(from: start))
        return isNegated ? .is : .isNot
    }
}
