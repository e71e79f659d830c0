import LockstepSQL
import Testing

@Suite("Comments and versions")
struct TriviaTests {
    @Test("Comments are kept in order, with and without their delimiters")
    func comments() {
        let sql = "-- name: a :one\r\nSELECT /* x */ 1 --last\n; /**/ SELECT '-- no' -- é"
        let source = SourceText(path: "test.sql", text: sql)
        let file = Parser.parseStatements(in: source)
        #expect(file.diagnostics.isEmpty)
        #expect(
            file.comments.map { source.text(in: $0.span) } == ["-- name: a :one", "/* x */", "--last", "/**/", "-- é"])
        #expect(file.comments.map { source.text(in: $0.textSpan) } == [" name: a :one", " x ", "last", "", " é"])
        #expect(file.comments.map(\.form) == [.line, .block, .line, .block, .line])
        #expect(source.location(at: file.comments[2].span.start).description == "2:18")
    }

    @Test("A line comment ends at LF only; a lone CR is part of it")
    func loneCarriageReturn() {
        #expect(dump("-- a\rSELECT 1\nSELECT 2") == "(SELECT 2)")
    }

    @Test(
        "Syntax newer than SQLite 3.15 names its version",
        arguments: [
            ("SELECT (1, 2) = (3, 4)", "3.15 (1, 2), 3.15 (3, 4)"),
            ("SELECT TRUE", "3.23 TRUE"),
            ("INSERT INTO t VALUES (1) ON CONFLICT (a) DO NOTHING", "3.24 ON CONFLICT"),
            ("SELECT sum(a) FILTER (WHERE b) OVER w", "3.25 OVER"),
            ("SELECT 1 FROM t WINDOW w AS (ORDER BY a)", "3.25 WINDOW"),
            ("ALTER TABLE t RENAME COLUMN a TO b", "3.25 RENAME COLUMN a TO b"),
            ("VACUUM INTO 'f'", "3.27 INTO 'f'"),
            ("SELECT sum(a) OVER (w GROUPS 1 PRECEDING EXCLUDE TIES)", "3.25 OVER, 3.28 w, 3.28 GROUPS, 3.28 EXCLUDE"),
            ("SELECT sum(a) FILTER (WHERE b)", "3.30 FILTER (WHERE b)"),
            ("SELECT left(a)", "3.42 left("),
            ("CREATE TRIGGER g DELETE ON t BEGIN DELETE FROM u AS v; END", "3.53 AS v"),
            ("CREATE TEMP TRIGGER g DELETE ON t BEGIN DELETE FROM main.u; END", "3.53 main"),
            (
                "INSERT INTO t VALUES (1) ON CONFLICT DO UPDATE SET a = 1",
                "3.24 ON CONFLICT, 3.35 ON CONFLICT DO UPDATE"
            ),
            ("ALTER TABLE t ADD CHECK (a)", "3.53 ADD CHECK (a)"),
            ("ALTER TABLE t ALTER a DROP NOT NULL", "3.53 ALTER a DROP NOT NULL"),
            ("SELECT a ORDER BY b NULLS LAST", "3.30 NULLS LAST"),
            ("CREATE TABLE t (a, b AS (a))", "3.31 AS (a)"),
            ("UPDATE t SET a = 1 FROM u", "3.33 FROM"),
            ("DELETE FROM t RETURNING a", "3.35 RETURNING a"),
            ("WITH a AS MATERIALIZED (SELECT 1) SELECT 2", "3.35 MATERIALIZED"),
            ("ALTER TABLE t DROP COLUMN a", "3.35 DROP COLUMN a"),
            (
                "INSERT INTO t VALUES (1) ON CONFLICT (a) DO NOTHING ON CONFLICT DO NOTHING",
                "3.24 ON CONFLICT, 3.24 ON CONFLICT, 3.35 ON CONFLICT DO NOTHING"
            ),
            ("CREATE TABLE t (a INT) STRICT", "3.37 STRICT"),
            ("SELECT a ->> 'b'", "3.38 ->>"),
            ("SELECT * FROM t RIGHT JOIN u", "3.39 RIGHT JOIN"),
            ("SELECT a IS NOT DISTINCT FROM b", "3.39 IS NOT DISTINCT FROM"),
            ("SELECT group_concat(a ORDER BY b)", "3.44 ORDER BY b"),
            ("SELECT 1_000", "3.46 1_000"),
            ("CREATE TRIGGER g DELETE ON t BEGIN SELECT RAISE(ABORT, 'a' || old.b); END", "3.47 'a' || old.b"),
            ("ALTER TABLE t DROP CONSTRAINT c", "3.53 DROP CONSTRAINT c"),
        ])
    func versions(sql: String, requirement: String) {
        let source = SourceText(path: "test.sql", text: sql)
        let file = Parser.parseStatements(in: source)
        #expect(file.diagnostics.isEmpty)
        let requirements = file.requirements.map { "3.\($0.minorVersion) \(source.text(in: $0.span))" }
        #expect(requirements.joined(separator: ", ") == requirement)
    }

    @Test("Syntax that every version has requires nothing")
    func noRequirement() {
        let sql = "CREATE TRIGGER g DELETE ON t BEGIN SELECT RAISE(ABORT, 'no'); END; SELECT 1 LEFT FROM t LEFT JOIN u"
        #expect(Parser.parseStatements(in: SourceText(path: "test.sql", text: sql)).requirements.isEmpty)
    }
}
