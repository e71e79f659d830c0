extension Parser {
    /// Where in the grammar a name stands, which decides what may be one.
    enum NamePosition {
        /// `nm` of `parse.y`: a word, a quoted name, a string, and the words before JOIN
        case name
        /// `ids`: a word, a quoted name or a string, as after an expression for its alias
        case alias
        /// `id`: a word or a quoted name
        case word
        /// The name of a function or of an unqualified column: a word, a quoted name, and the words before JOIN
        case operand
    }

    /// Whether a token can be a name. Callers look for the keywords that the grammar has at the same place first.
    func isName(_ kind: TokenKind, _ position: NamePosition = .name) -> Bool {
        switch kind {
        case .identifier, .quotedIdentifier:
            true
        case .string:
            position == .name || position == .alias
        case .keyword(.indexed):
            position != .alias
        case .keyword(let keyword):
            keyword.isFallback
                || (position == .name || position == .operand) && Keyword.joinWords.contains(keyword)
        default:
            false
        }
    }

    /// Whether a word that may be a name is a keyword where an expression may begin.
    func beginsExpression(_ kind: TokenKind) -> Bool {
        switch kind {
        case .keyword(.cast), .keyword(.raise), .keyword(.currentDate), .keyword(.currentTime),
            .keyword(.currentTimestamp):
            true
        default: false
        }
    }

    mutating func parseName(_ what: String, _ position: NamePosition = .name) throws(SyntaxError) -> Identifier {
        guard isName(current.kind, position) else { throw expected(what) }
        return identifier(advance().span)
    }

    mutating func parseQualifiedName(_ what: String) throws(SyntaxError) -> QualifiedName {
        let first = try parseName(what)
        guard skip(.dot) else { return QualifiedName(schema: nil, name: first) }
        return QualifiedName(schema: first, name: try parseName(what))
    }

    /// `AS alias`, `alias`
    mutating func parseAlias() throws(SyntaxError) -> Identifier? {
        if skip(.as) {
            return try parseName("an alias name")
        }
        return isName(current.kind, .alias) ? identifier(advance().span) : nil
    }

    /// `(a, b)`
    mutating func parseNameList() throws(SyntaxError) -> [Identifier] {
        try expect(.leftParenthesis, "\"(\"")
        let names = try parseList { (parser) throws(SyntaxError) in try parser.parseName("a column name") }
        try expect(.rightParenthesis, "\",\" or \")\"")
        return names
    }

    mutating func parseOptionalNameList() throws(SyntaxError) -> [Identifier]? {
        at(.leftParenthesis) ? try parseNameList() : nil
    }

    /// The name that a token spells.
    func identifier(_ span: SourceSpan) -> Identifier {
        let quoting: Identifier.Quoting =
            switch source.bytes[span.start] {
            case UInt8(ascii: "\""): .double
            case UInt8(ascii: "`"): .backtick
            case UInt8(ascii: "["): .bracket
            case UInt8(ascii: "'"): .single
            default: .none
            }
        let name =
            switch quoting {
            case .none: text(span)
            case .bracket: text(SourceSpan(start: span.start + 1, end: span.end - 1))
            case .double, .backtick, .single: unquoted(span)
            }
        return Identifier(name: name, quoting: quoting, span: span)
    }

    /// The text between two quotes, doubled quotes undone.
    func unquoted(_ span: SourceSpan) -> String {
        let quote = source.bytes[span.start]
        let content = source.bytes[(span.start + 1)..<(span.end - 1)]
        guard content.contains(quote) else { return String(decoding: content, as: UTF8.self) }
        var bytes: [UInt8] = []
        var isSecond = false
        for byte in content {
            if byte == quote, !isSecond {
                isSecond = true
                continue
            }
            isSecond = false
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
