extension TrickyQueries {
    static let sources = statements(
        """
        SELECT id, name, v, d, e, i, z, q, u FROM p LEFT JOIN k ON k.name = p.t;
        SELECT * FROM k;
        SELECT name, i + 1, q + 1, d * 2, e / 2, z || 'x', u || '' FROM k;
        SELECT name FROM k WHERE name IS NULL;
        SELECT max(name), max(v), max(d), max(z), sum(i), sum(d), total(e), avg(q) FROM k GROUP BY q;
        SELECT CASE WHEN i THEN i ELSE d END, coalesce(i, d, e), abs(i), abs(d), -e, round(d), length(z) FROM k;
        SELECT * FROM g;
        SELECT a, b + 1, c, d FROM g WHERE b > 0;
        SELECT * FROM s;
        SELECT a || b, coalesce(a, b), typeof(b), c + 1, d, max(a, b), sum(b), -b FROM s;
        SELECT x, y, x || y, x = 'A', x IN ('a'), max(x) FROM c GROUP BY y;
        SELECT x FROM c UNION SELECT z FROM c ORDER BY 1;
        SELECT * FROM m;
        SELECT * FROM v1;
        SELECT * FROM v2;
        SELECT a, b, a + 1, b || 'x' FROM v2 WHERE a > 1;
        SELECT * FROM v3;
        SELECT * FROM v4;
        SELECT * FROM v5;
        SELECT c, m, s FROM v3 LEFT JOIN v4 ON v4.f = v3.c;
        SELECT t, a FROM v3 LEFT JOIN v4 ON v4.f = v3.c WHERE a > 0;
        SELECT rowid, oid, p._rowid_, id FROM p;
        SELECT p.rowid, k.rowid FROM p LEFT JOIN k ON k.i = p.n;
        SELECT * FROM p JOIN m ON m.a = p.n JOIN k USING (z);
        SELECT a, b FROM g JOIN m USING (a);
        SELECT a, b FROM g LEFT JOIN m USING (a) LEFT JOIN s USING (b);
        SELECT a, g.a, m.a, s.a FROM g JOIN m USING (a) JOIN s USING (a);
        SELECT a, g.a, m.a, s.a FROM g FULL JOIN m USING (a) FULL JOIN s USING (a);
        SELECT a, g.a, m.a FROM g RIGHT JOIN m USING (a) LEFT JOIN s USING (a);
        SELECT * FROM g NATURAL JOIN m;
        SELECT * FROM g NATURAL LEFT JOIN m NATURAL LEFT JOIN s;
        SELECT * FROM g NATURAL FULL JOIN m;
        SELECT * FROM (g LEFT JOIN m USING (a)) RIGHT JOIN s USING (a);
        SELECT p.o, q.o FROM p LEFT JOIN p AS q ON q.id = p.n WHERE q.o IS NOT NULL OR p.n IS NULL;
        SELECT p.o, q.o FROM p LEFT JOIN p AS q ON q.id = p.n AND q.n > 1 WHERE q.n > 0;
        SELECT p.o, q.o, r.o FROM p LEFT JOIN p AS q ON q.id = p.n LEFT JOIN p AS r ON r.id = q.n WHERE r.id;
        SELECT p.o, q.o FROM p LEFT JOIN (SELECT * FROM p WHERE n IS NOT NULL) AS q ON q.n = p.o;
        SELECT q.n FROM p LEFT JOIN (SELECT n FROM p WHERE n IS NOT NULL) AS q ON 1 WHERE q.n IS NOT NULL;
        SELECT p.n, q.n FROM p LEFT JOIN p AS q ON p.n = q.n;
        SELECT p.n, q.n FROM p RIGHT JOIN p AS q ON p.n = q.n WHERE p.n = q.n;
        SELECT p.n, q.n FROM p FULL JOIN p AS q ON p.n = q.n AND p.n IS NOT NULL;
        SELECT p.n, q.n, r.n FROM p JOIN p AS q ON p.n = q.n FULL JOIN p AS r ON r.n = q.n;
        SELECT p.n, q.n, r.n FROM p FULL JOIN p AS q ON p.n = q.n JOIN p AS r ON r.n = q.n;
        SELECT p.n, q.n FROM p CROSS JOIN p AS q ON q.n = p.o;
        SELECT p.n, q.n FROM p, p AS q WHERE q.n = p.n;
        SELECT CASE WHEN q.id IS NULL THEN 0 ELSE q.o END, CASE WHEN q.id IS NOT NULL THEN q.x END FROM p LEFT JOIN p AS q ON q.id = p.n;
        SELECT iif(q.id IS NULL, p.o, q.o), iif(q.n > 0, q.x, 'none') FROM p LEFT JOIN p AS q ON q.id = p.n;
        SELECT CASE WHEN a IS NULL THEN 0 ELSE a END FROM g FULL JOIN m USING (a);
        SELECT n FROM p WHERE n IS NOT NULL AND (t IS NULL OR r > 1);
        SELECT n, t FROM p WHERE n IS NOT NULL OR t IS NOT NULL;
        SELECT n FROM p WHERE (n > 1) IS TRUE;
        SELECT n FROM p WHERE (n > 1) IS NOT FALSE;
        SELECT n FROM p WHERE NOT (n > 1) IS TRUE;
        SELECT n FROM p WHERE coalesce(n, 1) = 1;
        SELECT n FROM p WHERE ifnull(n, 0);
        SELECT n FROM p WHERE n NOT IN (SELECT o FROM p LIMIT 0);
        SELECT n FROM p WHERE n NOT IN (1, 2);
        SELECT n FROM p WHERE n IN (1, NULL);
        SELECT n FROM p WHERE NOT (n IN (1, 2) AND 0);
        SELECT n FROM p WHERE n NOT BETWEEN 1 AND t;
        SELECT n, r FROM p WHERE 1 NOT BETWEEN n AND r;
        SELECT n, t FROM p WHERE n IS t;
        SELECT n FROM p WHERE n IS NOT 1;
        SELECT n FROM p WHERE (n, o) > (1, 1);
        SELECT n, r FROM p WHERE (o, n) > (1, 1);
        SELECT n, r FROM p WHERE (n, r) BETWEEN (1, 1) AND (5, 5);
        SELECT n, r FROM p WHERE (n, r) IN (SELECT n, r FROM p);
        SELECT n FROM p WHERE EXISTS (SELECT 1 WHERE p.n = 1);
        SELECT n FROM p WHERE (SELECT p.n) > 0;
        SELECT n FROM p WHERE CASE WHEN n IS NULL THEN 1 ELSE 1 END;
        SELECT n FROM p WHERE max(n, 1) > 0;
        SELECT n FROM p WHERE n + 0 OR 0;
        SELECT n FROM p WHERE typeof(n) = 'integer';
        SELECT n FROM p WHERE n || '' <> '';
        SELECT n FROM p WHERE x LIKE n;
        SELECT t FROM p WHERE t -> '$' IS NOT NULL AND json_valid(t);
        SELECT n AS o, o AS n FROM p WHERE n > 0;
        SELECT n AS z FROM p WHERE z IS NOT NULL;
        SELECT DISTINCT n FROM p ORDER BY n LIMIT 2 OFFSET 1;
        SELECT (SELECT o FROM p AS q WHERE q.id = p.id), (SELECT max(q.o) FROM p AS q WHERE q.n = p.n) FROM p
        """)

    static let compounds = statements(
        """
        SELECT n FROM p UNION SELECT o FROM p;
        SELECT o FROM p UNION ALL SELECT 1.5;
        SELECT o FROM p INTERSECT SELECT n FROM p;
        SELECT n FROM p INTERSECT SELECT o FROM p;
        SELECT n FROM p EXCEPT SELECT NULL;
        SELECT n FROM p EXCEPT SELECT n FROM p WHERE n IS NULL;
        SELECT o FROM p EXCEPT SELECT 'x' UNION SELECT NULL;
        SELECT 1 UNION SELECT 'a' UNION SELECT x'00' UNION SELECT NULL;
        SELECT 1 INTERSECT SELECT 1.0;
        SELECT 1.0 INTERSECT SELECT 1;
        SELECT 1.0 UNION SELECT 1;
        SELECT w FROM p INTERSECT SELECT o FROM p;
        SELECT o FROM p INTERSECT SELECT w FROM p;
        SELECT x FROM c INTERSECT SELECT y FROM c;
        SELECT f FROM p UNION SELECT 2;
        SELECT f FROM p UNION ALL SELECT n = 1 FROM p;
        VALUES (1, 'a'), (2, NULL);
        VALUES (1), (2.5), ('x');
        VALUES (NULL), (1);
        SELECT * FROM (VALUES (1, 2), (NULL, 3));
        SELECT column1 + 1 FROM (VALUES (1), (9223372036854775807));
        SELECT 1 AS a UNION ALL VALUES (NULL), ('x');
        WITH q(a, b) AS (VALUES (1, NULL), (2, 'x')) SELECT a, b FROM q;
        WITH q AS (SELECT n FROM p WHERE n > 0) SELECT n, n + 1 FROM q;
        WITH q AS (SELECT n FROM p UNION ALL SELECT t FROM p) SELECT n FROM q WHERE n IS NOT NULL;
        WITH q AS (SELECT 1 AS a), r AS (SELECT a, NULL AS b FROM q) SELECT * FROM r LEFT JOIN q ON q.a = r.b;
        WITH q AS MATERIALIZED (SELECT max(o) AS m FROM p) SELECT m, m IS NULL, coalesce(m, 0) FROM q;
        WITH RECURSIVE q(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM q WHERE n < 5) SELECT n FROM q;
        WITH RECURSIVE q(n) AS (SELECT 1 UNION ALL SELECT n * 1.5 FROM q WHERE n < 5) SELECT n FROM q;
        WITH RECURSIVE q(n) AS (SELECT 1 UNION ALL SELECT n || 'x' FROM q WHERE length(n) < 4) SELECT n FROM q;
        WITH RECURSIVE q(n) AS (SELECT 1 UNION ALL SELECT nullif(n + 1, 4) FROM q WHERE n < 6) SELECT n FROM q;
        WITH RECURSIVE q(n) AS (SELECT 4611686018427387904 UNION ALL SELECT n + n FROM q LIMIT 4) SELECT n FROM q;
        WITH RECURSIVE q(a, b) AS (SELECT 1, NULL UNION ALL SELECT a + 1, a FROM q LIMIT 4) SELECT a, b FROM q;
        WITH RECURSIVE q(a, b) AS (SELECT 1, 'x' UNION SELECT b, a FROM q) SELECT a, b FROM q;
        WITH RECURSIVE q(a) AS (SELECT f FROM p UNION SELECT a + 1 FROM q WHERE a < 3) SELECT a FROM q;
        WITH RECURSIVE q(a) AS (SELECT o FROM p WHERE 0 UNION ALL SELECT a FROM q) SELECT a FROM q;
        WITH RECURSIVE q(id, d) AS (SELECT id, 0 FROM p WHERE n IS NULL UNION ALL SELECT p.id, d + 1 FROM p JOIN q ON p.n = q.id WHERE d < 9) SELECT id, d, max(d) OVER () FROM q;
        WITH p AS (SELECT NULL AS id, 'x' AS o) SELECT id, o FROM p;
        SELECT a FROM (SELECT n AS a FROM p UNION SELECT o FROM p WHERE n IS NULL) WHERE a > 0;
        SELECT a, b FROM (SELECT 1 AS a UNION ALL SELECT NULL) LEFT JOIN (SELECT 2 AS b) ON a = b;
        SELECT * FROM (SELECT n, n FROM p) WHERE "n:1" IS NOT NULL;
        SELECT * FROM (SELECT count(*) AS c FROM p) JOIN (SELECT max(n) AS m FROM p) ON m > c;
        CREATE VIRTUAL TABLE note USING fts5(title, body, tag UNINDEXED);
        INSERT INTO note VALUES ('a b', 'some words', 1), (NULL, 'other words', NULL), ('c', NULL, 'x'), ('words', 'words', x'00');
        SELECT title, body, tag, rank, rowid FROM note;
        SELECT title, rank, bm25(note), highlight(note, 0, '<', '>'), snippet(note, 1, '<', '>', '…', 4) FROM note WHERE note MATCH 'words';
        SELECT note, rank FROM note WHERE note MATCH 'a' ORDER BY rank;
        SELECT bm25(note, 10.0, 1.0), highlight(note, 2, '', ''), snippet(note, -1, '', '', '', 1) FROM note('words OR c');
        SELECT rowid, title, rank FROM note WHERE title MATCH 'c';
        SELECT rank, title, bm25(note), highlight(note, 0, 'a', 'b') FROM note;
        SELECT p.x, note.title, note.rank FROM p LEFT JOIN note ON note.rowid = p.o;
        SELECT count(*), max(rank), min(title) FROM note WHERE note MATCH 'words'
        """)

    /// Over the tables of `ProofSchema`.
    package static let changes = statements(
        """
        UPDATE l SET i = i + 1 RETURNING i, x, i + 1;
        UPDATE l SET x = i RETURNING x, typeof(x);
        UPDATE l SET u = i RETURNING u, length(u);
        UPDATE l SET (i, u) = (SELECT 1, 'x') RETURNING i, u, a_id;
        UPDATE l SET u = NULL RETURNING u, v, z;
        UPDATE a SET j = 9223372036854775807 RETURNING j, j + 1, g, h, n;
        UPDATE a SET t = NULL WHERE t IS NOT NULL RETURNING t, h, id;
        INSERT INTO l (id, i, s, y) VALUES (500, 1, 'a', 2) RETURNING *;
        INSERT INTO l (i, s, y) VALUES (1, 'a', 2) RETURNING id, a_id, y, u IS NULL;
        INSERT INTO l VALUES (NULL, NULL, 1, NULL, 'x', NULL, NULL, 1, NULL) RETURNING id, x;
        INSERT INTO l (id, i, s, y) VALUES (1, 1, 'a', 2) ON CONFLICT (id) DO UPDATE SET i = excluded.i + l.i RETURNING i, x, u;
        INSERT INTO o VALUES (NULL, 1), ('q', NULL) RETURNING d, i, rowid;
        INSERT INTO w SELECT 'z' || id, 1, t, q FROM a RETURNING k, i, p, q;
        REPLACE INTO w VALUES ('k1', 1, NULL, 2) RETURNING q, p;
        DELETE FROM w RETURNING k, i, p, q, (SELECT count(*) FROM a), p IS NULL;
        DELETE FROM a WHERE j > 0 RETURNING j, t, CASE WHEN t IS NULL THEN 'x' ELSE t END;
        UPDATE w SET q = a.r FROM a WHERE a.i = w.i RETURNING q, k, w.q
        """)
}
