import ArgumentParser
import Foundation
import LockstepSQL
import Testing

@testable import LockstepTool

@Suite("lockstep parse")
struct ParseCommandTests {
    private func report(_ sql: String) -> ParseReport {
        ParseReport(SourceText(path: "a.sql", text: sql))
    }

    @Test("The report has a line for each statement, with what is wrong between them")
    func text() {
        let report = report("SELECT 1;\n  CREATE TABLE é (a);\nSELECT FROM a;\nCOMMIT")
        #expect(!report.isFreeOfErrors)
        #expect(
            report.text == """
                1:1–1:9 SELECT
                2:3–2:22 CREATE TABLE
                a.sql:3:8: error: near "FROM": expected an expression
                SELECT FROM a;
                       ^~~~
                4:1–4:7 COMMIT

                """)
    }

    @Test("The JSON is an array of statements and errors")
    func json() throws {
        let entries = try #require(
            try JSONSerialization.jsonObject(with: report("SELECT 1;\nSELECT (").json) as? [[String: Any]])
        #expect(entries.count == 2)
        #expect(entries[0]["kind"] as? String == "SELECT")
        #expect(entries[0]["start"] as? Int == 0)
        #expect(entries[0]["end"] as? Int == 8)
        #expect(entries[0]["startLine"] as? Int == 1)
        #expect(entries[0]["endColumn"] as? Int == 9)
        #expect(entries[0]["error"] == nil)
        #expect(entries[1]["error"] as? String == "incomplete input: expected an expression")
        #expect(entries[1]["line"] as? Int == 2)
        #expect(entries[1]["column"] as? Int == 9)
    }

    @Test("A file without statements is an empty array")
    func empty() throws {
        #expect(String(decoding: try report("").json, as: UTF8.self).filter { !$0.isWhitespace } == "[]")
        #expect(report("").text == "")
    }

    @Test("Each line of a corpus has a verdict, in order")
    func lines() {
        let text = """
            {"sql": "SELECT 1"}
            {"sql": "SELECT 1 2", "parses": false}

            not JSON
            {"sql": 1}
            {"statement": "SELECT 1"}
            {"sql": "CREATE TABLE t (\\"a\\" INT); --"}\r
            {"sql": "SELECT '\\u0000"}
            {"sql": "\\ud800"}
            """
        let expected = [true, false, false, false, false, false, true, false, false]
        #expect(LineVerdicts(Data(text.utf8)).verdicts == expected)
        #expect(LineVerdicts(Data((text + "\n").utf8)).verdicts == expected)
        #expect(LineVerdicts(Data()).verdicts == [])
        #expect(
            String(decoding: LineVerdicts(Data("{\"sql\": \"SELECT\"}\n{\"sql\": \"\"}".utf8)).json, as: UTF8.self)
                == "{\"parses\": false}\n{\"parses\": true}\n")
    }

    @Test("Bytes that are no UTF-8 are a line without a verdict")
    func invalidBytes() {
        #expect(LineVerdicts(Data([0xff, 0x0a, 0x7b, 0x22])).verdicts == [false, false])
    }

    @Test("The command fails for a syntax error, and for a file that is not there")
    func exitCode() throws {
        let folder = try TemporaryFolder(["good.sql": "SELECT 1", "bad.sql": "SELECT"])
        func run(_ name: String) throws {
            var command = try LockstepTool.parseAsRoot(["parse", "\(folder.path)/\(name)", "--json"])
            try command.run()
        }
        try run("good.sql")
        #expect(throws: ExitCode.failure) { try run("bad.sql") }
        #expect(throws: (any Error).self) { try run("absent.sql") }
    }
}
