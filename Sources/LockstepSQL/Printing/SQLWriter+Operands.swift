extension SQLWriter {
    /// An expression that begins with a word or a sign of its own.
    mutating func operand(_ expression: Expression) {
        switch expression.kind {
        case .literal: literal(expression)
        case .parameter(let parameter):
            to(parameter.span.start)
            tokens(of: parameter.span)
        case .column(let column): self.column(column)
        case .unary(let op, let operand): unary(op, operand)
        case .conditional(let conditional): self.conditional(conditional, in: expression)
        case .cast(let operand, let type): cast(operand, type)
        case .function(let call): function(call)
        case .row(let values): row(values)
        case .subquery(let select): parenthesized(select)
        case .exists(let select):
            word("EXISTS")
            parenthesized(select)
        case .raise(let raise): self.raise(raise)
        case .binary, .isNull, .between, .membership, .pattern, .collate: break
        }
        to(expression.span.end)
    }

    /// A literal is what its tokens say: a number's text decides how SQLite rounds it.
    private mutating func literal(_ expression: Expression) {
        guard isCanonical else { return to(expression.span.end) }
        var text = ""
        for token in TokenList(source, in: [expression.span]).tokens {
            switch token.kind {
            case .leftParenthesis, .rightParenthesis, .endOfInput: break
            case .keyword(let keyword): text += keyword.rawValue
            default: text += source.text(in: token.span)
            }
        }
        word(text)
    }

    private mutating func unary(_ op: UnaryOperator, _ operand: Expression) {
        write(op.rawValue, to: operand.span.start)
        if op == .not {
            expression(operand, binding: Precedence.not.rawValue)
        } else {
            glue()
            expression(operand, binding: Precedence.sign.rawValue)
        }
    }

    private mutating func conditional(_ conditional: Conditional, in expression: Expression) {
        group {
            $0.word("CASE")
            $0.through(.case)
            if let operand = conditional.operand { $0.expression(operand) }
            $0.indent {
                for branch in conditional.branches {
                    $0.line()
                    $0.write("WHEN", to: branch.condition.span.start)
                    $0.expression(branch.condition)
                    $0.write("THEN", to: branch.result.span.start)
                    $0.expression(branch.result)
                }
                if let otherwise = conditional.otherwise {
                    $0.line()
                    $0.write("ELSE", to: otherwise.span.start)
                    $0.expression(otherwise)
                }
            }
            $0.line()
            $0.word("END")
            $0.to(expression.span.end)
        }
    }

    private mutating func cast(_ operand: Expression, _ type: TypeName?) {
        word("CAST")
        through(.cast)
        glue()
        write("(", to: operand.span.start)
        expression(operand)
        word("AS")
        if let type {
            typeName(type)
        } else {
            through(.as)
        }
        close()
    }

    private mutating func row(_ values: [Expression]) {
        group {
            $0.write("(", to: values[0].span.start)
            $0.indent {
                $0.softLine()
                $0.list(values, span: \.span) { $0.expression($1) }
            }
            $0.softLine()
            $0.close()
        }
    }

    private mutating func raise(_ raise: Raise) {
        word("RAISE")
        through(.raise)
        glue()
        word("(" + raise.action.rawValue)
        if let message = raise.message {
            write(",", to: message.span.start)
            expression(message)
        }
        word(")")
    }
}
