import LockstepSQL
import Testing

@Suite("Diagnostics")
struct DiagnosticTests {
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
                queries.sql:2:19: error: no such table: isue
                \tFROM '👩‍🚀' AS x, isue
                \t                 ^~~~
                schema.sql:1:14: note: a table of a similar name
                CREATE TABLE issue (id)
                             ^~~~~
                queries.sql:2:19: note: names are compared without letter case
                queries.sql:2:19: note: did you mean "issue"?
                """)
    }

    @Test("A span over several lines is underlined to the end of its first line")
    func severalLines() {
        let source = SourceText(path: "a.sql", text: "SELECT (\n1")
        let diagnostic = Diagnostic(.warning, "w", in: source, at: SourceSpan(start: 7, end: 10))
        #expect(diagnostic.rendered == "a.sql:1:8: warning: w\nSELECT (\n       ^")
    }

    @Test("A place at the end of the file has a caret after its last character")
    func endOfFile() {
        let source = SourceText(path: "a.sql", text: "SELECT")
        let diagnostic = Diagnostic(.error, "e", in: source, at: SourceSpan(at: 6))
        #expect(diagnostic.rendered == "a.sql:1:7: error: e\nSELECT\n      ^")
    }
}
