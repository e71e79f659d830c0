import Testing

@testable import LockstepSQL

@Suite("Source text")
struct SourceTextTests {
    @Test(
        "A column counts bytes of UTF-8, as compilers do",
        arguments: [
            ("SELECT 1", 7, "1:8"),
            ("a\nbc", 3, "2:2"),
            ("a\r\nbc", 4, "2:2"),
            ("'é' x", 5, "1:6"),
            ("'👨‍👩‍👧' x", 21, "1:22"),
            ("-- 🎉\r\nSELECT", 9, "2:1"),
            ("a\r\n", 1, "1:2"),
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

    @Test("Text that is aligned on a screen has the same indentation, however many bytes it takes")
    func indentation() {
        let source = SourceText(path: "a.sql", text: "'é日本👩‍🚀' x\n123456789 y\r\n\u{301} z")
        #expect(source.indentation(at: 22) == 10)
        #expect(source.text(in: SourceSpan(start: 22, end: 23)) == "x")
        #expect(source.indentation(at: 34) == 10)
        #expect(source.text(in: SourceSpan(start: 34, end: 35)) == "y")
        #expect(source.indentation(at: 40) == 1)
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
