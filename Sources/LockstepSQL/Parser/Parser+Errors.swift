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
