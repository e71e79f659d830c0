extension Parser {
    /// The error for a token that does not fit: what it is, and what would.
    func expected(_ what: String) -> SyntaxError {
        switch current.kind {
        case .illegal(let reason):
            return unrecognized(reason)
        case .endOfInput:
            return SyntaxError(message: "incomplete input: expected \(what)", span: endSpan)
        case .keyword(let keyword) where what.hasSuffix("name") && !keyword.isFallback:
            return SyntaxError(
                message: "near \"\(near)\": expected \(what)", span: current.span,
                suggestion: "\(keyword.rawValue) is a keyword; quote it to use it as a name: \"\(near)\"")
        default:
            return SyntaxError(message: "near \"\(near)\": expected \(what)", span: current.span)
        }
    }

    /// The name in a CREATE TABLE, VIEW or VIRTUAL TABLE, whatever follows it; nil for other statements.
    mutating func nameOfRelation(createdAt start: Int) -> Identifier? {
        let end = index
        defer { index = end }
        index = start
        guard skip(.create) else { return nil }
        if !skip(.temp) { _ = skip(.virtual) }
        guard skip(.table) || skip(.view) else { return nil }
        if skip(.if) { index += 2 }
        return try? parseQualifiedName("a name").name
    }

    /// Keeps the error for what SQLite's grammar takes and an action of its parser refuses, when it reads the current
    /// token. Parsing goes on: if that very token is a syntax error, SQLite reports that instead.
    mutating func refuse(_ error: SyntaxError) {
        guard refusal == nil else { return }
        refusal = SyntaxError(
            message: error.message, span: error.span, suggestion: error.suggestion, isRefusal: true)
        refusalIndex = index
    }

    /// Keeps the error for what SQLite refuses after it has read the whole statement.
    mutating func refuseAtEnd(_ message: String, at span: SourceSpan) {
        guard refusal == nil else { return }
        refusal = SyntaxError(message: message, span: span, isRefusal: true)
        refusalIndex = tokens.count
    }

    /// Notes that SQLite, in a database without tables, has something else to complain about when it reads the current
    /// token, so that no later syntax error is reported; see `SyntaxVerdict`.
    mutating func noteStop() {
        stop = min(stop, index)
    }

    func unexpected(_ why: String, suggestion: String? = nil) -> SyntaxError {
        SyntaxError(message: "near \"\(near)\": \(why)", span: current.span, suggestion: suggestion)
    }

    /// Where a missing rest would begin: the end of the last token, rather than the end of the file.
    private var endSpan: SourceSpan {
        index > 0 ? SourceSpan(at: tokens[index - 1].span.end) : current.span
    }

    /// The current token, shortened to one line and 40 characters.
    private var near: String {
        let text = text(current.span)
        let line = text.prefix { !$0.isNewline }
        return line.count > 40 || line.count < text.count ? "\(line.prefix(40))…" : text
    }

    private func unrecognized(_ reason: IllegalToken) -> SyntaxError {
        let message =
            switch reason {
            case .unterminatedString: "this string has no closing quote"
            case .unterminatedName: "this quoted name has no closing quote"
            case .malformedNumber: "a number cannot be written like this"
            case .malformedBlob: "a blob is x'…' with an even number of hexadecimal digits"
            case .namelessParameter: "a parameter needs a name"
            case .unexpectedCharacter: "SQL has no such token"
            }
        let span =
            reason == .unterminatedString || reason == .unterminatedName
            ? SourceSpan(start: current.span.start, end: current.span.start + 1) : current.span
        return SyntaxError(message: "unrecognized token \"\(near)\": \(message)", span: span)
    }
}
