extension Parser {
    mutating func parseAlterTable() throws(SyntaxError) -> AlterTable {
        advance()
        try expect(.table)
        let table = try parseQualifiedName("a table name")
        let change: AlterTable.Change
        switch current.kind {
        case .keyword(.rename): change = try parseRename()
        case .keyword(.add): change = try parseAdd()
        case .keyword(.drop): change = try parseDropPart()
        case .keyword(.alter): change = try parseAlterColumn()
        default: throw expected("RENAME, ADD, DROP or ALTER")
        }
        return AlterTable(table: table, change: change)
    }

    private mutating func parseRename() throws(SyntaxError) -> AlterTable.Change {
        let start = index
        advance()
        if skip(.to) {
            return .rename(to: try parseName("a table name"))
        }
        _ = skip(.column)
        let old = try parseName("TO, COLUMN or a column name")
        try expect(.to)
        let new = try parseName("a column name")
        require(.renameColumn, at: span(from: start))
        return .renameColumn(old, to: new)
    }

    private mutating func parseAdd() throws(SyntaxError) -> AlterTable.Change {
        let start = index
        advance()
        if at(.constraint) || at(.check) {
            let constraint = try parseTableConstraint()
            guard let constraint, case .check = constraint.kind else {
                throw SyntaxError(
                    message: "ALTER TABLE can add CHECK constraints only", span: span(from: start),
                    suggestion: "rebuild the table: https://www.sqlite.org/lang_altertable.html#otheralter")
            }
            require(.addConstraint, at: span(from: start))
            return .addConstraint(constraint)
        }
        _ = skip(.column)
        return .addColumn(try parseColumnDefinition(ofExistingTable: true))
    }

    private mutating func parseDropPart() throws(SyntaxError) -> AlterTable.Change {
        let start = index
        advance()
        if skip(.constraint) {
            let name = try parseName("a constraint's name")
            require(.dropConstraint, at: span(from: start))
            return .dropConstraint(name)
        }
        _ = skip(.column)
        let name = try parseName("a column name")
        require(.dropColumn, at: span(from: start))
        return .dropColumn(name)
    }

    private mutating func parseAlterColumn() throws(SyntaxError) -> AlterTable.Change {
        let start = index
        advance()
        _ = skip(.column)
        let name = try parseName("a column name")
        guard at(.set) || at(.drop) else { throw expected("SET NOT NULL or DROP NOT NULL") }
        let isSet = advance().kind == .keyword(.set)
        try expect(.not)
        try expect(.null)
        let conflict = isSet ? try parseOnConflict() : nil
        require(.alterColumn, at: span(from: start))
        return isSet ? .setNotNull(name, conflict) : .dropNotNull(name)
    }
}
