extension Parser {
    mutating func parseCreateTable(isTemporary: Bool) throws(SyntaxError) -> CreateTable {
        advance()
        let ifNotExists = try parseIfNotExists()
        let name = try parseQualifiedName("a table name")
        noteStop(atTableNamed: name)
        let content: CreateTable.Content
        if skip(.as) {
            content = .select(try parseSelect())
        } else {
            guard at(.leftParenthesis) else { throw expected("\"(\" or AS") }
            content = .definition(try parseTableDefinition())
        }
        return CreateTable(isTemporary: isTemporary, ifNotExists: ifNotExists, name: name, content: content)
    }

    /// SQLite looks at the name before it reads on.
    mutating func noteStop(atTableNamed name: QualifiedName) {
        let schema = name.schema?.folded ?? "main"
        if name.name.folded.utf8.starts(with: "sqlite_".utf8) || schema != "main" && schema != "temp" {
            noteStop()
        }
    }

    private mutating func parseTableDefinition() throws(SyntaxError) -> CreateTable.Definition {
        let start = index
        advance()
        var columns = [try parseColumnDefinition()]
        var constraints: [TableConstraint] = []
        while skip(.comma) {
            guard !atTableConstraint else {
                constraints = try parseTableConstraints()
                break
            }
            columns.append(try parseColumnDefinition())
        }
        try expect(.rightParenthesis, constraints.isEmpty ? "\",\" or \")\"" : "a table constraint or \")\"")
        let span = span(from: start)
        let options = try parseTableOptions()
        return CreateTable.Definition(
            columns: columns, constraints: constraints, isStrict: options.isStrict,
            isWithoutRowid: options.isWithoutRowid, span: span)
    }

    private var atTableConstraint: Bool {
        switch current.kind {
        case .keyword(.constraint), .keyword(.primary), .keyword(.unique), .keyword(.check), .keyword(.foreign): true
        default: false
        }
    }

    /// SQLite does not ask for commas between them.
    private mutating func parseTableConstraints() throws(SyntaxError) -> [TableConstraint] {
        var constraints: [TableConstraint] = []
        repeat {
            if let constraint = try parseTableConstraint() {
                constraints.append(constraint)
            }
        } while skip(.comma) || atTableConstraint
        return constraints
    }

    /// SQLite takes a comma before the first one, too.
    private mutating func parseTableOptions() throws(SyntaxError) -> (isStrict: Bool, isWithoutRowid: Bool) {
        var isStrict = false
        var isWithoutRowid = false
        guard isName(current.kind) || at(.comma) else { return (false, false) }
        _ = skip(.comma)
        repeat {
            let start = index
            let isWithout = skip(.without)
            let option = try parseName("a table option's name")
            switch (isWithout, option.folded) {
            case (true, "rowid"): isWithoutRowid = true
            case (false, "strict"):
                isStrict = true
                require(.strict, at: option.span)
            default:
                refuse(
                    SyntaxError(
                        message: "unknown table option \"\(text(span(from: start)))\"", span: span(from: start),
                        suggestion: "the table options are STRICT and WITHOUT ROWID"))
            }
        } while skip(.comma)
        return (isStrict, isWithoutRowid)
    }

    /// - parameter ofExistingTable: Whether SQLite looks for the table before it reads the constraints.
    mutating func parseColumnDefinition(ofExistingTable: Bool = false) throws(SyntaxError) -> ColumnDefinition {
        let start = index
        let name = try parseName("a column name")
        let type = try parseTypeName()
        if ofExistingTable {
            noteStop()
        }
        var constraints: [ColumnConstraint] = []
        while atColumnConstraint {
            if let constraint = try parseColumnConstraint() {
                constraints.append(constraint)
            }
        }
        return ColumnDefinition(name: name, type: type, constraints: constraints, span: span(from: start))
    }

    /// Any words, then up to two numbers. GENERATED ALWAYS would be words of the type but for the AS that follows.
    mutating func parseTypeName() throws(SyntaxError) -> TypeName? {
        let start = index
        var names: [Identifier] = []
        while isName(current.kind, .alias), !atGenerated {
            names.append(identifier(advance().span))
        }
        guard !names.isEmpty else { return nil }
        let words = names.map(\.name).joined(separator: " ")
        guard at(.leftParenthesis) else {
            return TypeName(text: words, words: words, names: names, numbers: [], span: span(from: start))
        }
        advance()
        var numbers = [try parseSignedNumber()]
        if skip(.comma) {
            numbers.append(try parseSignedNumber())
        }
        try expect(.rightParenthesis, "\")\"")
        let text = "\(words)(\(numbers.joined(separator: ", ")))"
        return TypeName(text: text, words: words, names: names, numbers: numbers, span: span(from: start))
    }

    private var atGenerated: Bool {
        at(.generated, .always) && kind(ahead: 2) == .keyword(.as)
    }

    private mutating func parseSignedNumber() throws(SyntaxError) -> String {
        let start = index
        if at(.plus) || at(.minus) {
            advance()
        }
        guard atPlainNumber else { throw expected("a number") }
        advance()
        return text(span(from: start))
    }
}
