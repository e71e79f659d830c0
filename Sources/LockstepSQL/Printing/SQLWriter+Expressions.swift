extension SQLWriter {
    /// - parameter floor: In canonical form, an expression that binds less strongly stands in parentheses.
    mutating func expression(_ expression: Expression, binding floor: Int = 0) {
        guard isParenthesized(expression, binding: floor), let left = expression.leftmostChild else {
            return chain(expression)
        }
        write("(", to: left.span.start)
        chain(expression)
        word(")")
        to(expression.span.end)
    }

    private func isParenthesized(_ expression: Expression, binding floor: Int) -> Bool {
        guard let left = expression.leftmostChild else { return false }
        guard isCanonical else {
            return expression.leftOperand != nil && expression.span.start < left.span.start
        }
        return expression.strength < floor
    }

    /// An expression without parentheses around it. Left operands, of which there may be as many as
    /// `Parser.maximumHeight`, are walked in a loop: all else is nested no deeper than the parser allows.
    private mutating func chain(_ expression: Expression) {
        var spine = [expression]
        while let last = spine.last, let left = last.leftOperand,
            !isParenthesized(left, binding: last.strength)
        {
            // All operators associate to the left: equal strength needs no parentheses.
            spine.append(left)
        }
        guard let innermost = spine.last, spine.count > 1 || innermost.leftOperand != nil else {
            return operand(expression)
        }
        // AND and OR break together; what they hold together breaks only by itself.
        putOwnLineComments()
        let hasLogic = spine.contains(where: \.isLogical)
        document.beginGroup()
        document.append(.indent)
        if hasLogic { document.beginGroup() }
        var isInLogic = false
        if let left = innermost.leftOperand {
            self.expression(left, binding: innermost.strength)
        } else {
            operand(spine.removeLast())
        }
        for node in spine.reversed() {
            if hasLogic, !isInLogic, node.isLogical {
                document.endGroup()
                isInLogic = true
            }
            tail(of: node)
            to(node.span.end)
        }
        document.append(.dedent)
        document.endGroup()
    }

    /// The operator of an expression and what is right of it.
    private mutating func tail(of node: Expression) {
        switch node.kind {
        case .binary(let op, _, let right):
            line()
            write(op.rawValue, to: right.span.start)
            expression(right, binding: op.precedence.rawValue + 1)
        case .isNull(_, let isNegated):
            word(isNegated ? "NOTNULL" : "ISNULL")
        case .between(_, let low, let high, let isNegated):
            line()
            write(isNegated ? "NOT BETWEEN" : "BETWEEN", to: low.span.start)
            expression(low, binding: Precedence.equality.rawValue + 1)
            write("AND", to: high.span.start)
            expression(high, binding: Precedence.equality.rawValue + 1)
        case .membership(_, let set, let isNegated):
            word(isNegated ? "NOT IN" : "IN")
            inSet(set)
        case .pattern(let match):
            line()
            write((match.isNegated ? "NOT " : "") + match.op.rawValue, to: match.pattern.span.start)
            expression(match.pattern, binding: Precedence.escape.rawValue + 1)
            if let escape = match.escape {
                write("ESCAPE", to: escape.span.start)
                expression(escape, binding: Precedence.escape.rawValue + 1)
            }
        case .collate(_, let name):
            word("COLLATE")
            self.name(name)
        default:
            break
        }
    }

    private mutating func inSet(_ set: InSet) {
        switch set {
        case .list(let list, let span): arguments(list, in: span)
        case .select(let select): parenthesized(select)
        case .table(let name): self.name(name)
        case .function(let name, let list, let span):
            self.name(name)
            glue()
            arguments(list, in: span)
        }
    }

    /// `(a, b)`
    mutating func arguments(_ list: [Expression], in span: SourceSpan) {
        group {
            $0.write("(", to: list.first?.span.start ?? span.start + 1)
            $0.indent {
                if !list.isEmpty { $0.softLine() }
                $0.list(list, span: \.span) { $0.expression($1) }
            }
            if !list.isEmpty { $0.softLine() }
            $0.close()
        }
    }

    /// `(SELECT …)`
    mutating func parenthesized(_ select: Select, isNamed: Bool = false) {
        group {
            $0.write("(", to: select.span.start)
            $0.indent {
                $0.softLine()
                $0.select(select, isNamed: isNamed)
                $0.putOwnLineComments()
            }
            $0.softLine()
            $0.close()
        }
    }
}

extension Expression {
    /// How strongly the expression holds together: that of its operator, or more than any.
    var strength: Int {
        switch kind {
        case .binary(let op, _, _): op.precedence.rawValue
        case .isNull, .between, .membership, .pattern: Precedence.equality.rawValue
        case .collate: Precedence.collate.rawValue
        case .unary(let op, _): op == .not ? Precedence.not.rawValue : Precedence.sign.rawValue
        default: Int.max
        }
    }

    /// What stands left of the operator, if that is not the first word.
    var leftOperand: Expression? {
        switch kind {
        case .binary(_, let left, _), .isNull(let left, _), .collate(let left, _): left
        case .between(let left, _, _, _), .membership(let left, _, _): left
        case .pattern(let match): match.operand
        default: nil
        }
    }

    /// What parentheses around the expression can be told by; nil where they are never needed.
    var leftmostChild: Expression? {
        if case .unary(_, let operand) = kind { operand } else { leftOperand }
    }

    var isColumn: Bool {
        if case .column = kind { true } else { false }
    }

    var isLogical: Bool {
        switch kind {
        case .binary(.and, _, _), .binary(.or, _, _): true
        default: false
        }
    }
}
