import LockstepSQL
import Testing

@Suite("Syntax errors")
struct ErrorTests {
    @Test(
        "An error says where, what is there and what was expected",
        arguments: [
            ("SELECT * FORM t", "1:10: near \"FORM\": expected the end of the statement"),
            ("SELECT a,\n  FROM t", "2:3: near \"FROM\": expected an expression"),
            ("SELECT (1 + 2", "1:14: incomplete input: expected \",\" or \")\""),
            ("SELECT", "1:7: incomplete input: expected an expression"),
            ("SELECT a FROM t WHERE", "1:22: incomplete input: expected an expression"),
            ("SELECT a BETWEEN 1", "1:19: incomplete input: expected AND"),
            ("SELECT CASE END", "1:16: incomplete input: expected WHEN"),
            ("SELECT CASE a END", "1:15: near \"END\": expected WHEN"),
            ("SELECT a IN 1", "1:13: near \"1\": expected \"(\" or a table name"),
            ("SELECT exists", "1:14: incomplete input: expected \"(\" and a SELECT"),
            ("SELECT cast(1)", "1:14: near \")\": expected AS"),
            ("INSERT t VALUES (1)", "1:8: near \"t\": expected INTO"),
            ("INSERT INTO t SET a = 1", "1:15: near \"SET\": expected VALUES, SELECT or DEFAULT VALUES"),
            ("UPDATE t SET a + 1", "1:16: near \"+\": expected \"=\""),
            ("UPDATE t SET a = 1,", "1:20: incomplete input: expected a column name"),
            ("CREATE TABLE t ()", "1:17: near \")\": expected a column name"),
            ("CREATE TABLE t (a INT, PRIMARY KEY (a), b INT)", "1:41: near \"b\": expected a table constraint"),
            (
                "CREATE TABLE t (a INT) WITHOUT ROWIDS",
                "1:24: unknown table option \"WITHOUT ROWIDS\" (the table options are STRICT and WITHOUT ROWID)"
            ),
            ("CREATE TABLE t (a REFERENCES u ON CHANGE CASCADE)", "1:35: near \"CHANGE\": expected DELETE or UPDATE"),
            (
                "CREATE TABLE t (a AS (1) PERSISTED)",
                "1:26: unknown storage \"PERSISTED\" of a generated column (write STORED or VIRTUAL)"
            ),
            ("CREATE TABLE t (a DEFAULT b.c)", "1:28: near \".\": expected \",\" or \")\""),
            (
                "CREATE TABLE order (a)",
                """
                1:14: near \"order\": expected a table name (ORDER is a keyword; quote it to use it as a name: \
                \"order\")
                """
            ),
            ("DROP t", "1:6: near \"t\": expected TABLE, INDEX, VIEW or TRIGGER"),
            ("FROM t SELECT a", "1:1: near \"FROM\": expected a statement"),
            ("selct 1", "1:1: near \"selct\": expected a statement"),
            ("SELECT a FROM t ON b", "1:17: near \"ON\": a JOIN is required before ON"),
            (
                "SELECT a FROM t INNER OUTER JOIN u",
                "1:17: unknown join type \"INNER OUTER JOIN\" (write [NATURAL] LEFT, RIGHT, FULL, INNER or CROSS JOIN)"
            ),
            (
                "SELECT 1 ORDER BY 1 UNION SELECT 2",
                "1:21: near \"UNION\": ORDER BY must come after UNION, and then orders the whole"
            ),
            ("VALUES (1) LIMIT 1", "1:12: LIMIT cannot follow VALUES (write SELECT * FROM (VALUES …) LIMIT …)"),
            ("SELECT f(DISTINCT *)", "1:19: near \"*\": expected an expression"),
        ])
    func messages(sql: String, message: String) {
        #expect(diagnostics(sql) == [message])
    }

    @Test(
        "A token that SQL does not have says why",
        arguments: [
            ("SELECT 'it", "1:8: unrecognized token \"'it\": this string has no closing quote"),
            ("SELECT \"a", "1:8: unrecognized token \"\"a\": this quoted name has no closing quote"),
            ("SELECT [a", "1:8: unrecognized token \"[a\": this quoted name has no closing quote"),
            ("SELECT 12ab", "1:8: unrecognized token \"12ab\": a number cannot be written like this"),
            ("SELECT 1__0", "1:8: unrecognized token \"1__0\": a number cannot be written like this"),
            (
                "SELECT x'123'",
                "1:8: unrecognized token \"x'123'\": a blob is x'…' with an even number of hexadecimal digits"
            ),
            ("SELECT :", "1:8: unrecognized token \":\": a parameter needs a name"),
            ("SELECT #1", "1:8: unrecognized token \"#1\": SQL has no such token"),
            ("SELECT a ! b", "1:10: unrecognized token \"!\": SQL has no such token"),
            ("SELECT {a}", "1:8: unrecognized token \"{\": SQL has no such token"),
            ("SELECT 1 \u{0} 2", "1:10: unrecognized token \"\u{0}\": SQL has no such token"),
            ("SELECT 0x10000000000000000", "1:8: this hexadecimal number does not fit 64 bits"),
        ])
    func tokens(sql: String, message: String) {
        #expect(diagnostics(sql) == [message])
    }

    @Test(
        "What SQLite refuses for a reason is refused with that reason",
        arguments: [
            (
                "INSERT INTO t SELECT * FROM u ON CONFLICT (a) DO NOTHING",
                """
                1:31: near \"ON\": a JOIN is required before ON (write WHERE true between the SELECT's table and ON \
                CONFLICT)
                """
            ),
            (
                "DELETE FROM t ORDER BY a LIMIT 1",
                """
                1:15: near \"ORDER\": DELETE cannot have ORDER BY or LIMIT (choose the rows by key: WHERE key IN \
                (SELECT key FROM … ORDER BY … LIMIT …))
                """
            ),
            (
                "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING ON CONFLICT (a) DO NOTHING",
                "1:49: near \"ON\": an ON CONFLICT without columns must be the last"
            ),
            (
                "CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM u RETURNING a; END",
                "1:56: near \"RETURNING\": RETURNING is not allowed inside a trigger"
            ),
            (
                "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO u DEFAULT VALUES; END",
                "1:56: near \"DEFAULT\": DEFAULT VALUES is not allowed inside a trigger"
            ),
            (
                "CREATE TRIGGER g AFTER INSERT ON t BEGIN WITH a AS (SELECT 1) DELETE FROM u; END",
                "1:63: near \"DELETE\": WITH is not allowed before DELETE inside a trigger"
            ),
            (
                "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE u INDEXED BY i SET a = 1; END",
                "1:51: near \"INDEXED\": an index cannot be named inside a trigger"
            ),
            (
                "CREATE TRIGGER g AFTER INSERT ON t FOR EACH STATEMENT BEGIN SELECT 1; END",
                "1:45: near \"STATEMENT\": expected ROW: SQLite has row triggers only"
            ),
            (
                "ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)",
                """
                1:15: ALTER TABLE can add CHECK constraints only (rebuild the table: \
                https://www.sqlite.org/lang_altertable.html#otheralter)
                """
            ),
            ("SELECT RAISE(REPLACE)", "1:14: near \"REPLACE\": expected IGNORE, ROLLBACK, ABORT or FAIL"),
        ])
    func refusals(sql: String, message: String) {
        #expect(diagnostics(sql) == [message])
    }

    @Test("Every wrong statement of a file is reported, and the others are parsed")
    func recovery() {
        let sql = """
            SELECT 1;
            SELECT FROM;
            CREATE TABLE t (a);;
            DELETE t;
            SELECT 'no end;
            """
        let file = Parser.parseStatements(in: SourceText(path: "test.sql", text: sql))
        #expect(file.statements.map(Dump.statement) == ["(SELECT 1)", "(TABLE t (a))"])
        #expect(file.diagnostics.map { $0.place.location.description } == ["2:8", "4:8", "5:8"])
    }

    @Test("After an error in a trigger, parsing goes on after its END")
    func recoveryFromTrigger() {
        let sql = """
            CREATE TRIGGER g AFTER INSERT ON t BEGIN
              SELECT FROM;
              DELETE FROM u;
            END;
            CREATE TEMP TRIGGER h BEFOER INSERT ON t BEGIN SELECT CASE a WHEN 1 THEN 2 END; DELETE FROM u; END;
            SELECT 1;
            """
        let file = Parser.parseStatements(in: SourceText(path: "test.sql", text: sql))
        #expect(file.statements.map(Dump.statement) == ["(SELECT 1)"])
        #expect(file.diagnostics.map { $0.place.location.description } == ["2:10", "5:23"])
    }

    @Test("The parameters of a wrong statement do not reach the next one")
    func parametersAfterError() {
        let file = Parser.parseStatements(in: SourceText(path: "test.sql", text: "SELECT :a FROM; SELECT :b"))
        #expect(file.statements.map { $0.parameters.map(\.name) } == [["b"]])
    }

    @Test("A text that is to hold one statement says so when it holds none or two")
    func oneStatement() {
        func messages(_ sql: String) -> [String] {
            Parser.parseStatement(in: SourceText(path: "test.sql", text: sql)).diagnostics.map(summary)
        }
        #expect(messages("SELECT 1;") == [])
        #expect(messages("-- nothing") == ["1:11: expected a statement"])
        #expect(messages("SELECT 1; SELECT 2") == ["1:11: expected one statement only"])
    }

    @Test("A block comment without its end is a warning: SQLite takes it")
    func unterminatedComment() {
        let file = Parser.parseStatements(in: SourceText(path: "test.sql", text: "SELECT 1; /* SELECT 2;"))
        #expect(file.statements.count == 1)
        #expect(file.diagnostics.map(\.severity) == [.warning])
        #expect(file.diagnostics.map(summary) == ["1:11: this comment has no end"])
    }
}
