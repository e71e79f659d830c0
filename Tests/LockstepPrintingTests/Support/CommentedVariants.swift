import LockstepSQL

/// A statement with a comment between any two of its tokens, in every form that a comment may have.
struct CommentedVariants {
    private(set) var all: [String] = []

    init(of sql: String) {
        let source = SourceText(path: "test.sql", text: sql + ";\nSELECT 1; -- end")
        let starts = Self.starts(in: source)
        let forms = [
            " -- type: UUID\n", "\n-- on its own line\n", " /* block */ ", "\n/* block\n   of two lines */\n",
            " -- first\n -- second\n", "\n\n  -- a\n\n  -- b\n\n",
        ]
        for (index, start) in starts.enumerated() {
            all.append(Self.insert([(start, forms[index % forms.count])], into: source))
        }
        for form in forms { all.append(Self.insert(starts.map { ($0, form) }, into: source)) }
        all.append(Self.insert(starts.enumerated().map { ($1, forms[$0 % forms.count]) }, into: source))
    }

    /// A file with one comment more, for each of its tokens.
    static func single(in source: SourceText) -> [String] {
        let forms = [" -- Where it stands.\n", "\n-- On a line.\n", " -- type: Note\n", " -- first\n -- second\n"]
        return starts(in: source).enumerated().map { index, start in
            insert([(start, forms[index % forms.count])], into: source)
        }
    }

    private static func starts(in source: SourceText) -> [Int] {
        var lexer = Lexer(source)
        var starts: [Int] = []
        while true {
            let token = lexer.next()
            if token.kind == .lineComment || token.kind == .blockComment { continue }
            starts.append(token.span.start)
            if token.kind == .endOfInput { return starts }
        }
    }

    private static func insert(_ comments: [(Int, String)], into source: SourceText) -> String {
        var text = ""
        var offset = 0
        for (start, comment) in comments {
            text += source.text(in: SourceSpan(start: offset, end: start)) + comment
            offset = start
        }
        return text + source.text(in: SourceSpan(start: offset, end: source.bytes.count))
    }
}
