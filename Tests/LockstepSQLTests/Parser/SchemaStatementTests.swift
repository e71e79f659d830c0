import LockstepSQL
import Testing

@Suite("CREATE, ALTER and DROP")
struct SchemaStatementTests {
    @Test(
        "CREATE TABLE",
        arguments: [
            ("CREATE TABLE t (a)", "(TABLE t (a))"),
            ("CREATE TEMP TABLE IF NOT EXISTS main.t (a INT, b)", "(TEMP-TABLE IF-NOT-EXISTS main.t (a <INT>) (b))"),
            ("CREATE TABLE t AS SELECT 1", "(TABLE t AS (SELECT 1))"),
            ("CREATE TABLE t (a) STRICT, WITHOUT ROWID", "(TABLE t (a) STRICT WITHOUT-ROWID)"),
            ("CREATE TABLE t (a), WITHOUT ROWID", "(TABLE t (a) WITHOUT-ROWID)"),
            (
                "CREATE TABLE t (a DOUBLE PRECISION (1), b VARCHAR(+10, -2))",
                "(TABLE t (a <DOUBLE PRECISION(1)>) (b <VARCHAR(+10, -2)>))"
            ),
            (
                "CREATE TABLE t (a INTEGER PRIMARY KEY DESC ON CONFLICT FAIL AUTOINCREMENT, b PRIMARY KEY)",
                "(TABLE t (a <INTEGER> (PRIMARY DESC OR-FAIL AUTOINCREMENT)) (b PRIMARY))"
            ),
            (
                "CREATE TABLE t (a TEXT NOT NULL ON CONFLICT IGNORE UNIQUE ON CONFLICT REPLACE NULL COLLATE nocase)",
                "(TABLE t (a <TEXT> (NOT-NULL OR-IGNORE) (UNIQUE OR-REPLACE) NULL (COLLATE nocase)))"
            ),
            (
                "CREATE TABLE t (a CONSTRAINT x CHECK (a > 0) CONSTRAINT y, b CONSTRAINT z NOT NULL)",
                "(TABLE t (a (CONSTRAINT x (CHECK (> a 0)))) (b (CONSTRAINT z NOT-NULL)))"
            ),
            (
                """
                CREATE TABLE t (a DEFAULT 1, b DEFAULT -1, c DEFAULT 'x', d DEFAULT (1 + 2), e DEFAULT word, f \
                DEFAULT true, g DEFAULT CURRENT_DATE, h DEFAULT -9223372036854775808)
                """,
                """
                (TABLE t (a (DEFAULT 1)) (b (DEFAULT (- 1))) (c (DEFAULT 'x')) (d (DEFAULT() (+ 1 2))) (e (DEFAULT \
                'word')) (f (DEFAULT TRUE)) (g (DEFAULT CURRENT_DATE)) (h (DEFAULT -9223372036854775808)))
                """
            ),
            (
                """
                CREATE TABLE t (a, b INT GENERATED ALWAYS AS (a + 1) STORED, c AS (a) VIRTUAL NOT NULL, d GENERATED \
                ALWAYS AS (a))
                """,
                "(TABLE t (a) (b <INT> (STORED (+ a 1))) (c (VIRTUAL a) NOT-NULL) (d (VIRTUAL a)))"
            ),
            ("CREATE TABLE t (a generated foo)", "(TABLE t (a <generated foo>))"),
            (
                """
                CREATE TABLE t (a REFERENCES u, b REFERENCES u(x) ON DELETE SET NULL ON UPDATE CASCADE MATCH full \
                NOT DEFERRABLE INITIALLY DEFERRED)
                """,
                """
                (TABLE t (a (REFERENCES u)) (b (REFERENCES u [x] (DELETE SET NULL) (UPDATE CASCADE) (MATCH full) \
                NOT-DEFERRABLE)))
                """
            ),
            (
                """
                CREATE TABLE t (a, b, PRIMARY KEY (a, b DESC) ON CONFLICT ABORT, UNIQUE (b), CHECK (a <> b) \
                CONSTRAINT k FOREIGN KEY (a, b) REFERENCES u(c, d) ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED)
                """,
                """
                (TABLE t (a) (b) (PRIMARY a b DESC OR-ABORT) (UNIQUE b) (CHECK (<> a b)) \
                (CONSTRAINT k (FOREIGN [a b] (REFERENCES u [c d] (DELETE NO ACTION) DEFERRED))))
                """
            ),
        ])
    func tables(sql: String, tree: String) {
        #expect(dump(sql) == tree)
    }

    @Test(
        "CREATE INDEX, VIEW and VIRTUAL TABLE",
        arguments: [
            ("CREATE INDEX i ON t (a)", "(INDEX i t a)"),
            (
                "CREATE UNIQUE INDEX IF NOT EXISTS main.i ON t (a COLLATE nocase DESC, lower(b)) WHERE c IS NULL",
                "(UNIQUE-INDEX IF-NOT-EXISTS main.i t (COLLATE a nocase) DESC (lower b) (WHERE (IS c NULL)))"
            ),
            ("CREATE VIEW v AS SELECT 1", "(VIEW v (SELECT 1))"),
            (
                "CREATE TEMPORARY VIEW IF NOT EXISTS v (a, b) AS VALUES (1, 2)",
                "(TEMP-VIEW IF-NOT-EXISTS v [a b] (VALUES [1 2]))"
            ),
            ("CREATE VIRTUAL TABLE f USING fts5", "(VIRTUAL-TABLE f fts5)"),
            (
                "CREATE VIRTUAL TABLE IF NOT EXISTS main.f USING fts5( title, tokenize = 'porter (x, y)', pre(1, 2) )",
                "(VIRTUAL-TABLE IF-NOT-EXISTS main.f fts5 <title> <tokenize = 'porter (x, y)'> <pre(1, 2)>)"
            ),
            ("CREATE VIRTUAL TABLE r USING rtree()", "(VIRTUAL-TABLE r rtree <>)"),
        ])
    func others(sql: String, tree: String) {
        #expect(dump(sql) == tree)
    }

    @Test(
        "CREATE TRIGGER",
        arguments: [
            ("CREATE TRIGGER g DELETE ON t BEGIN SELECT 1; END", "(TRIGGER g DELETE t (SELECT 1))"),
            (
                """
                CREATE TEMP TRIGGER IF NOT EXISTS main.g INSTEAD OF UPDATE OF a, b ON t FOR EACH ROW WHEN new.a > 1
                BEGIN UPDATE u SET a = 1; DELETE FROM u; INSERT INTO u VALUES (new.a); SELECT RAISE(FAIL, 'x'); END
                """,
                """
                (TEMP-TRIGGER IF-NOT-EXISTS main.g INSTEAD OF (UPDATE [a b]) t EACH-ROW (WHEN (> new.a 1)) \
                (UPDATE u (SET (a 1))) (DELETE u) (INSERT u (VALUES [new.a])) (SELECT (RAISE FAIL 'x')))
                """
            ),
            (
                "CREATE TRIGGER g AFTER UPDATE ON t BEGIN SELECT 1 end; END;",
                "(TRIGGER g AFTER UPDATE t (SELECT (AS 1 end)))"
            ),
        ])
    func triggers(sql: String, tree: String) {
        #expect(dump(sql) == tree)
    }

    @Test(
        "ALTER TABLE and DROP",
        arguments: [
            ("ALTER TABLE main.t RENAME TO u", "(ALTER main.t (RENAME u))"),
            ("ALTER TABLE t RENAME COLUMN a TO b", "(ALTER t (RENAME-COLUMN a b))"),
            ("ALTER TABLE t RENAME a TO b", "(ALTER t (RENAME-COLUMN a b))"),
            ("ALTER TABLE t ADD COLUMN a INT NOT NULL DEFAULT 0", "(ALTER t (ADD (a <INT> NOT-NULL (DEFAULT 0))))"),
            ("ALTER TABLE t ADD a", "(ALTER t (ADD (a)))"),
            ("ALTER TABLE t DROP COLUMN a", "(ALTER t (DROP a))"),
            ("ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)", "(ALTER t (ADD (CONSTRAINT c (CHECK (> a 0)))))"),
            ("ALTER TABLE t DROP CONSTRAINT c", "(ALTER t (DROP-CONSTRAINT c))"),
            ("ALTER TABLE t ALTER COLUMN a SET NOT NULL ON CONFLICT FAIL", "(ALTER t (SET-NOT-NULL a FAIL))"),
            ("ALTER TABLE t ALTER a DROP NOT NULL", "(ALTER t (DROP-NOT-NULL a))"),
            ("DROP TABLE t", "(DROP-TABLE t)"),
            ("DROP INDEX IF EXISTS main.i", "(DROP-INDEX IF-EXISTS main.i)"),
            ("DROP VIEW v", "(DROP-VIEW v)"),
            ("DROP TRIGGER IF EXISTS g", "(DROP-TRIGGER IF-EXISTS g)"),
        ])
    func changes(sql: String, tree: String) {
        #expect(dump(sql) == tree)
    }

    @Test(
        "Statements of other kinds are told apart",
        arguments: [
            ("BEGIN IMMEDIATE", "(BEGIN)"), ("BEGIN TRANSACTION x", "(BEGIN)"), ("COMMIT", "(COMMIT)"),
            ("END TRANSACTION", "(COMMIT)"), ("ROLLBACK TO SAVEPOINT s", "(ROLLBACK s)"),
            ("SAVEPOINT s", "(SAVEPOINT s)"),
            ("RELEASE s", "(RELEASE s)"), ("PRAGMA foreign_keys = ON", "(PRAGMA foreign_keys ON)"),
            ("PRAGMA main.cache_size(-2000)", "(PRAGMA main.cache_size -2000)"),
            ("PRAGMA optimize", "(PRAGMA optimize)"),
            ("ANALYZE main.t", "(ANALYZE main.t)"), ("REINDEX", "(REINDEX)"), ("VACUUM main INTO 'f'", "(VACUUM main)"),
            ("ATTACH DATABASE 'f' AS x", "(ATTACH)"), ("DETACH x", "(DETACH)"),
            ("EXPLAIN QUERY PLAN SELECT 1", "(EXPLAIN)"),
        ])
    func utilities(sql: String, tree: String) {
        #expect(dump(sql) == tree)
    }
}
