import Testing

@testable import LockstepEmitter

@Suite("String literals in generated Swift")
struct SwiftLiteralTests {
    @Test(
        "Text on one line is quoted with as few number signs as it needs",
        arguments: [
            ("", #""""#),
            ("it's", #""it's""#),
            ("日本 é", #""日本 é""#),
            (#"a "b""#, ##"#"a "b""#"##),
            (#"back\slash"#, ##"#"back\slash"#"##),
            (##"ends "# early"##, ###"##"ends "# early"##"###),
            ("\u{0}\u{feff}\r\u{202e}", #""\u{0}\u{feff}\u{d}\u{202e}""#),
            ("a\nb", #""a\nb""#),
            ("\"\n", ##"#""\#n"#"##),
            ("\"\u{1}", ##"#""\#u{1}"#"##),
        ])
    func singleLine(text: String, literal: String) {
        #expect(SwiftLiteral.singleLine(text).text == literal)
    }

    @Test(
        "Text of several lines keeps its lines",
        arguments: [
            ("a\nb", "\"\"\"\na\nb\n\"\"\""),
            ("a\n\n", "\"\"\"\na\n\n\n\"\"\""),
            ("say \"\"\"\n", "#\"\"\"\nsay \"\"\"\n\n\"\"\"#"),
            ("a\\\nb", "#\"\"\"\na\\\nb\n\"\"\"#"),
            ("a\r\nb", "\"\"\"\na\\u{d}\nb\n\"\"\""),
        ])
    func multiline(text: String, literal: String) {
        #expect(SwiftLiteral.multiline(text).text == literal)
    }

    @Test("A long line is broken behind a space, where the line end is escaped")
    func longLine() {
        let word = String(repeating: "x", count: 60)
        #expect(
            SwiftLiteral.sql("\(word) \(word) '\\'").text == """
                #\"""
                \(word) \\#
                \(word) '\\'
                \"""#
                """)
    }

    @Test("A long line without a space where it may be broken stays as it is")
    func unbreakable() {
        let word = String(repeating: "x", count: 130)
        #expect(SwiftLiteral.sql("\(word)  y").text == "\"\"\"\n\(word)  y\n\"\"\"")
    }
}
