/// Splits a file, or a part of it, into tokens, exactly as SQLite's `tokenize.c` does.
///
/// Comments are tokens, white space is not. A token is a kind and a span: nothing is allocated for it. The lexer does
/// not know context: WINDOW, OVER and FILTER are keywords here, and `TokenList` decides what they are.
///
/// A NUL byte ends the input of SQLite; here it is an illegal token, so that nothing after it is passed over in
/// silence.
public struct Lexer: Sendable {
    let bytes: [UInt8]
    let end: Int
    var position: Int
    let classes = ByteClass.table
    private let keywords = KeywordTable.shared

    /// Reads the part of the file that the span names, or all of it. Spans of tokens are offsets into the whole file.
    public init(_ source: SourceText, in span: SourceSpan? = nil) {
        bytes = source.bytes
        position = span?.start ?? 0
        end = min(span?.end ?? bytes.count, bytes.count)
    }

    /// The next token; after the last one, `.endOfInput` for ever.
    public mutating func next() -> Token {
        skipSpace()
        let start = position
        guard start < end else {
            return Token(kind: .endOfInput, span: SourceSpan(at: end))
        }
        let kind = scan(bytes[start])
        return Token(kind: kind, span: SourceSpan(start: start, end: position))
    }

    /// The byte at a distance from the position; zero beyond the end.
    func peek(_ distance: Int) -> UInt8 {
        position + distance < end ? bytes[position + distance] : 0
    }

    /// A vertical tab is white space after other white space only. A byte order mark is white space wherever a token may
    /// begin.
    private mutating func skipSpace() {
        while position < end {
            if classes[Int(bytes[position])] == .space {
                position += 1
                while peek(0) == 0x0B { position += 1 }
            } else if bytes[position] == 0xEF, peek(1) == 0xBB, peek(2) == 0xBF {
                position += 3
            } else {
                return
            }
        }
    }

    private mutating func scan(_ byte: UInt8) -> TokenKind {
        switch classes[Int(byte)] {
        case .letter: scanWord()
        case .letterX: peek(1) == UInt8(ascii: "'") ? scanBlob() : scanWord()
        case .wide: scanName()
        case .digit: scanNumber()
        case .dot: isDigit(peek(1)) ? scanNumber() : take(1, .dot)
        case .dollar, .parameterPrefix: scanNamedParameter()
        case .question: scanNumberedParameter()
        case .quote: scanQuoted(by: byte)
        case .leftBracket: scanBracketed()
        case .single: take(1, single(byte))
        case .bar, .minus, .less, .greater, .equal, .exclamation, .slash: scanOperator(byte)
        case .space, .illegal: take(1, .illegal(.unexpectedCharacter))
        }
    }

    mutating func take(_ count: Int, _ kind: TokenKind) -> TokenKind {
        position += count
        return kind
    }

    private func single(_ byte: UInt8) -> TokenKind {
        switch byte {
        case UInt8(ascii: "("): .leftParenthesis
        case UInt8(ascii: ")"): .rightParenthesis
        case UInt8(ascii: ","): .comma
        case UInt8(ascii: ";"): .semicolon
        case UInt8(ascii: "+"): .plus
        case UInt8(ascii: "*"): .star
        case UInt8(ascii: "%"): .percent
        case UInt8(ascii: "&"): .ampersand
        default: .tilde
        }
    }

    private mutating func scanOperator(_ byte: UInt8) -> TokenKind {
        let second = peek(1)
        switch (byte, second) {
        case (UInt8(ascii: "-"), UInt8(ascii: "-")): return scanLineComment()
        case (UInt8(ascii: "-"), UInt8(ascii: ">")):
            return peek(2) == UInt8(ascii: ">") ? take(3, .doubleArrow) : take(2, .arrow)
        case (UInt8(ascii: "-"), _): return take(1, .minus)
        case (UInt8(ascii: "/"), UInt8(ascii: "*")): return scanBlockComment()
        case (UInt8(ascii: "/"), _): return take(1, .slash)
        case (UInt8(ascii: "|"), UInt8(ascii: "|")): return take(2, .concatenate)
        case (UInt8(ascii: "|"), _): return take(1, .bar)
        case (UInt8(ascii: "="), UInt8(ascii: "=")): return take(2, .equal)
        case (UInt8(ascii: "="), _): return take(1, .equal)
        case (UInt8(ascii: "!"), UInt8(ascii: "=")): return take(2, .notEqual)
        case (UInt8(ascii: "!"), _): return take(1, .illegal(.unexpectedCharacter))
        case (UInt8(ascii: "<"), UInt8(ascii: "=")): return take(2, .lessOrEqual)
        case (UInt8(ascii: "<"), UInt8(ascii: ">")): return take(2, .notEqual)
        case (UInt8(ascii: "<"), UInt8(ascii: "<")): return take(2, .shiftLeft)
        case (UInt8(ascii: "<"), _): return take(1, .less)
        case (_, UInt8(ascii: "=")): return take(2, .greaterOrEqual)
        case (_, UInt8(ascii: ">")): return take(2, .shiftRight)
        default: return take(1, .greater)
        }
    }

    private mutating func scanLineComment() -> TokenKind {
        while position < end, bytes[position] != UInt8(ascii: "\n") {
            position += 1
        }
        if position < end, bytes[position - 1] == UInt8(ascii: "\r") {
            position -= 1
        }
        return .lineComment
    }

    /// `/*` as the last two bytes is a slash and a star in SQLite.
    private mutating func scanBlockComment() -> TokenKind {
        guard position + 2 < end else { return take(1, .slash) }
        position += 2
        while position < end {
            if bytes[position] == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                return take(2, .blockComment)
            }
            position += 1
        }
        return .blockComment
    }

    /// Letters and underscores only may be a keyword.
    private mutating func scanWord() -> TokenKind {
        let start = position
        while position < end, classes[Int(bytes[position])].rawValue <= ByteClass.letterX.rawValue {
            position += 1
        }
        if position < end, classes[Int(bytes[position])].isNamePart {
            return scanName()
        }
        return keywords.keyword(in: bytes, from: start, to: position).map(TokenKind.keyword) ?? .identifier
    }

    private mutating func scanName() -> TokenKind {
        skipName()
        return .identifier
    }

    mutating func skipName() {
        while position < end, classes[Int(bytes[position])].isNamePart {
            position += 1
        }
    }
}
