extension Parser {
    /// INSERT, REPLACE, UPDATE, DELETE and SELECT, each with or without WITH.
    mutating func parseDataStatement() throws(SyntaxError) -> Statement.Kind {
        let start = index
        let with = at(.with) ? try parseWith() : nil
        if with != nil, trigger != nil, !isSelect() {
            throw unexpected("WITH is not allowed before \(text(current.span)) inside a trigger")
        }
        switch current.kind {
        case .keyword(.select), .keyword(.values):
            return .select(try parseSelect(with: with, from: start))
        case .keyword(.insert), .keyword(.replace): return .insert(try parseInsert(with: with))
        case .keyword(.update): return .update(try parseUpdate(with: with))
        case .keyword(.delete): return .delete(try parseDelete(with: with))
        default: throw expected("SELECT, VALUES, INSERT, REPLACE, UPDATE or DELETE")
        }
    }

    private mutating func parseInsert(with: With?) throws(SyntaxError) -> Insert {
        let verb = advance()
        let isReplace = verb.kind == .keyword(.replace)
        let conflict = isReplace ? ConflictClause(action: .replace, span: verb.span) : try parseOrClause()
        try expect(.into)
        let table = try parseTarget(allowsHint: false)
        let columnsStart = index
        let columns = try parseOptionalNameList()
        let columnsSpan = columns == nil ? nil : span(from: columnsStart)
        let rows = try parseInsertedRows()
        var upserts: [Upsert] = []
        if case .defaults = rows {
            // DEFAULT VALUES cannot conflict in SQLite's grammar.
        } else {
            upserts = try parseUpserts()
        }
        let returning = try parseReturning(ofInsert: true)
        return Insert(
            with: with, isReplace: isReplace, conflict: conflict, table: table, columns: columns,
            columnsSpan: columnsSpan, rows: rows, upserts: upserts, returning: returning)
    }

    private mutating func parseInsertedRows() throws(SyntaxError) -> Insert.Rows {
        if at(.default, .values) {
            guard trigger == nil else { throw unexpected("DEFAULT VALUES is not allowed inside a trigger") }
            let start = index
            advance()
            advance()
            return .defaults(span(from: start))
        }
        guard isSelect() else { throw expected("VALUES, SELECT or DEFAULT VALUES") }
        let select = try parseSelect()
        if case .values(let values) = select.first, select.with == nil, select.compounds.isEmpty {
            return .values(values)
        }
        return .select(select)
    }

    /// `OR action`
    private mutating func parseOrClause() throws(SyntaxError) -> ConflictClause? {
        let start = index
        guard skip(.or) else { return nil }
        let action = try parseConflictAction()
        return ConflictClause(action: action, span: span(from: start))
    }

    mutating func parseConflictAction() throws(SyntaxError) -> ConflictAction {
        let action: ConflictAction
        switch current.kind {
        case .keyword(.rollback): action = .rollback
        case .keyword(.abort): action = .abort
        case .keyword(.fail): action = .fail
        case .keyword(.ignore): action = .ignore
        case .keyword(.replace): action = .replace
        default: throw expected("ROLLBACK, ABORT, FAIL, IGNORE or REPLACE")
        }
        advance()
        return action
    }

    private mutating func parseTarget(allowsHint: Bool) throws(SyntaxError) -> TargetTable {
        let start = index
        let name = try parseQualifiedName("a table name")
        let alias = skip(.as) ? try parseName("an alias name") : nil
        if trigger != nil {
            checkTriggerTarget(name, alias)
        }
        let hintStart = index
        let hint = allowsHint ? try parseIndexHint() : nil
        if trigger != nil, hint != nil {
            refuse(
                SyntaxError(
                    message: "near \"\(text(tokens[hintStart].span))\": an index cannot be named inside a trigger",
                    span: span(from: hintStart)))
        }
        return TargetTable(name: name, alias: alias, hint: hint, span: span(from: start))
    }

    private mutating func checkTriggerTarget(_ name: QualifiedName, _ alias: Identifier?) {
        if let alias {
            require(.triggerAlias, at: tokens[index - 2].span.union(alias.span))
        }
        guard let schema = name.schema else { return }
        if trigger == .temporary {
            require(.triggerSchema, at: schema.span)
        } else {
            refuseAtEnd("a trigger cannot name the schema of a table that it writes to", at: schema.span)
        }
    }

    /// Only the last clause may leave out its target.
    private mutating func parseUpserts() throws(SyntaxError) -> [Upsert] {
        var upserts: [Upsert] = []
        while at(.on) {
            if let last = upserts.last, last.target == nil {
                throw unexpected("an ON CONFLICT without columns must be the last")
            }
            let upsert = try parseUpsert()
            if upserts.count == 1 {
                require(.severalUpserts, at: upsert.span)
            }
            upserts.append(upsert)
        }
        return upserts
    }

    private mutating func parseUpsert() throws(SyntaxError) -> Upsert {
        let start = index
        advance()
        try expect(.conflict)
        require(.upsert, at: span(from: start))
        let target = at(.leftParenthesis) ? try parseUpsertTarget() : nil
        try expect(.do)
        if skip(.nothing) {
            return Upsert(target: target, action: .nothing, span: span(from: start))
        }
        guard skip(.update) else { throw expected("NOTHING or UPDATE") }
        if target == nil {
            require(.anyConflictUpdate, at: span(from: start))
        }
        let assignments = try parseAssignments()
        let condition = skip(.where) ? try parseExpression() : nil
        return Upsert(
            target: target, action: .update(assignments, condition: condition), span: span(from: start))
    }

    private mutating func parseUpsertTarget() throws(SyntaxError) -> Upsert.Target {
        let start = index
        advance()
        let columns = try parseOrderingTerms()
        try expect(.rightParenthesis, "\",\" or \")\"")
        let span = span(from: start)
        let condition = skip(.where) ? try parseExpression() : nil
        return Upsert.Target(columns: columns, condition: condition, span: span)
    }

    /// `SET a = 1, (b, c) = (2, 3)`
    private mutating func parseAssignments() throws(SyntaxError) -> [Assignment] {
        try expect(.set)
        return try parseList { (parser) throws(SyntaxError) in try parser.parseAssignment() }
    }

    private mutating func parseAssignment() throws(SyntaxError) -> Assignment {
        let start = index
        let isRow = at(.leftParenthesis)
        let columns = isRow ? try parseNameList() : [try parseName("a column name")]
        let columnsSpan = span(from: start)
        try expect(.equal, "\"=\"")
        let value = try parseExpression()
        return Assignment(
            columns: columns, isRow: isRow, columnsSpan: columnsSpan, value: value, span: span(from: start))
    }

    private mutating func parseUpdate(with: With?) throws(SyntaxError) -> Update {
        advance()
        let conflict = try parseOrClause()
        let table = try parseTarget(allowsHint: true)
        let assignments = try parseAssignments()
        let fromStart = current.span
        let from = skip(.from) ? try parseFrom() : nil
        if from != nil {
            require(.updateFrom, at: fromStart)
        }
        let condition = skip(.where) ? try parseExpression() : nil
        let returning = try parseReturning()
        try checkNoOrder("UPDATE")
        return Update(
            with: with, conflict: conflict, table: table, assignments: assignments, from: from, condition: condition,
            returning: returning)
    }

    private mutating func parseDelete(with: With?) throws(SyntaxError) -> Delete {
        advance()
        try expect(.from)
        let table = try parseTarget(allowsHint: true)
        let condition = skip(.where) ? try parseExpression() : nil
        let returning = try parseReturning()
        try checkNoOrder("DELETE")
        return Delete(with: with, table: table, condition: condition, returning: returning)
    }

    /// Most builds of SQLite lack SQLITE_ENABLE_UPDATE_DELETE_LIMIT.
    private func checkNoOrder(_ verb: String) throws(SyntaxError) {
        guard at(.order) || at(.limit) else { return }
        throw unexpected(
            "\(verb) cannot have ORDER BY or LIMIT",
            suggestion: "choose the rows by key: WHERE key IN (SELECT key FROM … ORDER BY … LIMIT …)")
    }

    private mutating func parseReturning(ofInsert isInsert: Bool = false) throws(SyntaxError) -> Returning? {
        let start = index
        guard at(.returning) else { return nil }
        guard trigger == nil || isInsert else { throw unexpected("RETURNING is not allowed inside a trigger") }
        advance()
        let columns = try parseResultColumns()
        let returning = Returning(columns: columns, span: span(from: start))
        if trigger != nil {
            refuse(
                SyntaxError(
                    message: "near \"\(text(tokens[start].span))\": RETURNING is not allowed inside a trigger",
                    span: tokens[start].span))
        }
        require(.returning, at: returning.span)
        return returning
    }
}
