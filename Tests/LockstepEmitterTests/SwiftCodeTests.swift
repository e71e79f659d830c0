import LockstepSchema
import Testing

@testable import LockstepEmitter

@Suite("Composing generated Swift")
struct SwiftCodeTests {
    @Test("A piece of several lines takes the indentation of its place; its empty lines stay empty")
    func indentation() {
        let body: SwiftCode = """
            first

            second {
                third
            }
            """
        let code: SwiftCode = """
            func f() {
                \(body)
            }
            """
        #expect(
            code.text == """
                func f() {
                    first

                    second {
                        third
                    }
                }
                """)
    }

    @Test("A line that holds nothing but an empty piece is left out")
    func emptyPieces() {
        let nothing: SwiftCode = ""
        let code: SwiftCode = """
            \(nothing)
            a
                \(nothing)
            b\(nothing)
            \(nothing)
            """
        #expect(code.text == "a\nb\n")
    }

    @Test("Keywords are escaped where they name something, and as labels only where Swift wants it")
    func keywords() {
        let code: SwiftCode = "\(SwiftIdentifier("default")) \(label: SwiftIdentifier("default"))"
        #expect(code.text == "`default` default")
        let labels: SwiftCode = "\(label: SwiftIdentifier("inout")) \(SwiftIdentifier("id"))"
        #expect(labels.text == "`inout` id")
    }

    @Test(
        "A list is broken as its kind wants it",
        arguments: [
            (SwiftCode.Breaking.eachElement, "f(\n    AAA,\n    BBB)"),
            (.fullLines, "f(\n    AAA,\n    BBB)"),
            (.filledCollection, "f(\n    AAA,\n    BBB,\n)"),
            (.likeParameters, "f(\n    AAA,\n    BBB\n)"),
        ])
    func lists(breaking: SwiftCode.Breaking, expected: String) {
        let long = String(repeating: "x", count: 60)
        let code = SwiftCode.list("f(", ["\(raw: long)1", "\(raw: long)2"], ")", breaking)
        let text = expected.split(separator: "AAA", omittingEmptySubsequences: false).joined(separator: "\(long)1")
            .split(separator: "BBB", omittingEmptySubsequences: false).joined(separator: "\(long)2")
        #expect(code.text == text)
        #expect(SwiftCode.list("f(", ["a", "b"], ")", breaking).text == "f(a, b)")
    }

    @Test("Parameters that fit on one line of their own stand there")
    func parametersOnOneLine() {
        let name = String(repeating: "n", count: 30)
        let parameters = (1...3).map { number -> SwiftCode in "\(raw: name)\(number)" }
        let code = SwiftCode.list("public func f(", parameters, ") {", .likeParameters)
        #expect(code.text == "public func f(\n    \(name)1, \(name)2, \(name)3\n) {")
    }
}
