/// Statements that are easy to print wrongly; SQLite 3.40 prepares each on the schema.
package enum TrickyStatements {
    package static let schema = [
        "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT COLLATE NOCASE, c REAL DEFAULT 1.5, d)",
        "CREATE TABLE u (a INT, b INT, \"two words\" TEXT, \"select\" INT, UNIQUE (a, b))",
        "CREATE TABLE w (k TEXT PRIMARY KEY, v ANY) WITHOUT ROWID",
        "CREATE VIEW one AS SELECT 1",
        "CREATE INDEX t_b ON t (b)",
        "CREATE INDEX u_b ON u (b) WHERE b > 0",
        "CREATE VIEW both AS SELECT t.a, u.b, t.a+u.b FROM t JOIN u USING (a)",
    ]

    package static let all = expressions + selects + changes + definitions + utilities

    private static let expressions = [
        "SELECT (a + 1) * 2 - (3 - (4 - a)) FROM t",
        "SELECT NOT a = 1, (NOT a) = 1, 1 = NOT a, NOT NOT a, -(-a), - -1, +-a, ~(a | 1) FROM t",
        "SELECT -9223372036854775808, - -9223372036854775808, 9223372036854775808, 0x7fffffffffffffff FROM t",
        "SELECT 1e3, 1.e3, .5, 5., 1e-300, 123456789012345678901234567890, 0.1e1, 00012",
        "SELECT 'it''s', '', 'a\nb', x'', X'00fF', NULL, TRUE, false, 'ü' || '🙂'",
        "SELECT a COLLATE nocase || b, (a || b) COLLATE binary = c, -a COLLATE rtrim FROM t",
        "SELECT a AND (b OR c) AND NOT (c AND d), a OR b AND c, (a OR b) AND c FROM t",
        "SELECT a = b = c, a = (b = c), a < b < c, a < (b < c), a IS b IS c, a IS (b IS c) FROM t",
        "SELECT a == b, a != b, a <> b, a IS NOT b, a IS NOT NULL, a IS NULL, a NOTNULL, a NOT NULL, a ISNULL FROM t",
        "SELECT a IS NOT DISTINCT FROM b, a IS DISTINCT FROM b FROM t",
        "SELECT a BETWEEN 1 AND 2, a NOT BETWEEN (b AND c) AND (c AND d), a BETWEEN 1 AND 2 = b FROM t",
        "SELECT a IN (1, 2), a NOT IN (), a IN one, a IN main.one, a IN (SELECT b FROM u), "
            + "(a, b) IN (SELECT a, b FROM u) FROM t",
        "SELECT a IN (VALUES (1), (2)) FROM t",
        "SELECT b LIKE 'x' || '%' ESCAPE '\\', b NOT LIKE (c = d), b GLOB 'x*', NOT b GLOB 'y' FROM t",
        "SELECT d -> '$.a' ->> 'b', d -> ('$' || b), d ->> 0 || 'x' FROM t",
        "SELECT a & 1 | 2 << 3 >> a, a & (1 | 2), (a + 1) << 2, a + (1 << 2) FROM t",
        "SELECT a - b - c, a - (b - c), a / b * c, a / (b * c), a % b || c, (a % b) || c FROM t",
        "SELECT (a, b) = (1, 'x'), (a, b) < (SELECT a, b FROM u), (1, 2, 3) IS (3, 2, 1) FROM t",
        "SELECT CASE a WHEN 1 THEN b WHEN 2 THEN c END, CASE WHEN a THEN b ELSE (c) END FROM t",
        "SELECT CAST(a AS VARCHAR(10)), CAST(a AS DECIMAL (10 , -2)), CAST(a AS \"my type\") FROM t",
        "SELECT CAST(a AS ) FROM t",
        "SELECT count(*), count( DISTINCT a ), sum(ALL a), max(a, b) FROM t",
        "SELECT (SELECT 1), ((SELECT a)), EXISTS (SELECT 1 FROM u WHERE u.a = t.a), NOT EXISTS (SELECT 1) FROM t",
        "SELECT current_date, CURRENT_TIME, (current_timestamp), rowid, t.oid, main.t._rowid_ FROM t",
        "SELECT \"a\", [b], `c`, \"no such column\", t.\"d\", \"main\".\"t\".\"a\" FROM \"t\"",
        "SELECT \"two words\", \"select\", u.\"two words\", u.[select] FROM u",
        "SELECT ?, ?3, :name, @name, $name, $a::b(c), ?2",
        "SELECT likelihood(a, 0.5), coalesce(NULL, a), iif(a, 1, 2), replace(b, 'x', 'y'), \"max\"(a, 1) FROM t",
        "SELECT a FROM t WHERE a IN (1, 2) AND b BETWEEN 'a' AND 'b' OR NOT (c IS NULL OR d IS NOT NULL)",
    ]

    private static let selects = [
        "SELECT ALL a x, b AS 'y', c AS \"z z\", d AS [select], t.*, * FROM t",
        "SELECT DISTINCT a, b FROM t GROUP BY a, 2 HAVING count(*) > 1 "
            + "ORDER BY 1 DESC, b COLLATE binary ASC NULLS LAST",
        "SELECT a FROM t LIMIT ? OFFSET ?",
        "SELECT a FROM t LIMIT ?, ?",
        "SELECT a FROM t LIMIT (1 + 1)",
        "SELECT * FROM t, u CROSS JOIN w",
        "SELECT * FROM t NATURAL LEFT OUTER JOIN u INNER JOIN w ON k = t.a",
        "SELECT * FROM t LEFT JOIN (u JOIN w ON w.k = u.a) ON t.a = u.b",
        "SELECT * FROM t LEFT JOIN (u AS x, w) USING (a)",
        "SELECT * FROM t RIGHT JOIN u USING (a, b) FULL OUTER JOIN w ON (k) = (u.b)",
        "SELECT * FROM (t) AS x JOIN ((u))",
        "SELECT * FROM t INDEXED BY t_b WHERE b = 'x'",
        "SELECT * FROM t AS x NOT INDEXED WHERE b = 'x'",
        "SELECT * FROM (SELECT a+1, b AS c FROM t ORDER BY a LIMIT 3) AS s WHERE \"a+1\" > 1",
        "SELECT value FROM json_each('[1,2]') AS j WHERE j.key > 0",
        "SELECT e.value FROM t, json_each(t.b, '$.x') e",
        "SELECT a FROM t UNION ALL SELECT b FROM u EXCEPT SELECT 1 INTERSECT VALUES (1), (2) "
            + "UNION SELECT 3 ORDER BY 1 LIMIT 2",
        "VALUES (1, 'a'), (2, 'b')",
        "SELECT * FROM (VALUES (1, 2), (3, 4)) ORDER BY column1",
        "WITH x(n) AS (SELECT 1), y AS NOT MATERIALIZED (SELECT n+1 FROM x) SELECT * FROM x, y",
        "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT sum(i) FROM n",
        "WITH x AS MATERIALIZED (SELECT a*2, b FROM t) SELECT \"a*2\" FROM x",
        "SELECT sum(a) OVER (), rank() OVER (PARTITION BY b, c ORDER BY a DESC) FROM t",
        "SELECT sum(a) FILTER (WHERE b > 1) OVER w, avg(a) OVER (w ROWS 2 PRECEDING) FROM t "
            + "WINDOW w AS (PARTITION BY b ORDER BY c), v AS (w)",
        "SELECT sum(a) OVER (ORDER BY b RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM t",
        "SELECT sum(a) OVER (ORDER BY b GROUPS BETWEEN 1 PRECEDING AND 1 + 1 FOLLOWING EXCLUDE NO OTHERS) FROM t",
        "SELECT sum(a) OVER (ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING EXCLUDE CURRENT ROW) FROM t",
        "SELECT sum(a) OVER (ORDER BY c ROWS UNBOUNDED PRECEDING EXCLUDE GROUP) FROM t",
        "SELECT a AS over, b AS filter, c AS window FROM t AS left",
        "SELECT *, \"t.a+u.b\" FROM both",
        "SELECT a FROM t WHERE (a, b) IN (VALUES (1, 2)) GROUP BY (a), ((b))",
        "SELECT (SELECT max(a) FROM u WHERE u.b = t.a ORDER BY 1 LIMIT 1), "
            + "(WITH q AS (SELECT 1) SELECT * FROM q) FROM t",
    ]

    private static let changes = [
        "INSERT INTO t DEFAULT VALUES",
        "INSERT INTO main.t AS x (a, \"b\", [c]) VALUES (1, 2, 3), (?, ?, ?)",
        "REPLACE INTO t VALUES (1, 2, 3, 4)",
        "INSERT OR REPLACE INTO t (a) SELECT a + 1 FROM u",
        "INSERT OR IGNORE INTO u (a, b) VALUES (1, 2) RETURNING a+b, *, rowid AS r",
        "INSERT INTO t (a) VALUES (1) ON CONFLICT DO NOTHING",
        "INSERT INTO t (a, b) VALUES (1, 2) ON CONFLICT (a) DO UPDATE SET b = excluded.b, (c, d) = (1, 2) WHERE b > 1",
        "INSERT INTO u (a, b) SELECT a, b FROM t WHERE true ON CONFLICT (a, b COLLATE binary) DO UPDATE SET a = 1 "
            + "ON CONFLICT DO NOTHING",
        "WITH x AS (SELECT 1 AS n) INSERT INTO t (a) SELECT n FROM x UNION SELECT 2 ORDER BY 1",
        "UPDATE t SET a = 1, b = (SELECT max(a) FROM u), (c, d) = (SELECT a, b FROM u) WHERE a = 2 OR b = 3 AND c",
        "UPDATE OR ROLLBACK t AS x NOT INDEXED SET b = 1 RETURNING *",
        "UPDATE t SET b = u.b FROM u LEFT JOIN w ON w.k = u.a WHERE u.a = t.a",
        "WITH x AS (SELECT 1 AS n) UPDATE t SET a = (SELECT n FROM x)",
        "UPDATE t SET (a) = 1, \"b\" = NOT b",
        "DELETE FROM t",
        "DELETE FROM main.t AS x INDEXED BY t_b WHERE x.b = 'y' RETURNING a, b AS \"select\"",
        "WITH x AS (SELECT 1 AS n) DELETE FROM t WHERE a IN (SELECT n FROM x)",
    ]

    package static let definitions = [
        "CREATE TABLE new1 (a INTEGER PRIMARY KEY DESC ON CONFLICT REPLACE, b TEXT NOT NULL ON CONFLICT FAIL UNIQUE)",
        "CREATE TABLE new2 (a INTEGER PRIMARY KEY AUTOINCREMENT, b DEFAULT (1+2), c DEFAULT -5, d DEFAULT word, "
            + "e DEFAULT 'it''s', f DEFAULT +1.5, g DEFAULT CURRENT_TIMESTAMP, h DEFAULT true, i DEFAULT \"x y\")",
        "CREATE TABLE new3 (a, b INT CHECK (b > 0 AND (a OR b)), "
            + "c AS (a+b), d INT GENERATED ALWAYS AS (a * (b + 1)) STORED)",
        "CREATE TABLE new4 (a REFERENCES t, b REFERENCES t(a) ON DELETE SET NULL ON UPDATE CASCADE MATCH FULL "
            + "DEFERRABLE INITIALLY DEFERRED, c REFERENCES t NOT DEFERRABLE, "
            + "CONSTRAINT fk FOREIGN KEY (a, b) REFERENCES u(a, b) ON DELETE NO ACTION)",
        "CREATE TABLE new5 (a TEXT, b ANY, PRIMARY KEY (a DESC, b COLLATE nocase), UNIQUE (b) ON CONFLICT IGNORE, "
            + "CONSTRAINT \"a check\" CHECK (a <> '')) STRICT, WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS main.new6 (a \"odd type\"(1, -2), \"b c\" DOUBLE PRECISION NULL COLLATE NOCASE)",
        "CREATE TEMP TABLE new7 AS SELECT a+1, b AS x, count(*) FROM t GROUP BY 1",
        "CREATE UNIQUE INDEX IF NOT EXISTS main.new8 ON t (b COLLATE binary DESC, a+c, lower(b)) "
            + "WHERE a > 1 AND b IS NOT NULL",
        "CREATE VIEW new9 AS SELECT a+b, (c), count(*), \"two words\" FROM t JOIN u USING (a, b)",
        "CREATE TEMPORARY VIEW IF NOT EXISTS new10 (x, \"y z\") AS SELECT a+b, c FROM t UNION VALUES (1, 2)",
        "CREATE TRIGGER new11 AFTER UPDATE OF a, b ON t FOR EACH ROW WHEN new.a > old.a OR (new.b) BEGIN "
            + "INSERT INTO u (a) VALUES (new.a); UPDATE t SET c = 1 WHERE a = old.a; DELETE FROM w WHERE k = 'x'; "
            + "SELECT raise(ABORT, 'no') WHERE new.a < 0; SELECT RAISE(IGNORE); END",
        "CREATE TEMP TRIGGER IF NOT EXISTS new12 INSTEAD OF INSERT ON both "
            + "BEGIN REPLACE INTO t (a) VALUES (new.a); END",
        "CREATE TRIGGER new13 DELETE ON t BEGIN INSERT OR IGNORE INTO u (a) SELECT a+1 FROM t "
            + "WHERE true ON CONFLICT DO NOTHING; END",
        "CREATE VIRTUAL TABLE new14 USING fts5(title, body, tokenize = 'porter  ascii', prefix='2 3')",
        "CREATE VIRTUAL TABLE IF NOT EXISTS main.new15 USING rtree(id, x0, x1)",
        "ALTER TABLE w RENAME TO \"w 2\"",
        "ALTER TABLE t RENAME COLUMN b TO \"order\"",
        "ALTER TABLE t RENAME b TO bb",
        "ALTER TABLE t ADD COLUMN e INT NOT NULL DEFAULT -1 CHECK (e < 1)",
        "ALTER TABLE t ADD f",
        "ALTER TABLE t DROP d",
        "DROP INDEX IF EXISTS main.t_b",
        "DROP VIEW \"both\"",
        "DROP TABLE IF EXISTS missing",
    ]

    private static let utilities = [
        "BEGIN", "BEGIN IMMEDIATE TRANSACTION", "COMMIT TRANSACTION", "END", "ROLLBACK", "SAVEPOINT \"a b\"",
        "RELEASE SAVEPOINT a", "ROLLBACK TRANSACTION TO SAVEPOINT a", "ANALYZE", "ANALYZE main.t", "REINDEX t",
        "REINDEX nocase", "VACUUM", "VACUUM main INTO 'file' || '.db'", "ATTACH DATABASE 'a' || 'b' AS c",
        "DETACH DATABASE c", "PRAGMA table_info(t)", "PRAGMA main.user_version = -5", "PRAGMA cache_size",
        "EXPLAIN SELECT a+1 FROM t", "EXPLAIN QUERY PLAN DELETE FROM t WHERE a = (1)",
    ]

    /// Statements whose bytecode shows what the definitions do.
    package static let probes =
        ["t", "u", "w", "both", "new9", "new10", "\"w 2\""].flatMap { table in
            ["SELECT * FROM \(table)", "DELETE FROM \(table)", "INSERT INTO \(table) DEFAULT VALUES"]
        }
        + (1...8).flatMap { number in
            [
                "SELECT * FROM new\(number) ORDER BY 1", "INSERT INTO new\(number) (a, b) VALUES (1, 2)",
                "UPDATE new\(number) SET a = 1, b = 2", "DELETE FROM new\(number) WHERE a = 1",
            ]
        } + ["UPDATE t SET a = 1, b = 2", "INSERT INTO both (a) VALUES (1)"]
}
