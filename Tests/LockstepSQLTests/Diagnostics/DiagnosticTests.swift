import Testing

@testable import LockstepSQL

@Suite("Diagnostics")
struct DiagnosticTests {
    /// The lines of an error at the first place where a text occurs in a source.
    private func lines(_ source: String, at text: String, _ message: String = "e") throws -> [String] {
        let bytes = Array(source.utf8)
        let wanted = Array(text.utf8)
        let offsets = 0...(bytes.count - wanted.count)
        let start = try #require(offsets.first { bytes[$0...].starts(with: wanted) })
        let span = SourceSpan(start: start, end: start + wanted.count)
        let diagnostic = Diagnostic(.error, message, in: SourceText(path: "a.sql", bytes: bytes), at: span)
        // Not by `Character`: CR LF is one.
        return diagnostic.rendered.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0) }
    }

    @Test("A diagnostic prints its place, its line, a caret, its notes and its suggestion")
    func rendering() {
        let query = SourceText(path: "queries.sql", text: "SELECT id\r\n\tFROM '👩‍🚀' AS x, isue\r\n")
        let schema = SourceText(path: "schema.sql", text: "CREATE TABLE issue (id)")
        let diagnostic = Diagnostic(
            .error, "no such table: isue", in: query, at: SourceSpan(start: 37, end: 41),
            notes: [
                Diagnostic.Note("a table of a similar name", at: SourcePlace(schema, SourceSpan(start: 13, end: 18))),
                Diagnostic.Note("names are compared without letter case"),
            ],
            suggestion: "did you mean \"issue\"?")
        #expect(query.text(in: diagnostic.place.span) == "isue")
        #expect(
            diagnostic.rendered == """
                queries.sql:2:27: error: no such table: isue
                \tFROM '👩‍🚀' AS x, isue
                \t                ^~~~
                schema.sql:1:14: note: a table of a similar name
                CREATE TABLE issue (id)
                             ^~~~~
                queries.sql:2:27: note: names are compared without letter case
                queries.sql:2:27: note: did you mean "issue"?
                """)
    }

    @Test(
        "The caret stands under the character, however wide what is before it",
        arguments: [
            ("a x", "  ^"), ("\ta x", "\t  ^"), ("é x", "  ^"), ("e\u{301} x", "  ^"), ("日本 x", "     ^"),
            ("🎉 x", "   ^"), ("👩‍👩‍👧 x", "   ^"), ("🇩🇪 x", "   ^"), ("❤️ x", "   ^"), ("ｆ x", "   ^"), ("한 x", "   ^"),
        ])
    func caret(line: String, marker: String) throws {
        let lines = try lines("-- 🎉 first line\r\n\(line)\r\n", at: "x")
        #expect(lines[1] == line)
        #expect(lines[2] == marker)
    }

    @Test("Wide characters are underlined in their whole width")
    func wideSpan() throws {
        #expect(try lines("a '日本' b", at: "'日本'")[2] == "  ^~~~~~")
        #expect(try lines("a 🎉", at: "🎉")[2] == "  ^~")
    }

    @Test("Nothing that a terminal would obey or hide is printed as it is")
    func controlCharacters() throws {
        let lines = try lines("\u{1B}[31m a\u{0}\u{7F}b\u{202E}c\u{200B} x\rz", at: "x", "no `\u{1B}[2J\n\tx`")
        #expect(lines[0] == "a.sql:1:19: error: no `␛[2J  x`")
        #expect(lines[1] == "␛[31m a␀␡b<U+202E>c<U+200B> x␍z")
        #expect(lines[2] == "                            ^")
    }

    @Test("A span over several lines is underlined to the end of its first line")
    func severalLines() throws {
        #expect(try lines("SELECT (  \r\n1)", at: "(  \r\n1)") == ["a.sql:1:8: error: e", "SELECT (  ", "       ^"])
        #expect(try lines("SELECT (a\n)", at: "(a\n)") == ["a.sql:1:8: error: e", "SELECT (a", "       ^~"])
    }

    @Test("A place at the end of the file has a caret after its last character")
    func endOfFile() {
        let source = SourceText(path: "a.sql", text: "SELECT")
        let diagnostic = Diagnostic(.warning, "w", in: source, at: SourceSpan(at: 6))
        #expect(diagnostic.rendered == "a.sql:1:7: warning: w\nSELECT\n      ^")
    }

    @Test("A byte order mark is not shown and takes no room")
    func byteOrderMark() throws {
        #expect(try lines("\u{FEFF}SELECT x", at: "x") == ["a.sql:1:8: error: e", "SELECT x", "       ^"])
    }

    @Test("Bytes that are no UTF-8 are shown as replacement characters")
    func invalidBytes() {
        let source = SourceText(path: "a.sql", bytes: [0x61, 0xFF, 0x20, 0x78])
        let diagnostic = Diagnostic(.error, "e", in: source, at: SourceSpan(start: 3, end: 4))
        #expect(diagnostic.rendered == "a.sql:1:4: error: e\na\u{FFFD} x\n   ^")
    }

    @Test("Of a long line the surroundings of the place are shown")
    func longLine() throws {
        let filler = String(repeating: "abcdefghi ", count: 1_000)
        let middle = try lines(filler + "MARK " + filler, at: "MARK")
        #expect(middle[0] == "a.sql:1:10001: error: e")
        #expect(middle[1].hasPrefix("…abcdefghi abcdefghi "))
        #expect(middle[1].hasSuffix("…"))
        #expect(middle[1].count <= SourceExcerpt.widest + 2)
        #expect(middle[2] == String(repeating: " ", count: 61) + "^~~~")
        #expect(middle[1].dropFirst(61).hasPrefix("MARK abc"))

        let start = try lines("MARK " + filler, at: "MARK")
        #expect(start[1].hasPrefix("MARK abcdefghi"))
        #expect(start[2] == "^~~~")

        let end = try lines(filler + "MARK", at: "MARK")
        #expect(end[1].hasSuffix("abcdefghi MARK"))
        #expect(end[2] == String(repeating: " ", count: 61) + "^~~~")
    }

    @Test("A long line is cut between characters, not between bytes, and a long span with it")
    func longWideLine() throws {
        let filler = String(repeating: "日本🎉", count: 1_000)
        let lines = try lines("'\(filler)' x '\(filler)'", at: "x '\(filler)'")
        #expect(!lines[1].contains("\u{FFFD}"))
        #expect(lines[1].hasPrefix("…"))
        #expect(lines[1].hasSuffix("…"))
        let caret = try #require(lines[2].firstIndex(of: "^"))
        #expect(lines[2][..<caret].allSatisfy { $0 == " " })
        #expect(lines[2].count <= SourceExcerpt.widest + 1)
    }

    @Test("Diagnostics are sorted by path, then by place; those of one place keep their order")
    func order() {
        let first = SourceText(path: "a.sql", text: "12345678901234567890")
        let second = SourceText(path: "b.sql", text: "12345678901234567890")
        func diagnostic(_ message: String, _ source: SourceText, _ offset: Int) -> Diagnostic {
            Diagnostic(.error, message, in: source, at: SourceSpan(at: offset))
        }
        let diagnostics = [
            diagnostic("4", second, 2), diagnostic("2", first, 9), diagnostic("3", first, 9),
            diagnostic("5", second, 10),
            diagnostic("1", first, 2),
        ]
        #expect(diagnostics.sortedByPlace.map(\.message) == ["1", "2", "3", "4", "5"])
    }
}
