/// The author's tokens and comments of one statement, read from left to right.
struct TokenTape {
    let source: SourceText

    let tokens: ArraySlice<Token>
    let comments: ArraySlice<Comment>
    private(set) var tokenIndex: Int
    private(set) var commentIndex: Int

    init(_ source: SourceText, _ tokens: ArraySlice<Token>, _ comments: ArraySlice<Comment>) {
        self.source = source
        self.tokens = tokens
        self.comments = comments
        tokenIndex = tokens.startIndex
        commentIndex = comments.startIndex
    }

    /// Nil after the last token.
    var next: Token? { tokenIndex < tokens.endIndex ? tokens[tokenIndex] : nil }

    mutating func advance() { tokenIndex += 1 }

    /// The next comment if it stands before the next token.
    var nextComment: Comment? {
        guard commentIndex < comments.endIndex else { return nil }
        let comment = comments[commentIndex]
        if let next, comment.span.start > next.span.start { return nil }
        return comment
    }

    mutating func advanceComment() { commentIndex += 1 }

    /// Passes over what lies before an offset.
    mutating func skip(to offset: Int) {
        while let next, next.span.start < offset { advance() }
        while commentIndex < comments.endIndex, comments[commentIndex].span.start < offset { advanceComment() }
    }

    /// Whether a comment stands between the next token and the one after it.
    var hasCommentAfterNext: Bool {
        guard let next, commentIndex < comments.endIndex else { return false }
        let comment = comments[commentIndex]
        guard comment.span.start > next.span.start, tokenIndex + 1 < tokens.endIndex else {
            return comment.span.start > next.span.start
        }
        return comment.span.start < tokens[tokenIndex + 1].span.start
    }

    /// Whether an empty line lies between what has been read and what comes next.
    var isAfterEmptyLine: Bool {
        let lastToken = tokenIndex > tokens.startIndex ? tokens[tokenIndex - 1].span.end : 0
        let lastComment = commentIndex > comments.startIndex ? comments[commentIndex - 1].span.end : 0
        let end = nextComment?.span.start ?? next?.span.start
        let start = max(lastToken, lastComment)
        guard let end, start > 0, start < end else { return false }
        return TokenTape.lineBreaks(from: start, to: end, in: source) > 1
    }

    /// Whether nothing but white space stands before an offset on its line.
    static func isAlone(at offset: Int, in source: SourceText) -> Bool {
        var index = offset
        while index > 0 {
            switch source.bytes[index - 1] {
            case UInt8(ascii: "\n"): return true
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), 0x0C: index -= 1
            default: return index == 3 && source.bytes.starts(with: [0xEF, 0xBB, 0xBF])
            }
        }
        return true
    }

    /// How many line breaks lie between two offsets, two at most.
    static func lineBreaks(from start: Int, to end: Int, in source: SourceText) -> Int {
        var count = 0
        var index = start
        while index < end, count < 2 {
            if source.bytes[index] == UInt8(ascii: "\n") { count += 1 }
            index += 1
        }
        return count
    }
}
