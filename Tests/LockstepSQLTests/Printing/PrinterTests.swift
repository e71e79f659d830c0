import LockstepSQL
import TestSupport
import Testing

private func parse(_ sql: String) -> ParsedFile {
    Parser.parseStatements(in: SourceText(path: "test.sql", text: sql))
}

private func printed(_ sql: String) -> String {
    let file = parse(sql)
    return file.statements.map { Printer.text(of: $0, in: file.source) }.joined(separator: "; ")
}

@Suite("Printing in canonical form")
struct PrinterTests {
    @Test(
        "Parentheses stand where they are needed",
        arguments: [
            ("((a))", "a"),
            ("(a + b) * c", "(a + b) * c"),
            ("(a * b) + c", "a * b + c"),
            ("a - (b - c)", "a - (b - c)"),
            ("(a - b) - c", "a - b - c"),
            ("a AND (b OR c)", "a AND (b OR c)"),
            ("(a AND b) OR c", "a AND b OR c"),
            ("NOT (a = b)", "NOT a = b"),
            ("(NOT a) = b", "(NOT a) = b"),
            ("a = NOT b", "a = (NOT b)"),
            ("- - a", "- -a"),
            ("-(-9223372036854775808)", "- -9223372036854775808"),
            ("-(a COLLATE nocase)", "-(a COLLATE nocase)"),
            ("(-a) COLLATE nocase", "-a COLLATE nocase"),
            ("(a || b) COLLATE nocase", "(a || b) COLLATE nocase"),
            ("~(a & b)", "~(a & b)"),
            ("(a IS NULL) IS NULL", "a IS NULL IS NULL"),
            ("a IS (b IS NULL)", "a IS (b IS NULL)"),
            ("a IS NOT (NOT b)", "a IS NOT (NOT b)"),
            ("a BETWEEN (b AND c) AND d", "a BETWEEN (b AND c) AND d"),
            ("a BETWEEN 1 AND 2 AND b", "a BETWEEN 1 AND 2 AND b"),
            ("a BETWEEN b AND (c = d)", "a BETWEEN b AND (c = d)"),
            ("(a BETWEEN 1 AND 2) = b", "a BETWEEN 1 AND 2 = b"),
            ("a LIKE (b || '%') ESCAPE '\\'", "a LIKE b || '%' ESCAPE '\\'"),
            ("a LIKE (b = c)", "a LIKE (b = c)"),
            ("(a, b) = (1, 2)", "(a, b) = (1, 2)"),
            ("a NOT IN (1, (2))", "a NOT IN (1, 2)"),
            ("a IN ()", "a IN ()"),
            ("a ->> ('$' || b)", "a ->> ('$' || b)"),
            ("(a -> '$') ->> 0", "a -> '$' ->> 0"),
            ("(a NOTNULL) ISNULL", "a NOTNULL ISNULL"),
            ("a < (b < c)", "a < (b < c)"),
            ("(SELECT 1)", "(SELECT 1)"),
            ("((SELECT 1)) + 1", "(SELECT 1) + 1"),
            ("CASE WHEN (a) THEN (b) ELSE (c) END", "CASE WHEN a THEN b ELSE c END"),
            ("CAST((a) AS VARCHAR ( 10 ))", "CAST(a AS VARCHAR(10))"),
            ("count( * ) FILTER (WHERE (a)) OVER win", "count(*) FILTER (WHERE a) OVER win"),
        ])
    func parentheses(written: String, expected: String) {
        let file = Parser.parseExpression(in: SourceText(path: "test.sql", text: written))
        #expect(file.expression.map { Printer.text(of: $0, in: file.source) } == expected)
    }

    @Test(
        "Names are quoted where they have to be",
        arguments: [
            (
                #"CREATE TABLE "a" ([b] `INT`, "select", "two words", "", "1a", "ä", "$a")"#,
                #"CREATE TABLE a (b `INT`, "select", "two words", "", "1a", ä, "$a")"#
            ),
            (
                #"SELECT "a", [a], `a`, 'a', [two words], "t"."a" FROM 't' AS 'u'"#,
                #"SELECT "a", a, a, 'a', `two words`, t.a FROM t AS u"#
            ),
            (#"SELECT [true], "true", t."true" FROM t"#, #"SELECT `true`, "true", t.true FROM t"#),
            (#"DROP TABLE "sa""y""#, #"DROP TABLE "sa""y""#),
            (#"SELECT 1 "x""#, #"SELECT 1 AS x"#),
        ])
    func names(written: String, expected: String) {
        #expect(printed(written) == expected)
    }

    @Test("A column's name is what its text was")
    func columnNames() {
        #expect(printed("SELECT a+b, (a), count(*) FROM t") == #"SELECT a + b AS "a+b", a, count(*) FROM t"#)
        #expect(printed("SELECT a+b /* sum */ FROM t") == #"SELECT a + b AS "a+b /* sum */" FROM t"#)
        #expect(
            printed("SELECT (SELECT 1+1)+0 AS x WHERE EXISTS (SELECT 1+1)")
                == "SELECT (SELECT 1 + 1) + 0 AS x WHERE EXISTS (SELECT 1 + 1)")
    }

    @Test("What is printed has the same tree", arguments: TrickyStatements.all)
    func sameTree(sql: String) throws {
        let file = parse(sql)
        #expect(file.diagnostics.map(\.rendered) == [])
        let statement = try #require(file.statements.first)
        let text = Printer.text(of: statement, in: file.source, keepsColumnNames: false)
        let again = parse(text)
        Dump.$showsQuotes.withValue(false) {
            #expect(again.statements.map(Dump.statement) == [Dump.statement(statement)])
        }
        #expect(again.statements.map { Printer.text(of: $0, in: again.source, keepsColumnNames: false) } == [text])
    }

    @Test("An expression as high as may be is printed on a small stack")
    func height() {
        let sum = "SELECT " + Array(repeating: "a", count: Parser.maximumHeight).joined(separator: "+")
        #expect(printed(sum).contains("a + a"))
        let nested = String(repeating: "(", count: 60) + "a" + String(repeating: ")+1", count: 60)
        #expect(printed("SELECT 1 WHERE \(nested)").contains("a + 1"))
    }
}
