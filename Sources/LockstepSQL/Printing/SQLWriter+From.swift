extension SQLWriter {
    mutating func from(_ from: FromClause) {
        group {
            $0.indent {
                $0.table(from.first)
                for join in from.joins { $0.join(join) }
                $0.to(from.span.end)
            }
        }
    }

    private mutating func join(_ join: Join) {
        if join.op.kind == .comma {
            write(",", to: join.table.span.start)
            line()
        } else {
            line()
            write(join.op.canonicalText, to: join.table.span.start)
        }
        table(join.table)
        switch join.constraint {
        case nil: break
        case .on(let condition):
            write("ON", to: condition.span.start)
            expression(condition)
        case .using(let columns):
            word("USING")
            names(columns)
        }
    }

    private mutating func table(_ table: TableReference) {
        switch table.kind {
        case .table(let name, _): self.name(name)
        case .function(let name, let arguments, let span):
            self.name(name)
            glue()
            self.arguments(arguments, in: span)
        case .subquery(let select): parenthesized(select, isNamed: true)
        case .nested(let from):
            write("(", to: from.span.start)
            self.from(from)
            close()
        }
        if let alias = table.alias {
            word("AS")
            name(alias)
        }
        if case .table(_, let hint?) = table.kind { indexHint(hint) }
        to(table.span.end)
    }

    mutating func indexHint(_ hint: IndexHint) {
        switch hint {
        case .notIndexed: word("NOT INDEXED")
        case .indexedBy(let index):
            word("INDEXED BY")
            name(index)
        }
    }
}

extension JoinOperator {
    /// But for the comma.
    fileprivate var canonicalText: String {
        let words =
            switch kind {
            case .comma, .inner: "JOIN"
            case .cross: "CROSS JOIN"
            case .left: "LEFT JOIN"
            case .right: "RIGHT JOIN"
            case .full: "FULL JOIN"
            }
        return isNatural ? "NATURAL " + words : words
    }
}
