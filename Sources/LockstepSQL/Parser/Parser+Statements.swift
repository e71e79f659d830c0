extension Parser {
    mutating func parseStatement() throws(SyntaxError) -> Statement {
        let start = index
        parameters = []
        tallest = 0
        refusal = nil
        let kind = try parseStatementKind()
        return Statement(kind: kind, span: span(from: start), parameters: parameters)
    }

    private mutating func parseStatementKind() throws(SyntaxError) -> Statement.Kind {
        guard case .keyword(let keyword) = current.kind else { throw expected("a statement") }
        switch keyword {
        case .create: return try parseCreate()
        case .alter: return .alterTable(try parseAlterTable())
        case .drop: return .drop(try parseDrop())
        case .select, .values, .with, .insert, .replace, .update, .delete: return try parseDataStatement()
        default:
            guard let utility = try parseUtility(keyword) else { throw expected("a statement") }
            return .utility(utility)
        }
    }

    private mutating func parseCreate() throws(SyntaxError) -> Statement.Kind {
        advance()
        let isTemporary = skip(.temp) || skip(.temporary)
        switch current.kind {
        case .keyword(.table): return .createTable(try parseCreateTable(isTemporary: isTemporary))
        case .keyword(.view): return .createView(try parseCreateView(isTemporary: isTemporary))
        case .keyword(.trigger): return .createTrigger(try parseCreateTrigger(isTemporary: isTemporary))
        case .keyword(.virtual) where !isTemporary: return .createVirtualTable(try parseCreateVirtualTable())
        case .keyword(.unique) where !isTemporary, .keyword(.index) where !isTemporary:
            return .createIndex(try parseCreateIndex())
        default: throw expected(isTemporary ? "TABLE, VIEW or TRIGGER" : "TABLE, INDEX, VIEW, TRIGGER or VIRTUAL TABLE")
        }
    }

    mutating func parseIfNotExists() throws(SyntaxError) -> Bool {
        guard skip(.if) else { return false }
        try expect(.not)
        try expect(.exists)
        return true
    }

    private mutating func parseIfExists() throws(SyntaxError) -> Bool {
        guard skip(.if) else { return false }
        try expect(.exists)
        return true
    }

    private mutating func parseCreateIndex() throws(SyntaxError) -> CreateIndex {
        let isUnique = skip(.unique)
        try expect(.index)
        let ifNotExists = try parseIfNotExists()
        let name = try parseQualifiedName("an index name")
        try expect(.on)
        let table = try parseName("a table name")
        try expect(.leftParenthesis, "\"(\"")
        let terms = try parseOrderingTerms()
        try expect(.rightParenthesis, "\",\" or \")\"")
        let condition = skip(.where) ? try parseExpression() : nil
        return CreateIndex(
            isUnique: isUnique, ifNotExists: ifNotExists, name: name, table: table, terms: terms, condition: condition)
    }

    private mutating func parseCreateView(isTemporary: Bool) throws(SyntaxError) -> CreateView {
        advance()
        let ifNotExists = try parseIfNotExists()
        let name = try parseQualifiedName("a view name")
        let columns = try parseOptionalNameList()
        try expect(.as)
        let select = try parseSelect()
        return CreateView(
            isTemporary: isTemporary, ifNotExists: ifNotExists, name: name, columns: columns, select: select)
    }

    private mutating func parseCreateVirtualTable() throws(SyntaxError) -> CreateVirtualTable {
        advance()
        try expect(.table)
        let ifNotExists = try parseIfNotExists()
        let name = try parseQualifiedName("a table name")
        try expect(.using)
        let module = try parseName("a module's name")
        noteStop(atTableNamed: name)
        var arguments: [ModuleArgument] = []
        if skip(.leftParenthesis) {
            arguments = try parseModuleArguments()
            try expect(.rightParenthesis, "\")\"")
        }
        return CreateVirtualTable(ifNotExists: ifNotExists, name: name, module: module, arguments: arguments)
    }

    /// Any tokens, in balanced parentheses, commas between the arguments. Empty arguments have an empty span.
    private mutating func parseModuleArguments() throws(SyntaxError) -> [ModuleArgument] {
        var arguments: [ModuleArgument] = []
        repeat {
            let start = index
            var depth = 0
            while depth > 0 || !at(.comma) && !at(.rightParenthesis) {
                switch current.kind {
                case .leftParenthesis: depth += 1
                case .rightParenthesis: depth -= 1
                case .integer, .real: noteSeparators(current.span)
                case .illegal, .endOfInput: throw expected("\")\"")
                default: break
                }
                advance()
            }
            let span = index > start ? span(from: start) : SourceSpan(at: current.span.start)
            arguments.append(ModuleArgument(text: text(span), span: span))
        } while skip(.comma)
        return arguments
    }

    private mutating func parseDrop() throws(SyntaxError) -> Drop {
        advance()
        let subject: Drop.Subject
        switch current.kind {
        case .keyword(.table): subject = .table
        case .keyword(.index): subject = .index
        case .keyword(.view): subject = .view
        case .keyword(.trigger): subject = .trigger
        default: throw expected("TABLE, INDEX, VIEW or TRIGGER")
        }
        advance()
        let ifExists = try parseIfExists()
        return Drop(subject: subject, ifExists: ifExists, name: try parseQualifiedName("its name"))
    }
}
