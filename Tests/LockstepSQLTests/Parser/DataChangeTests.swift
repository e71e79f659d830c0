import LockstepSQL
import Testing

@Suite("INSERT, UPDATE and DELETE")
struct DataChangeTests {
    @Test(
        "INSERT",
        arguments: [
            ("INSERT INTO t VALUES (1, :a), (2, NULL)", "(INSERT t (VALUES [1 :a] [2 NULL]))"),
            ("INSERT INTO main.t AS x (a, b) SELECT 1, 2", "(INSERT (AS main.t x) [a b] (SELECT 1 2))"),
            ("INSERT OR IGNORE INTO t DEFAULT VALUES", "(INSERT-OR-IGNORE t DEFAULTS)"),
            ("REPLACE INTO t(a) VALUES (1)", "(REPLACE t [a] (VALUES [1]))"),
            ("INSERT INTO t VALUES (1) UNION SELECT 2", "(INSERT t (QUERY (VALUES [1]) (UNION (SELECT 2))))"),
            (
                "WITH a AS (SELECT 1) INSERT INTO t WITH b AS (SELECT 2) SELECT * FROM b RETURNING *, a AS x",
                """
                (INSERT (WITH (a (SELECT 1))) t (QUERY (WITH (b (SELECT 2))) (SELECT * (FROM b))) (RETURNING * (AS \
                a x)))
                """
            ),
            (
                "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING RETURNING a",
                "(INSERT t (VALUES [1]) (CONFLICT NOTHING) (RETURNING a))"
            ),
            (
                """
                INSERT INTO t VALUES (1)
                ON CONFLICT (a) DO NOTHING
                ON CONFLICT (b COLLATE nocase, c) WHERE d DO UPDATE SET a = excluded.a, (b, c) = (1, 2) WHERE e
                ON CONFLICT DO UPDATE SET f = 1
                """,
                """
                (INSERT t (VALUES [1]) (CONFLICT (TARGET a) NOTHING) \
                (CONFLICT (TARGET (COLLATE b nocase) c (WHERE d)) (SET (a excluded.a) ([b c] (ROW 1 2))) (WHERE e)) \
                (CONFLICT (SET (f 1))))
                """
            ),
            (
                "INSERT INTO t SELECT * FROM u WHERE true ON CONFLICT (a) DO NOTHING",
                "(INSERT t (SELECT * (FROM u) (WHERE TRUE)) (CONFLICT (TARGET a) NOTHING))"
            ),
        ])
    func inserts(sql: String, tree: String) {
        #expect(dump(sql) == tree)
    }

    @Test(
        "UPDATE",
        arguments: [
            ("UPDATE t SET a = 1, b = :b WHERE id = :id", "(UPDATE t (SET (a 1) (b :b)) (WHERE (= id :id)))"),
            (
                "UPDATE OR ROLLBACK t AS x SET (a, b) = (SELECT 1, 2)",
                "(UPDATE-OR-ROLLBACK (AS t x) (SET ([a b] (SUBQUERY (SELECT 1 2)))))"
            ),
            ("UPDATE t SET (a) = 1", "(UPDATE t (SET ([a] 1)))"),
            (
                "WITH c AS (SELECT 1) UPDATE t INDEXED BY i SET a = u.b FROM u JOIN v ON d WHERE e RETURNING t.*",
                """
                (UPDATE (WITH (c (SELECT 1))) (INDEXED t i) (SET (a u.b)) (FROM (INNER u v (ON d))) (WHERE e) \
                (RETURNING t.*))
                """
            ),
        ])
    func updates(sql: String, tree: String) {
        #expect(dump(sql) == tree)
    }

    @Test(
        "DELETE",
        arguments: [
            ("DELETE FROM t", "(DELETE t)"),
            (
                "DELETE FROM t AS x NOT INDEXED WHERE a RETURNING b",
                "(DELETE (AS (NOT-INDEXED t) x) (WHERE a) (RETURNING b))"
            ),
        ])
    func deletes(sql: String, tree: String) {
        #expect(dump(sql) == tree)
    }
}
