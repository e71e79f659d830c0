import Testing

@testable import LockstepSQL

@Suite("Source text")
struct SourceTextTests {
    @Test(
        "A column counts Unicode scalars",
        arguments: [
            ("SELECT 1", 7, "1:8"),
            ("a\nbc", 3, "2:2"),
            ("a\r\nbc", 4, "2:2"),
            ("'é' x", 5, "1:5"),
            ("'👨‍👩‍👧' x", 21, "1:9"),
            ("\u{FEFF}SELECT", 3, "1:1"),
            ("\u{FEFF}SELECT", 5, "1:3"),
            ("", 0, "1:1"),
            ("a\n", 2, "2:1"),
            ("abc", 99, "1:4"),
        ])
    func columns(text: String, offset: Int, expected: String) {
        let source = SourceText(path: "a.sql", text: text)
        #expect(source.location(at: offset).description == expected)
    }

    @Test("An offset inside a scalar has the scalar's column")
    func insideScalar() {
        let source = SourceText(path: "a.sql", text: "aéb")
        #expect(source.location(at: 2).column == 2)
    }

    @Test("A line has neither LF nor CR LF")
    func lines() {
        let source = SourceText(path: "a.sql", text: "one\r\ntwo\nthree")
        #expect((1...source.lineCount).map { source.text(ofLine: $0) } == ["one", "two", "three"])
    }

    @Test("Bytes that are no UTF-8 count one column each")
    func invalidBytes() {
        let source = SourceText(path: "a.sql", bytes: [0x61, 0xFF, 0xFE, 0x62])
        #expect(source.location(at: 3).column == 4)
    }
}
