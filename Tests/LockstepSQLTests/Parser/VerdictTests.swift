import LockstepSQL
import Testing

@Suite("SQLite's verdict on a text")
struct VerdictTests {
    private func parses(_ sql: String) -> Bool {
        Parser.verdict(on: SourceText(path: "test.sql", text: sql)).parses
    }

    @Test(
        "A text without a syntax error parses, whatever it means",
        arguments: [
            "", " \n", ";;", "-- nothing", "SELECT a FROM no_such_table", "SELECT 1; selct", ";;SELECT 1;",
            "SELECT 1\u{0}garbage", "SELECT #a", "SELECT 1 \u{0B}+ 1", "CREATE TABLE t (a INT GENERATED ALWAYS)",
            "SELECT a WITHIN FROM t GROUP BY 1", "SELECT 0x10000000000000000",
        ])
    func accepted(sql: String) {
        #expect(parses(sql))
    }

    @Test(
        "A syntax error does not parse",
        arguments: [
            "selct 1", "SELECT", "SELECT 1 2", "SELECT 'a", "SELECT #1", "SELECT 1_", "CREATE TABLE t (a DEFAULT -b)",
            "SELECT percentile(a, 1) WITHIN GROUP (ORDER BY b)", "DELETE FROM t LIMIT 1",
            "CREATE VIEW v (a DESC) AS SELECT 1",
            "EXPLAIN EXPLAIN SELECT 1", "\u{0B}SELECT 1",
        ])
    func rejected(sql: String) {
        #expect(!parses(sql))
    }

    @Test(
        "What SQLite refuses in other words than a syntax error parses",
        arguments: [
            "SELECT 1 FROM a INNER OUTER JOIN b", "SELECT 1 FROM a LEFT no such JOIN b", "SELECT 1 FROM a ON b",
            "SELECT 1 ORDER BY 1 UNION SELECT 2", "CREATE TABLE t (a) WITH", "CREATE TABLE t (a AS (1) KEPT)",
        ])
    func refused(sql: String) {
        let verdict = Parser.verdict(on: SourceText(path: "test.sql", text: sql))
        #expect(verdict.parses)
        #expect(verdict.error != nil)
        #expect(!verdict.isSyntaxError)
    }

    @Test(
        "What SQLite refuses hides the syntax errors after it, but not that of the token that it stops at",
        arguments: [
            ("SELECT 1 FROM a OUTER JOIN b garbage 1", true), ("SELECT 1 FROM a ON b USING", false),
            ("CREATE TRIGGER r DELETE ON t BEGIN garbage", true), ("CREATE TRIGGER r DELETE ON t garbage", false),
            ("ALTER TABLE t ADD a INT NOT 1", true), ("ALTER TABLE t ADD a INT (1", false),
            ("CREATE TABLE aux.t (1", true), ("CREATE TABLE t (1", false), ("CREATE TABLE sqlite_a (1", true),
            ("CREATE TABLE t (a COLLATE mine, 1", true), ("CREATE TABLE t (a COLLATE nocase, 1", false),
            ("VALUES (1), (2, 3), 4", true), ("VALUES (1), (2), 4", false),
        ])
    func hidden(sql: String, parses: Bool) {
        #expect(self.parses(sql) == parses)
    }
}
