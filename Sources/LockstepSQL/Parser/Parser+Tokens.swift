extension Parser {
    var current: Token { tokens[index] }
    var isAtEnd: Bool { tokens[index].kind == .endOfInput }

    /// The kind of a token further on; `.endOfInput` beyond the end.
    func kind(ahead distance: Int) -> TokenKind {
        index + distance < tokens.count ? tokens[index + distance].kind : .endOfInput
    }

    func at(_ kind: TokenKind) -> Bool {
        tokens[index].kind == kind
    }

    func at(_ keyword: Keyword) -> Bool {
        tokens[index].kind == .keyword(keyword)
    }

    func at(_ first: Keyword, _ second: Keyword) -> Bool {
        at(first) && kind(ahead: 1) == .keyword(second)
    }

    /// Takes the current token; the last one, `.endOfInput`, stays.
    @discardableResult
    mutating func advance() -> Token {
        let token = tokens[index]
        if index + 1 < tokens.count {
            index += 1
        }
        return token
    }

    mutating func skip(_ kind: TokenKind) -> Bool {
        guard at(kind) else { return false }
        advance()
        return true
    }

    mutating func skip(_ keyword: Keyword) -> Bool {
        skip(.keyword(keyword))
    }

    /// Takes both keywords or neither.
    mutating func skip(_ first: Keyword, _ second: Keyword) -> Bool {
        guard at(first, second) else { return false }
        advance()
        advance()
        return true
    }

    @discardableResult
    mutating func expect(_ kind: TokenKind, _ what: String) throws(SyntaxError) -> Token {
        guard at(kind) else { throw expected(what) }
        return advance()
    }

    @discardableResult
    mutating func expect(_ keyword: Keyword) throws(SyntaxError) -> Token {
        guard at(keyword) else { throw expected(keyword.rawValue) }
        return advance()
    }

    /// The span from a token to the last one taken.
    func span(from start: Int) -> SourceSpan {
        tokens[start].span.union(tokens[max(index - 1, start)].span)
    }

    func text(_ span: SourceSpan) -> String {
        source.text(in: span)
    }

    mutating func newID() -> Int {
        defer { nextID += 1 }
        return nextID
    }

    mutating func require(_ feature: SyntaxFeature, at span: SourceSpan) {
        requirements.append(SyntaxRequirement(feature: feature, span: span))
    }

    /// Parses `element, element, …`.
    mutating func parseList<Element>(
        _ element: (inout Parser) throws(SyntaxError) -> Element
    ) throws(SyntaxError) -> [Element] {
        var elements = [try element(&self)]
        while skip(.comma) {
            elements.append(try element(&self))
        }
        return elements
    }

    /// Counts levels of nesting; the caller takes them back when it returns without an error.
    mutating func descend(_ levels: Int = 1) throws(SyntaxError) {
        guard nesting + levels <= Parser.maximumNesting else { throw tooDeep }
        nesting += levels
    }

    var tooDeep: SyntaxError {
        SyntaxError(
            message: "this is nested too deeply", span: current.span,
            suggestion: "split the statement, or name its parts in a WITH clause")
    }
}
