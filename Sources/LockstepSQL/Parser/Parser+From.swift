extension Parser {
    /// What follows FROM, or stands in parentheses there.
    mutating func parseFrom() throws(SyntaxError) -> FromClause {
        try descend()
        let start = index
        let first = try parseTableReference()
        if at(.on) || at(.using) {
            try parseMisplacedConstraint()
        }
        var joins: [Join] = []
        while let op = try parseJoinOperator() {
            let table = try parseTableReference()
            let constraint = try parseJoinConstraint()
            joins.append(
                Join(op: op, table: table, constraint: constraint, span: op.span.union(previousSpan)))
        }
        nesting -= 1
        return FromClause(first: first, joins: joins, span: span(from: start))
    }

    /// An ON or USING after the first table. SQLite reads it and refuses it then.
    private mutating func parseMisplacedConstraint() throws(SyntaxError) {
        let error = unexpected("a JOIN is required before \(at(.on) ? "ON" : "USING")", suggestion: upsertSuggestion)
        do throws(SyntaxError) {
            _ = try parseJoinConstraint()
        } catch let inner {
            refuse(error)
            throw inner
        }
        refuse(error)
    }

    /// SQLite takes the ON of `INSERT … SELECT … FROM t ON CONFLICT` for that of a join.
    private var upsertSuggestion: String? {
        at(.on, .conflict) ? "write WHERE true between the SELECT's table and ON CONFLICT" : nil
    }

    private mutating func parseTableReference() throws(SyntaxError) -> TableReference {
        let start = index
        let kind = at(.leftParenthesis) ? try parseNestedTable() : try parseNamedTable()
        var alias: Identifier?
        var finalKind = kind
        switch kind {
        case .table(let name, nil):
            alias = try parseAlias()
            finalKind = .table(name, try parseIndexHint())
        case .table, .function, .subquery, .nested:
            alias = try parseAlias()
        }
        return TableReference(id: newID(), kind: finalKind, alias: alias, span: span(from: start))
    }

    private mutating func parseNestedTable() throws(SyntaxError) -> TableReference.Kind {
        advance()
        if isSelect() {
            let select = try parseSelect()
            try expect(.rightParenthesis, "\")\"")
            return .subquery(select)
        }
        let from = try parseFrom()
        try expect(.rightParenthesis, "a join or \")\"")
        return .nested(from)
    }

    private mutating func parseNamedTable() throws(SyntaxError) -> TableReference.Kind {
        let name = try parseQualifiedName("a table name")
        let start = index
        guard at(.leftParenthesis) else { return .table(name, nil) }
        let arguments = try parseArgumentList()
        return .function(name, arguments, argumentsSpan: span(from: start))
    }

    mutating func parseIndexHint() throws(SyntaxError) -> IndexHint? {
        if skip(.not, .indexed) { return .notIndexed }
        guard skip(.indexed) else { return nil }
        try expect(.by)
        return .indexedBy(try parseName("an index name"))
    }

    private mutating func parseJoinConstraint() throws(SyntaxError) -> JoinConstraint? {
        if at(.on) {
            let suggestion = upsertSuggestion
            advance()
            do throws(SyntaxError) {
                let condition = try parseExpression()
                if suggestion != nil, at(.do) { throw expected("the rest of the join") }
                return .on(condition)
            } catch {
                throw SyntaxError(
                    message: error.message, span: error.span, suggestion: error.suggestion ?? suggestion,
                    isRefusal: error.isRefusal)
            }
        }
        guard skip(.using) else { return nil }
        return .using(try parseNameList())
    }

    /// The words before JOIN may come in any order, as in SQLite.
    private mutating func parseJoinOperator() throws(SyntaxError) -> JoinOperator? {
        let start = index
        if skip(.comma) {
            return JoinOperator(kind: .comma, isNatural: false, span: span(from: start))
        }
        if skip(.join) {
            return JoinOperator(kind: .inner, isNatural: false, span: span(from: start))
        }
        guard case .keyword(let first) = current.kind, Keyword.joinWords.contains(first) else { return nil }
        advance()
        var names: [Identifier] = []
        while names.count < 2, !at(.join) {
            names.append(try parseName("JOIN"))
        }
        try expect(.join)
        guard let op = JoinOperator(first, names, span: span(from: start)) else {
            refuse(
                SyntaxError(
                    message: "unknown join type \"\(text(span(from: start)))\"", span: span(from: start),
                    suggestion: "write [NATURAL] LEFT, RIGHT, FULL, INNER or CROSS JOIN"))
            return JoinOperator(kind: .inner, isNatural: false, span: span(from: start))
        }
        if op.isLeftOptional {
            require(.rightJoin, at: op.span)
        }
        return op
    }
}

extension JoinOperator {
    /// By the rules of SQLite's `sqlite3JoinType`: LEFT RIGHT is FULL, OUTER alone is nothing, INNER excludes the
    /// others. Its grammar takes any name for the second and the third word.
    fileprivate init?(_ first: Keyword, _ names: [Identifier], span: SourceSpan) {
        var set: Set = [first]
        for name in names {
            let word = Keyword.joinWords.first { !name.isQuoted && $0.rawValue.lowercased() == name.folded }
            guard let word else { return nil }
            set.insert(word)
        }
        let isInner = set.contains(.inner) || set.contains(.cross)
        let isLeft = set.contains(.left) || set.contains(.full)
        let isRight = set.contains(.right) || set.contains(.full)
        let isOuter = set.contains(.outer) || isLeft || isRight
        guard !(isInner && isOuter), !isOuter || isLeft || isRight else { return nil }
        let kind: Kind =
            switch (isLeft, isRight) {
            case (true, true): .full
            case (true, false): .left
            case (false, true): .right
            case (false, false): set.contains(.cross) ? .cross : .inner
            }
        self.init(kind: kind, isNatural: set.contains(.natural), span: span)
    }
}
