/// The tokens that a parser works on: comments set apart, and WINDOW, OVER and FILTER resolved.
///
/// These three words are keywords only in context, and neither rule can wait for the grammar (see
/// `analyzeWindowKeyword` and its siblings in SQLite's `tokenize.c`):
///
/// * WINDOW, if a name and then AS follow;
/// * OVER, after `)`, if `(` or a name follows;
/// * FILTER, after `)`, if `(` follows.
///
/// Anywhere else they are names.
struct TokenList: Sendable {
    /// Without comments; ends in two tokens of kind `.endOfInput`, so that one token of lookahead needs no bounds
    /// check.
    private(set) var tokens: [Token] = []
    private(set) var comments: [Comment] = []

    /// Reads the parts of the file that the spans name, in that order, as if they were one text with white space
    /// between.
    init(_ source: SourceText, in spans: [SourceSpan]) {
        tokens.reserveCapacity(spans.reduce(0) { $0 + $1.count / 4 } + 2)
        for span in spans {
            read(Lexer(source, in: span))
        }
        let end = SourceSpan(at: min(spans.last?.end ?? 0, source.bytes.count))
        tokens += [Token(kind: .endOfInput, span: end), Token(kind: .endOfInput, span: end)]
        resolveContextualKeywords()
    }

    private mutating func read(_ lexer: Lexer) {
        var lexer = lexer
        while true {
            let token = lexer.next()
            switch token.kind {
            case .endOfInput:
                return
            case .lineComment:
                comments.append(comment(.line, token.span, trimming: 0))
            case .blockComment:
                let isTerminated =
                    token.span.count >= 4 && lexer.bytes[token.span.end - 1] == UInt8(ascii: "/")
                    && lexer.bytes[token.span.end - 2] == UInt8(ascii: "*")
                comments.append(comment(.block, token.span, trimming: isTerminated ? 2 : 0))
            default:
                tokens.append(token)
            }
        }
    }

    private func comment(_ form: Comment.Form, _ span: SourceSpan, trimming suffix: Int) -> Comment {
        Comment(form: form, span: span, textSpan: SourceSpan(start: span.start + 2, end: span.end - suffix))
    }

    private mutating func resolveContextualKeywords() {
        for index in tokens.indices {
            let isKeyword: Bool
            switch tokens[index].kind {
            case .keyword(.window):
                isKeyword = isName(index + 1) && tokens[index + 2].kind == .keyword(.as)
            case .keyword(.over):
                isKeyword = follows(.rightParenthesis, index) && (opensParenthesis(index + 1) || isName(index + 1))
            case .keyword(.filter):
                isKeyword = follows(.rightParenthesis, index) && opensParenthesis(index + 1)
            default:
                continue
            }
            if !isKeyword {
                tokens[index] = Token(kind: .identifier, span: tokens[index].span)
            }
        }
    }

    private func follows(_ kind: TokenKind, _ index: Int) -> Bool {
        index > 0 && tokens[index - 1].kind == kind
    }

    private func opensParenthesis(_ index: Int) -> Bool {
        tokens[index].kind == .leftParenthesis
    }

    private func isName(_ index: Int) -> Bool {
        switch tokens[index].kind {
        case .identifier, .quotedIdentifier, .string, .keyword(.window), .keyword(.over): true
        case .keyword(let keyword): keyword.isFallback || Keyword.joinWords.contains(keyword)
        default: false
        }
    }
}
