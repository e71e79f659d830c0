extension SQLWriter {
    /// - parameter isNamed: Whether the names of the result's columns can be seen; see `implicitName`.
    mutating func select(_ select: Select, isNamed: Bool) {
        group {
            if let with = select.with { $0.with(with) }
            $0.body(select.first, isNamed: isNamed)
            for arm in select.compounds {
                $0.line()
                $0.write(arm.op.rawValue, to: arm.body.span.start)
                $0.line()
                $0.body(arm.body, isNamed: false)
            }
            if !select.orderBy.isEmpty {
                $0.line()
                $0.clause { $0.orderBy(select.orderBy) }
            }
            if let limit = select.limit {
                $0.line()
                $0.limit(limit)
            }
            $0.to(select.span.end)
        }
    }

    /// A part of a statement that breaks by itself.
    mutating func clause(_ content: (inout SQLWriter) -> Void) {
        putOwnLineComments()
        group { $0.indent(content) }
    }

    mutating func condition(_ condition: Expression?, _ word: String = "WHERE") {
        guard let condition else { return }
        line()
        write(word, to: condition.span.start)
        expression(condition)
    }

    private mutating func limit(_ limit: Limit) {
        // Where the offset comes first, it has to stay there: the numbers of `?` parameters follow the text.
        if let offset = limit.offset, offset.span.start < limit.count.span.start {
            write("LIMIT", to: offset.span.start)
            expression(offset)
            write(",", to: limit.count.span.start)
            expression(limit.count)
        } else {
            write("LIMIT", to: limit.count.span.start)
            expression(limit.count)
            guard let offset = limit.offset else { return }
            write("OFFSET", to: offset.span.start)
            expression(offset)
        }
    }

    private mutating func body(_ body: SelectBody, isNamed: Bool) {
        switch body {
        case .query(let query): self.query(query, isNamed: isNamed)
        case .values(let values): self.values(values)
        }
    }

    mutating func values(_ values: Values) {
        clause {
            $0.write("VALUES", to: values.rows[0].span.start)
            $0.list(values.rows, span: \.span) { $0.arguments($1.values, in: $1.span) }
        }
    }

    private mutating func query(_ query: SelectQuery, isNamed: Bool) {
        clause {
            $0.word(query.isDistinct ? "SELECT DISTINCT" : "SELECT")
            $0.to(query.columns[0].span.start)
            $0.line()
            $0.resultColumns(query.columns, isNamed: isNamed)
        }
        if let from = query.from {
            line()
            write("FROM", to: from.span.start)
            self.from(from)
        }
        condition(query.condition)
        if let first = query.groupBy.first {
            line()
            clause {
                $0.write("GROUP BY", to: first.span.start)
                $0.list(query.groupBy, span: \.span) { $0.expression($1) }
            }
        }
        condition(query.having, "HAVING")
        if let first = query.windows.first {
            line()
            clause {
                $0.write("WINDOW", to: first.name.span.start)
                $0.list(query.windows, span: \.name.span) {
                    $0.name($1.name)
                    $0.word("AS")
                    $0.window($1.window)
                }
            }
        }
    }

    mutating func resultColumns(_ columns: [ResultColumn], isNamed: Bool) {
        list(columns, span: \.span) { $0.resultColumn($1, isNamed: isNamed) }
    }

    private mutating func resultColumn(_ column: ResultColumn, isNamed: Bool) {
        switch column.kind {
        case .allColumns: word("*")
        case .tableColumns(let table):
            word(table.canonicalText + ".*")
            if !isCanonical {
                to(column.span.start)
                tokens(of: column.span)
            }
        case .expression(let expression, let alias):
            let start = document.elements.count
            if isNamed, !isCanonical, alias == nil, !expression.isColumn {
                // Its text is its name.
                raw(expression.span)
            } else {
                self.expression(expression)
            }
            if let alias {
                word("AS")
                name(alias)
            } else if isNamed, isCanonical, keepsColumnNames, let name = implicitName(of: expression),
                name != document.flatText(from: start)
            {
                word("AS " + Identifier.quoted(name, by: "\""))
            }
        }
        to(column.span.end)
    }

    /// The name that SQLite gives a column without an alias: but for columns of tables, the text of the expression,
    /// with the comments up to the next token. A canonical text that differs needs the name as an alias.
    private func implicitName(of expression: Expression) -> String? {
        guard !expression.isColumn else { return nil }
        var lexer = Lexer(source, in: SourceSpan(start: expression.span.end, end: source.bytes.count))
        var next = lexer.next()
        while next.kind == .lineComment || next.kind == .blockComment { next = lexer.next() }
        var bytes = source.bytes[expression.span.start..<next.span.start]
        while let last = bytes.last, ByteClass.table[Int(last)] == .space { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The clause and the break after it.
    mutating func with(_ with: With) {
        clause {
            $0.word(with.isRecursive ? "WITH RECURSIVE" : "WITH")
            $0.to(with.tables[0].span.start)
            $0.commonTables(with.tables)
        }
        line()
    }

    private mutating func commonTables(_ tables: [CommonTable]) {
        for (index, table) in tables.enumerated() {
            if index > 0 {
                write(",", to: table.span.start)
                line()
            }
            name(table.name)
            if let columns = table.columns {
                glue()
                names(columns)
            }
            word("AS")
            if let materialization = table.materialization { word(materialization.rawValue) }
            parenthesized(table.select, isNamed: table.columns == nil)
            to(table.span.end)
        }
    }
}
