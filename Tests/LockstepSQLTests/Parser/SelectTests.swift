import LockstepSQL
import Testing

@Suite("SELECT")
struct SelectTests {
    @Test(
        "Columns and clauses",
        arguments: [
            ("SELECT 1", "(SELECT 1)"),
            (
                "SELECT DISTINCT a, b AS c, d e, 'f' 'g', t.*, * FROM t",
                "(SELECT-DISTINCT a (AS b c) (AS d e) (AS 'f' 'g') t.* * (FROM t))"
            ),
            ("SELECT ALL a", "(SELECT a)"),
            ("SELECT a key, b AS left", "(SELECT (AS a key) (AS b left))"),
            ("SELECT 5 offset", "(SELECT (AS 5 offset))"),
            ("SELECT max(1) over FROM t", "(SELECT (AS (max 1) over) (FROM t))"),
            ("SELECT a FROM t WHERE b GROUP BY c, d HAVING e", "(SELECT a (FROM t) (WHERE b) (GROUP c d) (HAVING e))"),
            ("SELECT a WHERE b", "(SELECT a (WHERE b))"),
            (
                "SELECT a FROM t ORDER BY b COLLATE nocase DESC NULLS LAST, c ASC NULLS FIRST, d",
                "(QUERY (SELECT a (FROM t)) (ORDER (COLLATE b nocase) DESC NULLS LAST c ASC NULLS FIRST d))"
            ),
            ("SELECT a LIMIT 1 OFFSET 2", "(QUERY (SELECT a) (LIMIT 1 2))"),
            ("SELECT a LIMIT 2, 1", "(QUERY (SELECT a) (LIMIT 1 2))"),
            (
                "SELECT f() OVER w FROM t WINDOW w AS (PARTITION BY a), x AS (w ORDER BY b)",
                "(SELECT (f (OVER w)) (FROM t) (WINDOWS (w (WINDOW [a])) (x (WINDOW w (ORDER b)))))"
            ),
            ("VALUES (1, 2), (3, 4)", "(VALUES [1 2] [3 4])"),
        ])
    func clauses(sql: String, tree: String) {
        #expect(dump(sql) == tree)
    }

    @Test(
        "Compound selects associate to the left",
        arguments: [
            ("SELECT 1 UNION SELECT 2", "(QUERY (SELECT 1) (UNION (SELECT 2)))"),
            (
                "SELECT 1 UNION ALL SELECT 2 EXCEPT VALUES (3) INTERSECT SELECT 4 ORDER BY 1 LIMIT 5",
                """
                (QUERY (SELECT 1) (UNION ALL (SELECT 2)) (EXCEPT (VALUES [3])) (INTERSECT (SELECT 4)) (ORDER 1) \
                (LIMIT 5))
                """
            ),
        ])
    func compounds(sql: String, tree: String) {
        #expect(dump(sql) == tree)
    }

    @Test(
        "Common table expressions",
        arguments: [
            ("WITH a AS (SELECT 1) SELECT * FROM a", "(QUERY (WITH (a (SELECT 1))) (SELECT * (FROM a)))"),
            (
                "WITH RECURSIVE a(x, y) AS MATERIALIZED (VALUES (1, 2)), b AS NOT MATERIALIZED (SELECT 1) SELECT 2",
                """
                (QUERY (WITH-RECURSIVE (a [x y] MATERIALIZED (VALUES [1 2])) (b NOT MATERIALIZED (SELECT 1))) \
                (SELECT 2))
                """
            ),
            (
                "SELECT (WITH a AS (SELECT 1) SELECT * FROM a)",
                "(SELECT (SUBQUERY (QUERY (WITH (a (SELECT 1))) (SELECT * (FROM a)))))"
            ),
        ])
    func commonTables(sql: String, tree: String) {
        #expect(dump(sql) == tree)
    }

    @Test(
        "Tables and joins",
        arguments: [
            ("t", "t"), ("main.t AS a", "(AS main.t a)"), ("t a", "(AS t a)"), ("'t' 'a'", "(AS 't' 'a')"),
            ("t, u", "(COMMA t u)"),
            ("t JOIN u ON a = b", "(INNER t u (ON (= a b)))"),
            ("t INNER JOIN u USING (a, b)", "(INNER t u (USING a b))"),
            ("t LEFT JOIN u ON a RIGHT OUTER JOIN v ON b", "(RIGHT (LEFT t u (ON a)) v (ON b))"),
            ("t FULL JOIN u", "(FULL t u)"),
            ("t LEFT RIGHT JOIN u", "(FULL t u)"),
            ("t OUTER LEFT NATURAL JOIN u", "(NATURAL-LEFT t u)"),
            ("t NATURAL JOIN u", "(NATURAL-INNER t u)"),
            ("t CROSS JOIN u", "(CROSS t u)"),
            ("t JOIN (u JOIN v ON a) AS w ON b", "(INNER t (AS (NESTED (INNER u v (ON a))) w) (ON b))"),
            ("(SELECT 1) AS s", "(AS (SELECT 1) s)"),
            ("((SELECT 1))", "(NESTED (SELECT 1))"),
            ("json_each(:ids) AS j", "(AS (json_each :ids) j)"),
            ("generate_series(1, 2), t", "(COMMA (generate_series 1 2) t)"),
            ("main.json_each()", "(main.json_each)"),
            ("t INDEXED BY i", "(INDEXED t i)"),
            ("t AS a NOT INDEXED JOIN u", "(INNER (AS (NOT-INDEXED t) a) u)"),
        ])
    func joins(from: String, tree: String) {
        #expect(dump("SELECT * FROM \(from)") == "(SELECT * (FROM \(tree)))")
    }
}
