/// Statements that together use all of SQLite's grammar.
public enum SeedStatements {
    public static let all = tables + selects + changes + others

    private static let tables = [
        "CREATE TABLE t (a INTEGER PRIMARY KEY ASC ON CONFLICT ABORT AUTOINCREMENT, b TEXT NOT NULL DEFAULT 'x')",
        """
        CREATE TABLE IF NOT EXISTS main.u (a INT CONSTRAINT c UNIQUE ON CONFLICT IGNORE, "b c" DECIMAL(10, -2) \
        COLLATE nocase CHECK (a > 0), d DEFAULT (1 + 2), e DEFAULT -1.5 REFERENCES t (a) ON DELETE SET NULL ON UPDATE \
        CASCADE MATCH full DEFERRABLE INITIALLY DEFERRED, f GENERATED ALWAYS AS (a || d) STORED, g AS (a) NULL, \
        CONSTRAINT p PRIMARY KEY (a COLLATE binary DESC), FOREIGN KEY (a) REFERENCES t ON DELETE NO ACTION NOT \
        DEFERRABLE, CHECK (a <> d) ON CONFLICT FAIL UNIQUE (a, d)) WITHOUT ROWID
        """,
        "CREATE TEMP TABLE v (a ANY, b BLOB) STRICT, WITHOUT ROWID",
        "CREATE TABLE w AS SELECT a, b FROM t",
        "CREATE UNIQUE INDEX IF NOT EXISTS main.i ON t (a COLLATE nocase DESC, length(b)) WHERE b IS NOT NULL",
        "CREATE TEMPORARY VIEW IF NOT EXISTS x (a, b) AS SELECT a, b FROM t WHERE a ISNULL OR b NOTNULL",
        "CREATE VIRTUAL TABLE IF NOT EXISTS y USING fts5(a, b UNINDEXED, tokenize = 'porter ascii', f(x, (y)))",
        """
        CREATE TRIGGER IF NOT EXISTS r AFTER UPDATE OF a, b ON t FOR EACH ROW WHEN new.a > old.a BEGIN \
        UPDATE OR IGNORE t SET a = 1 FROM u WHERE t.a = u.a; INSERT INTO t (a) SELECT new.a; DELETE FROM t AS z; \
        SELECT CASE WHEN new.b THEN RAISE(ABORT, 'no' || new.a) ELSE RAISE(IGNORE) END; REPLACE INTO t VALUES (1, 2); END
        """,
        "CREATE TEMP TRIGGER s INSTEAD OF DELETE ON x BEGIN DELETE FROM main.t WHERE a = old.a; END",
    ]

    private static let selects = [
        """
        WITH RECURSIVE n (i) AS MATERIALIZED (VALUES (1) UNION ALL SELECT i + 1 FROM n LIMIT 3), m AS NOT MATERIALIZED \
        (SELECT 1) SELECT DISTINCT n.*, i AS j, 'k' l FROM n NATURAL LEFT OUTER JOIN m ORDER BY 1 DESC NULLS LAST, j
        """,
        """
        SELECT ALL * FROM t INDEXED BY i, u NOT INDEXED CROSS JOIN (SELECT 1) AS q ON q.a = t.a RIGHT JOIN \
        (v JOIN w USING (a, b)) FULL JOIN json_each('[]', '$') AS o GROUP BY a, b HAVING count(*) > 1 LIMIT 1, 2
        """,
        """
        SELECT sum(DISTINCT a) FILTER (WHERE a > 1) OVER (PARTITION BY b ORDER BY a ROWS BETWEEN UNBOUNDED PRECEDING AND \
        CURRENT ROW EXCLUDE NO OTHERS), rank() OVER z, max(a) OVER (z GROUPS BETWEEN 1 PRECEDING AND UNBOUNDED \
        FOLLOWING EXCLUDE TIES), min(a) FILTER (WHERE b), count(*) OVER (RANGE 1 + 1 PRECEDING) FROM t WINDOW z AS \
        (ORDER BY a), y AS (z)
        """,
        """
        SELECT a -> '$', a ->> 1, NOT a, -a, +a, ~a, a || b, a * b / 2 % 3, a + b - 1, a << 1 >> 2 & 3 | 4, a < b, a <= b, \
        a > b, a >= b, a = b, a == b, a <> b, a != b, a IS b, a IS NOT b, a IS DISTINCT FROM b, a IS NOT DISTINCT FROM b, \
        a AND b OR a FROM t
        """,
        """
        SELECT a IN (1, 2), a NOT IN (SELECT a FROM u), a IN (), a IN t, a IN main.t, a IN f(1), a LIKE 'x' ESCAPE '!', \
        a NOT GLOB b, a REGEXP b, a MATCH b, a BETWEEN 1 AND 2, a NOT BETWEEN 1 AND b OR 0, a NOT NULL, a COLLATE nocase, \
        EXISTS (SELECT 1), (SELECT 1), (a, b) = (1, 2), CAST(a AS VARCHAR(10)), CASE a WHEN 1 THEN 2 ELSE 3 END FROM t
        """,
        "SELECT 1_000, 0xfF, 1.5e-3, .5, 1., x'00fF', NULL, TRUE, FALSE, CURRENT_DATE, CURRENT_TIME, CURRENT_TIMESTAMP",
        "SELECT ?, ?7, :a, @b, $c, $d::e(f), #g, \"a\", `b`, [c], main.t.a, t.b, group_concat(a, ',' ORDER BY b DESC)",
        "SELECT left(a), replace(a, 'b', \"c\"), match(1), if(1, 2) FROM (t) AS s, (SELECT 2) UNION SELECT 1 EXCEPT VALUES (1)",
        "SELECT 1 UNION ALL SELECT 2 INTERSECT SELECT 3 ORDER BY 1 LIMIT 1 OFFSET 2",
        "VALUES (1, 2), (3, 4)",
    ]

    private static let changes = [
        """
        INSERT OR REPLACE INTO main.t AS z (a, b) VALUES (1, 'x'), (2, 'y') ON CONFLICT (a COLLATE nocase) WHERE a > 1 DO \
        UPDATE SET b = excluded.b, (a, b) = (1, 2) WHERE z.a < 3 ON CONFLICT DO NOTHING RETURNING a AS c, *
        """,
        "INSERT INTO t SELECT * FROM u WHERE 1 ON CONFLICT DO UPDATE SET a = 1",
        "REPLACE INTO t DEFAULT VALUES RETURNING b",
        "WITH c AS (SELECT 1) INSERT OR FAIL INTO t WITH d AS (SELECT 2) SELECT * FROM d",
        "WITH c AS (SELECT 1) UPDATE OR ROLLBACK main.t AS z INDEXED BY i SET a = 1 FROM c WHERE z.a = 2 RETURNING *",
        "DELETE FROM t NOT INDEXED WHERE a = 1 RETURNING a",
    ]

    private static let others = [
        "ALTER TABLE main.t RENAME TO t2", "ALTER TABLE t RENAME COLUMN a TO c", "ALTER TABLE t RENAME a TO c",
        "ALTER TABLE t ADD COLUMN c INT DEFAULT 1", "ALTER TABLE t DROP COLUMN b",
        "ALTER TABLE t ADD CONSTRAINT k CHECK (a > 1) ON CONFLICT FAIL", "ALTER TABLE t DROP CONSTRAINT k",
        "ALTER TABLE t ALTER COLUMN a SET NOT NULL ON CONFLICT FAIL", "ALTER TABLE t ALTER a DROP NOT NULL",
        "DROP TABLE IF EXISTS main.t", "DROP INDEX i", "DROP VIEW IF EXISTS x", "DROP TRIGGER main.r",
        "BEGIN IMMEDIATE TRANSACTION n", "COMMIT TRANSACTION", "END", "ROLLBACK TRANSACTION TO SAVEPOINT n",
        "SAVEPOINT n",
        "RELEASE SAVEPOINT n", "PRAGMA main.cache_size = -2000", "PRAGMA table_info(t)", "PRAGMA a = ON",
        "PRAGMA a = DELETE", "ATTACH DATABASE 'f' || 'g' AS aux KEY 'k'", "DETACH DATABASE aux", "VACUUM main INTO 'f'",
        "ANALYZE main.t", "REINDEX nocase", "EXPLAIN QUERY PLAN SELECT 1", "EXPLAIN DELETE FROM t",
    ]
}
