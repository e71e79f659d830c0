extension Parser {
    /// Nil if no such statement begins with the word.
    mutating func parseUtility(_ keyword: Keyword) throws(SyntaxError) -> Utility? {
        switch keyword {
        case .begin: try parseBegin()
        case .commit, .end: try parseCommit()
        case .rollback: try parseRollback()
        case .savepoint: try parseSavepoint()
        case .release: try parseRelease()
        case .pragma: try parsePragma()
        case .analyze: try parseMaintenance(.analyze)
        case .reindex: try parseMaintenance(.reindex)
        case .vacuum: try parseVacuum()
        case .attach: try parseAttach()
        case .detach: try parseDetach()
        case .explain: try parseExplain()
        default: nil
        }
    }

    private func utility(
        _ kind: Utility.Kind, name: QualifiedName? = nil, value: String? = nil, detail: Utility.Detail = .none
    ) -> Utility {
        Utility(kind: kind, name: name, value: value, detail: detail)
    }

    private mutating func parseBegin() throws(SyntaxError) -> Utility {
        advance()
        let mode: Utility.TransactionMode? =
            skip(.deferred) ? .deferred : skip(.immediate) ? .immediate : skip(.exclusive) ? .exclusive : nil
        try skipTransactionName()
        return utility(.begin, detail: mode.map(Utility.Detail.transaction) ?? .none)
    }

    private mutating func parseCommit() throws(SyntaxError) -> Utility {
        advance()
        try skipTransactionName()
        return utility(.commit)
    }

    /// `TRANSACTION [name]`; SQLite ignores the name.
    private mutating func skipTransactionName() throws(SyntaxError) {
        if skip(.transaction), isName(current.kind), !at(.to) {
            advance()
        }
    }

    private mutating func parseRollback() throws(SyntaxError) -> Utility {
        advance()
        try skipTransactionName()
        guard skip(.to) else { return utility(.rollback) }
        _ = skip(.savepoint)
        return utility(.rollback, name: try parseSavepointName())
    }

    private mutating func parseSavepoint() throws(SyntaxError) -> Utility {
        advance()
        return utility(.savepoint, name: try parseSavepointName())
    }

    private mutating func parseRelease() throws(SyntaxError) -> Utility {
        advance()
        _ = skip(.savepoint)
        return utility(.release, name: try parseSavepointName())
    }

    private mutating func parseSavepointName() throws(SyntaxError) -> QualifiedName {
        QualifiedName(schema: nil, name: try parseName("a savepoint's name"))
    }

    private mutating func parsePragma() throws(SyntaxError) -> Utility {
        advance()
        let name = try parseQualifiedName("a pragma's name")
        let isCall = at(.leftParenthesis)
        guard isCall || at(.equal) else { return utility(.pragma, name: name) }
        advance()
        let start = index
        let isSigned = at(.plus) || at(.minus)
        if isSigned {
            advance()
        }
        let isWord = isName(current.kind) || at(.on) || at(.delete) || at(.default)
        guard atPlainNumber || !isSigned && isWord else { throw expected("a value") }
        advance()
        let value = text(span(from: start))
        if isCall {
            try expect(.rightParenthesis, "\")\"")
        }
        return utility(.pragma, name: name, value: value)
    }

    private mutating func parseMaintenance(_ kind: Utility.Kind) throws(SyntaxError) -> Utility {
        advance()
        return utility(kind, name: isName(current.kind) ? try parseQualifiedName("a table name") : nil)
    }

    private mutating func parseVacuum() throws(SyntaxError) -> Utility {
        advance()
        let name = isName(current.kind) ? QualifiedName(schema: nil, name: try parseName("a schema's name")) : nil
        let start = index
        guard skip(.into) else { return utility(.vacuum, name: name) }
        let file = try parseExpression()
        require(.vacuumInto, at: span(from: start))
        return utility(.vacuum, name: name, detail: .vacuum(into: file))
    }

    private mutating func parseAttach() throws(SyntaxError) -> Utility {
        advance()
        _ = skip(.database)
        let file = try parseExpression()
        try expect(.as)
        let schema = try parseExpression()
        let key = skip(.key) ? try parseExpression() : nil
        return utility(.attach, detail: .attach(file: file, schema: schema, key: key))
    }

    private mutating func parseDetach() throws(SyntaxError) -> Utility {
        advance()
        _ = skip(.database)
        return utility(.detach, detail: .detach(try parseExpression()))
    }

    private mutating func parseExplain() throws(SyntaxError) -> Utility {
        advance()
        let isQueryPlan = skip(.query)
        if isQueryPlan {
            try expect(.plan)
        }
        guard !at(.explain) else { throw expected("a statement") }
        return utility(.explain, detail: .explain(try parseStatement(), isQueryPlan: isQueryPlan))
    }
}
