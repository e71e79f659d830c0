import Testing

@testable import LockstepSQL

@Suite("Lexer")
struct LexerTests {
    private func tokens(_ sql: String, in span: SourceSpan? = nil) -> [String] {
        let source = SourceText(path: "test.sql", text: sql)
        var lexer = Lexer(source, in: span)
        var tokens: [String] = []
        while true {
            let token = lexer.next()
            if token.kind == .endOfInput { return tokens }
            tokens.append("\(token.kind) \(source.text(in: token.span))")
        }
    }

    @Test(
        "The longest operator wins",
        arguments: [
            ("->>->", ["doubleArrow ->>", "arrow ->"]), ("||| |", ["concatenate ||", "bar |", "bar |"]),
            ("<<=<><", ["shiftLeft <<", "equal =", "notEqual <>", "less <"]),
            (">>>=>", ["shiftRight >>", "greaterOrEqual >=", "greater >"]),
            ("===!=", ["equal ==", "equal =", "notEqual !="]), ("/*", ["slash /", "star *"]),
            ("a/ *", ["identifier a", "slash /", "star *"]),
            ("-- a", ["lineComment -- a"]), ("/* a", ["blockComment /* a"]),
            ("/***/*", ["blockComment /***/", "star *"]),
            ("%&~", ["percent %", "ampersand &", "tilde ~"]),
        ])
    func operators(sql: String, expected: [String]) {
        #expect(tokens(sql).map { $0.replacing("LockstepSQL.", with: "") } == expected)
    }

    @Test(
        "Numbers end where SQLite ends them",
        arguments: [
            ("1.2.3", ["real 1.2", "real .3"]), ("1e", ["illegal 1e"]), ("1e+", ["illegal 1e", "plus +"]),
            ("1e+5", ["real 1e+5"]), ("0x", ["illegal 0x"]), ("0xfg", ["illegal 0xfg"]), ("1.", ["real 1."]),
            ("1._5", ["illegal 1._5"]), ("1_", ["illegal 1_"]), ("1$", ["illegal 1$"]), (".", ["dot ."]),
            ("1é", ["illegal 1é"]),
        ])
    func numbers(sql: String, expected: [String]) {
        let found = tokens(sql).map { $0.hasPrefix("illegal(") ? "illegal \($0.split(separator: " ").last!)" : $0 }
        #expect(found == expected)
    }

    @Test("Every keyword is found in any letter case, and no other word is")
    func keywords() {
        let source = SourceText(path: "test.sql", text: Keyword.allCases.map(\.rawValue).joined(separator: " "))
        let lower = SourceText(
            path: "test.sql", text: Keyword.allCases.map { $0.rawValue.lowercased() }.joined(separator: " "))
        for text in [source, lower] {
            var lexer = Lexer(text)
            for keyword in Keyword.allCases {
                #expect(lexer.next().kind == .keyword(keyword))
            }
        }
        #expect(Keyword.allCases.count == 147)
        #expect(
            tokens("selec selects select1 _select true x i") == [
                "identifier selec", "identifier selects", "identifier select1", "identifier _select", "identifier true",
                "identifier x", "identifier i",
            ])
    }

    @Test("A part of a file has the file's offsets, and ends where it ends")
    func part() {
        let source = SourceText(path: "test.sql", text: "SELECT abc")
        var lexer = Lexer(source, in: SourceSpan(start: 7, end: 9))
        #expect(lexer.next() == Token(kind: .identifier, span: SourceSpan(start: 7, end: 9)))
        #expect(lexer.next() == Token(kind: .endOfInput, span: SourceSpan(at: 9)))
        #expect(lexer.next().kind == .endOfInput)
    }

    @Test("A byte order mark is white space")
    func byteOrderMark() {
        #expect(tokens("\u{FEFF}a \u{FEFF} b") == ["identifier a", "identifier b"])
    }
}
