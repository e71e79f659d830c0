import LockstepSQL
import Testing

@testable import LockstepSchema

/// The grammar of directives: what is one, what goes on with it, and what is documentation.
@Suite struct DirectiveTests {
    private func read(_ text: String) -> (block: CommentBlock, messages: [String]) {
        let file = Parser.parseStatements(in: SourceText(path: "a.sql", text: text))
        let reporter = Reporter()
        let block = CommentBlock(file.comments, in: file.source, reporter: reporter)
        return (block, reporter.diagnostics.map { "\($0.place.location): \($0.message)" })
    }

    private func text(_ directive: Directive) -> String {
        "\(directive.key.rawValue)\(directive.name.map { " " + $0 } ?? "")=\(directive.value)"
    }

    @Test(arguments: [
        ("-- allow: true", ["allow=true"], ""), ("--allow:true", ["allow=true"], ""),
        ("--  allow: true  ", ["allow=true"], ""), ("-- param since: Date", ["param since=Date"], ""),
        // A continuation is indented by two more
        ("-- allow: a\n--   AND b\n--     AND c\n-- d", ["allow=a AND b AND c"], "d"),
        ("-- allow:\n--   a", ["allow=a"], ""), ("--allow: a\n--  AND b", ["allow=a AND b"], ""),
        ("-- allow: a\n-- b", ["allow=a"], "b"), ("-- allow: a\n--\n--   b", ["allow=a"], "\n  b"),
        ("-- allow: a\n--  b", ["allow=a"], " b"),
        ("-- allow: a\n-- optional: b,\n--   c", ["allow=a", "optional=b, c"], ""),
        ("--\tallow: a\r\n--\t\t\tAND b\r\n", ["allow=a AND b"], ""),
        // Documentation
        ("-- Note: a", [], "Note: a"), ("-- See: http://x", [], "See: http://x"), ("-- https://x", [], "https://x"),
        ("-- the type of a: b", [], "the type of a: b"), ("-- type of a row: b", [], "type of a row: b"),
        ("-- a\n--   b: c\n-- d", [], "a\n  b: c\nd"), ("-- id: the key", [], "id: the key"),
        ("-- Default value: 3", [], "Default value: 3"), ("--     allow: a", [], "    allow: a"),
    ])
    func `lines`(text: String, directives: [String], documentation: String) {
        let (block, messages) = read(text)
        #expect(block.directives.map(self.text) == directives)
        #expect(block.documentation == documentation.drop { $0 == "\n" })
        #expect(messages == [])
    }

    @Test(arguments: [
        ("-- alow: true", "1:1: there is no directive `alow`"),
        ("-- Allow: true", "1:1: there is no directive `Allow`"),
        ("-- ALLOW: true", "1:1: there is no directive `ALLOW`"),
        ("-- requir x: y", "1:1: there is no directive `requir`"),
        ("-- Note: a\n-- scpe: a", "2:1: there is no directive `scpe`"),
        ("-- allow : true", "1:1: a space stands before the colon of `-- allow`"),
        ("-- scope x: y", "1:1: `-- scope:` takes no name, and `x` stands before its colon"),
        ("-- param a-b: Int", "1:1: `a-b` is not a name: it has letters, digits and `_`"),
    ])
    func `near misses`(text: String, message: String) {
        #expect(read(text).messages == [message])
    }

    @Test func `a value knows where it stands`() {
        let (block, _) = read("é -- x\n-- allow:  a 😀\n--     b\n--   c")
        let source = block.directives[0].place.source
        #expect(block.directives[0].parts.map { source.text(in: $0) } == ["a 😀", "b", "c"])
        #expect(block.directives[0].parts.map { "\(source.location(at: $0.start))" } == ["2:12", "3:8", "4:6"])
    }
}
