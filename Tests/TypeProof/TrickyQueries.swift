/// Statements written to break a type: each looks at a corner of SQLite's documentation. They run in sequence.
package enum TrickyQueries {
    package static let all = schema + expressions + functions + aggregates + sources + compounds

    /// By `;` and a line break.
    static func statements(_ text: String) -> [String] {
        text.split(separator: ";\n").map(String.init)
    }

    private static let schema = statements(
        """
        CREATE TABLE p (id INTEGER PRIMARY KEY, n INTEGER, r REAL, t TEXT, b BLOB, o INTEGER NOT NULL, w REAL NOT NULL,
          x TEXT NOT NULL, y BLOB NOT NULL, f INTEGER NOT NULL CHECK (f IN (0, 1))) STRICT;
        CREATE TABLE k (name TEXT PRIMARY KEY, v VARCHAR(3), d DECIMAL(10, 2), e FLOAT, i INT, z, q BOOLEAN, u DATETIME);
        CREATE TABLE g (a INTEGER NOT NULL, b INTEGER AS (a / 2), c TEXT AS (a || 'x') STORED, d REAL NOT NULL AS (a));
        CREATE TABLE s (a ANY, b ANY NOT NULL, c INT DEFAULT 7, d TEXT DEFAULT 'a') STRICT;
        CREATE TABLE c (x TEXT COLLATE NOCASE, y TEXT COLLATE RTRIM, z INTEGER) STRICT;
        CREATE TABLE m (a INTEGER, b TEXT NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID;
        CREATE VIEW v1 AS SELECT id AS a FROM p UNION ALL SELECT t FROM p;
        CREATE VIEW v2 (a, b) AS SELECT n, 1 FROM p UNION SELECT r, 'x' FROM p;
        CREATE VIEW v3 AS SELECT count(*) AS c, max(x) AS m, sum(o) AS s FROM p;
        CREATE VIEW v4 AS SELECT f, total(w) AS t, avg(o) AS a FROM p GROUP BY f;
        CREATE VIEW v5 AS SELECT p.id, k.* FROM p LEFT JOIN k ON k.name = p.t;
        """)

    private static let expressions = statements(
        """
        SELECT -9223372036854775808, - -9223372036854775808, 9223372036854775808, -9223372036854775809;
        SELECT 0x7fffffffffffffff, 0xffffffffffffffff, -0x8000000000000000, 0x10 + 1;
        SELECT 9223372036854775807 + 1, -9223372036854775808 - 1, 4611686018427387904 * 2, -9223372036854775808 / -1;
        SELECT o + 1, o - 1, o * o, o / -1, o % -1, -o, ~o, +o FROM p;
        SELECT n / 0, n % 0, 1 / 0, 1 % 0, 1.0 / 0, 1 / 0.0, 5 % 0.5, 5 / 0.5, 0x0 / 1 FROM p;
        SELECT w / w, w * w, w - w, w + w, w % w, 1 / w, w * 0, w * 1.5, -w, +w FROM p;
        SELECT 9e999, -9e999, 9e999 - 9e999, 9e999 * 0, 0 * 9e999, 9e999 / 9e999, 9e999 + -9e999, 9e999 % 2;
        SELECT x + 1, x * 1.0, x || 1, x + x, -x, +x, ~x, x & 1, x << 2, x >> -65, o << 64, o >> 100 FROM p;
        SELECT y + 1, y || y, -y, ~y, y & y, y * 2.5, y / 2, y % 3 FROM p;
        SELECT f + f, f * 3, -f, f AND n, f OR n, NOT f, NOT n, f = n, f IS n, f IS NOT n, f IN (n) FROM p;
        SELECT f + 9223372036854775807, f * o, (n > 1) + (r > 1), (x = 'a') * o FROM p;
        SELECT n AND 0, n OR 1, NULL AND 0, NULL OR 1, NULL AND 1, NOT NULL, n BETWEEN 1 AND NULL FROM p;
        SELECT n = NULL, n IS NULL, n IS NOT NULL, n ISNULL, n NOTNULL, n IS DISTINCT FROM 1, n <> 1 FROM p;
        SELECT n IN (), n NOT IN (), NULL IN (), n IN (NULL), 1 IN (1, NULL), o IN (1, NULL), o IN (1, 2) FROM p;
        SELECT o IN (SELECT n FROM p), o IN (SELECT o FROM p), n IN (SELECT o FROM p), o IN (SELECT o FROM p LIMIT 0) FROM p;
        SELECT (n, o) = (1, 2), (n, o) < (1, 2), (o, o) IN (SELECT o, n FROM p), (o, n) IS (1, NULL), (o, o) <> (1, 1) FROM p;
        SELECT (o, o) = (SELECT o, o FROM p LIMIT 0), (1, 2) = (SELECT 1, 2), (o, o) BETWEEN (1, 1) AND (2, n) FROM p;
        SELECT x LIKE 'a%', t LIKE 'a', x LIKE t, x LIKE 'a' ESCAPE '\\', x GLOB '*', n LIKE 1, y LIKE y FROM p;
        SELECT CASE n WHEN 1 THEN 'a' WHEN NULL THEN 2 ELSE 1.5 END, CASE WHEN n THEN 1 END, CASE WHEN 0 THEN 1 END FROM p;
        SELECT CASE WHEN n IS NULL THEN 0 ELSE n END, CASE WHEN n IS NOT NULL THEN n ELSE 0 END, iif(n IS NULL, 0, n) FROM p;
        SELECT CASE WHEN n > 1 THEN n WHEN n < 0 THEN -n ELSE 0 END, CASE n WHEN 3 THEN n ELSE 0 END FROM p;
        SELECT CASE WHEN n IS NULL OR r IS NULL THEN 0.5 ELSE n + 0 END, CASE WHEN n IS NULL AND r IS NULL THEN 1 ELSE n END FROM p;
        SELECT CASE WHEN NOT (n IS NULL) THEN n ELSE 1 END, CASE WHEN n = NULL THEN 1 ELSE n END, iif(n, n, n) FROM p;
        SELECT CASE WHEN n IS NULL THEN n ELSE 1 END, CASE WHEN t IS NULL THEN r WHEN r IS NULL THEN t ELSE n END FROM p;
        SELECT CASE WHEN n IS NOT NULL THEN lag(n) OVER (ORDER BY id) ELSE 0 END FROM p;
        SELECT CASE WHEN n IS NOT NULL THEN max(n) OVER (ORDER BY id ROWS 1 PRECEDING) ELSE 0 END FROM p;
        SELECT CASE WHEN n IS NOT NULL THEN max(r) ELSE 0.0 END, CASE WHEN n IS NULL THEN 0 ELSE sum(n) END FROM p GROUP BY f;
        SELECT n, CASE WHEN n IS NULL THEN 0 ELSE sum(n) END, CASE WHEN n > 1 THEN max(n) ELSE 1 END FROM p GROUP BY n;
        SELECT CASE WHEN n IS NULL THEN 0 ELSE max(n) END, CASE WHEN count(n) > 0 THEN max(n) ELSE 0 END FROM p;
        SELECT CASE WHEN n IS NOT NULL THEN (SELECT n) ELSE 1 END, CASE WHEN n IS NOT NULL THEN (SELECT n FROM k LIMIT 1) ELSE 1 END FROM p;
        SELECT CASE WHEN n IS NOT NULL THEN (SELECT p.n FROM p LIMIT 1) ELSE 1 END FROM p;
        SELECT CASE (n, r) WHEN (1, 2.5) THEN n ELSE 0 END, CASE 1 WHEN n THEN n ELSE 0 END FROM p;
        SELECT CASE CASE WHEN n IS NULL THEN 1 ELSE n END WHEN n THEN n ELSE 1 END FROM p;
        SELECT count(CASE WHEN n IS NULL THEN NULL ELSE n END), sum(CASE WHEN n IS NOT NULL THEN n ELSE 0 END) FROM p;
        SELECT CAST(x AS INT), CAST(x AS REAL), CAST(x AS NUMERIC), CAST(x AS BLOB), CAST(y AS TEXT), CAST(y AS INT) FROM p;
        SELECT CAST(w AS INTEGER), CAST(w AS TEXT), CAST(w AS NUMERIC), CAST(o AS REAL), CAST(o AS BOOLEAN), CAST(t AS DATE) FROM p;
        SELECT CAST('1e999' AS NUMERIC), CAST('99999999999999999999' AS INTEGER), CAST(9e18 AS NUMERIC), CAST(1.0 AS NUMERIC);
        SELECT CAST(o AS FLOATING POINT), CAST(o AS CHARINT), CAST(o AS "unsigned big int"), CAST(o AS NONE), CAST(o AS STRING) FROM p;
        SELECT CAST(NULL AS TEXT), CAST(x'ff' AS TEXT), CAST('' AS BLOB), CAST('' AS INTEGER), CAST('' AS NUMERIC), CAST('5x' AS REAL);
        SELECT x COLLATE NOCASE = 'A', (x COLLATE BINARY) || 'a', n COLLATE NOCASE, x COLLATE NOCASE IN ('A') FROM p;
        SELECT t -> '$', t ->> '$.a', t -> 0, t ->> 'a', '[1]' ->> 0, '{"a":null}' -> 'a', '{"a":null}' ->> 'a', '[1]' -> 5 FROM p
        """)

    private static let functions = statements(
        """
        SELECT abs(o), abs(x), abs(n), abs(y), abs(w), abs(NULL), abs('x'), abs(1.5), abs(f) FROM p WHERE o > -5;
        SELECT abs(-9223372036854775808);
        SELECT changes(), total_changes(), last_insert_rowid(), random(), sqlite_version(), sqlite_source_id();
        SELECT char(), char(65), char(NULL), char(x), char(o), coalesce(n, r), coalesce(NULL, NULL), coalesce(n, t, b) FROM p;
        SELECT format('%s', x), format('%d', n), format(NULL), format(t), format('%s', ''), format('%.0s', x), format('a') FROM p;
        SELECT printf('%d'), printf('%%'), printf('%z'), printf('%'), printf(''), printf('%5s', ''), printf('%c', ''), printf('%n') ;
        SELECT printf('%*d', n, 1), printf('%.*f', o, 2.5), printf('%q', t), printf('%Q', t), printf('%w', x), printf('%x', n) FROM p;
        SELECT glob('*', x), glob(t, x), like('%', x), like(x, t), like('a', x, 'b'), hex(t), hex(y), hex(NULL), hex(o) FROM p;
        SELECT ifnull(n, 0), ifnull(n, x), ifnull(n, r), ifnull(o, n), iif(n, 1, 'x'), iif(1, n, o), iif(0, 'a', b) FROM p;
        SELECT instr(x, 'a'), instr(y, x'61'), instr(t, x), instr(y, x), instr(x, ''), instr(o, 1) FROM p;
        SELECT length(x), length(t), length(y), length(n), length(o), length(''), length(x'00'), likelihood(n, 0.5), likely(t) FROM p;
        SELECT lower(x), upper(n), lower(y), ltrim(x), rtrim(x, t), trim(x, ''), trim(n), trim(y, x'20') FROM p;
        SELECT max(o, 1), max(n, 1), max(x, o), max(x, y), min(w, o), min(NULL, 1), max(r, n), min(f, 0), max(f, n), max(x, 'z') FROM p;
        SELECT nullif(o, o), nullif(x, 'a'), nullif(n, NULL), nullif(NULL, 1), nullif(o, x), nullif(f, 0) FROM p;
        SELECT quote(n), quote(NULL), quote(y), quote(w), typeof(n), typeof(NULL), unicode(x), unicode(''), unicode(n), unicode(y) FROM p;
        SELECT randomblob(4), randomblob(0), randomblob(-1), zeroblob(0), zeroblob(n), zeroblob(-3), randomblob(NULL) FROM p WHERE n < 100;
        SELECT replace(x, 'a', 'b'), replace(x, '', 'b'), replace(x, t, 'b'), replace(x, 'a', t), replace(o, '', ''), replace(y, '', ''), replace(n, 1, 2) FROM p;
        SELECT replace(w, x, ''), replace(y, x, ''), replace(f, '', x), typeof(replace(o, '', '')) FROM p;
        SELECT round(w), round(o), round(n, 2), round(x), round(w, n), round(w, -1), round(NULL), round(y), round(9e999) FROM p;
        SELECT sign(o), sign(x), sign(w), sign(n), sign('1'), sign('x'), sign(x'31'), sign(NULL), sign(f) FROM p;
        SELECT soundex(x), substr(x, 1), substr(x, 0), substr(y, 1, 1), substr(y, 9), substr(x'', 1), substr(t, 1, n), substr(o, 1, 2) FROM p WHERE 0;
        SELECT substr(x, 1), substr(x, 0), substr(y, 1, 1), substr(y, 9), substr(x'', 1), substr(t, 1, n), substr(o, 1, 2), substr('', 5), substring(x, -3, 2) FROM p;
        SELECT substr(x'', 0), substr(x, NULL), substr(NULL, 1), substr(x, 1, NULL), substr(y, o), substr(w, 1);
        SELECT date('now'), date(x), date(n), date(o, 'unixepoch'), date(NULL), date('now', t), date('now', '+1 day'), date() FROM p;
        SELECT time(w), datetime(o, 'auto'), julianday(x), unixepoch(n), unixepoch('now', 'subsec'), strftime('%Y', x), strftime('%s', 'now'), strftime('') FROM p;
        SELECT strftime('%J', 'now'), strftime('%Y-%m', 'now'), strftime(NULL, 'now'), date('2024-13-01'), date('now', 'start of month', '-1 day'), date(' now'), date('NOW') FROM p;
        SELECT CURRENT_DATE, CURRENT_TIME, CURRENT_TIMESTAMP, unixepoch(), julianday(), strftime('%s'), date('now', 'localtime'), datetime('now', 'utc');
        SELECT acos(w), acosh(o), asin(2), atan2(w, o), atan(x), ceil(w), ceil(o), ceil(x), floor(n), cos(w), cos(o), degrees(w), exp(o) FROM p;
        SELECT ln(o), ln(0), ln(-1), log(o), log(2, 8), log(1, 8), log10(w), log2(w), mod(o, 2), mod(o, 0), pi(), pow(o, 2), pow(-1, 0.5) FROM p;
        SELECT power(0, -1), radians(w), sin(o), sinh(w), sqrt(-1), sqrt(o), tan(w), tanh(w), trunc(w), trunc(o), trunc('x'), ceiling('2.5') FROM p;
        SELECT json('1'), json('[]'), json_array(), json_array(n, y) FROM p WHERE 0;
        SELECT json_array(n, x), json_object('a', n), json_quote(n), json_quote(x), json_quote(NULL), json_quote('a'), json_array(NULL) FROM p;
        SELECT json_extract('{"a":1}', '$.a'), json_extract('{"a":1}', '$.b'), json_extract('[1,"x"]', '$[0]', '$[1]'), json_extract('1', '$') FROM p;
        SELECT json_type('null'), json_type('[]', '$[0]'), json_valid('x'), json_valid(NULL), json_valid(x), json_array_length('{}'), json_array_length('[1]', '$[9]') FROM p;
        SELECT json_set('{}', '$.a', n), json_set('{}', '$', n), json_insert('[]', '$[#]', x), json_replace('1', '$', x), json_remove('{}', '$'), json_remove('{}', '$.a') FROM p;
        SELECT json_patch('{"a":1}', '{"a":null}'), json_patch('1', 'null'), json_patch(NULL, '1'), json_set('{}', NULL, 1), json_set(NULL, '$.a', 1) FROM p;
        SELECT json_extract(t, '$.a'), t ->> '$[1]', json_type(t), json_array_length(t) FROM p WHERE json_valid(t);
        SELECT value, key, type, atom, id, parent, fullkey, path, json, root FROM json_each('[1, "a", null, 2.5, {}]');
        SELECT value, key, parent, fullkey FROM json_tree('{"a":[1]}');
        SELECT e.value, e.key, e.parent FROM p LEFT JOIN json_each('[]') AS e;
        SELECT coalesce(CASE WHEN n THEN r END, 1), coalesce(nullif(x, ''), 'y'), ifnull(nullif(o, 0), 1), total_changes() + 1 FROM p
        """)

    private static let aggregates = statements(
        """
        SELECT count(*), count(n), count(DISTINCT n), sum(n), sum(o), total(n), avg(n), min(n), max(n), group_concat(x) FROM p;
        SELECT count(*), sum(o), max(x) FROM p WHERE 0;
        SELECT count(*), sum(o), max(x), min(w), avg(o), total(w), group_concat(x, t) FROM p GROUP BY f;
        SELECT sum(o), max(x), count(*) FROM p WHERE 0 GROUP BY f;
        SELECT max(x), count(*), sum(o) FROM p GROUP BY NULL;
        SELECT sum(x), sum(y), sum(f), sum(w), sum(n + 0.0), avg(x), total(x), sum(1), sum(1.5), sum(NULL), sum('x') FROM p GROUP BY f;
        SELECT sum(o) FROM (SELECT 9223372036854775807 AS o UNION ALL SELECT 1);
        SELECT sum(x) FROM (SELECT 9e999 AS x UNION ALL SELECT -9e999), (SELECT 1 UNION SELECT 2);
        SELECT avg(x), total(x), max(x) FROM (SELECT 9e999 AS x UNION ALL SELECT -9e999);
        SELECT count(*) FILTER (WHERE n > 1), sum(o) FILTER (WHERE 0), max(x) FILTER (WHERE n IS NULL), total(o) FILTER (WHERE 0) FROM p GROUP BY f;
        SELECT group_concat(x) FILTER (WHERE f), json_group_array(n) FILTER (WHERE 0), json_group_object(x, n), json_group_array(DISTINCT n) FROM p WHERE o < 99;
        SELECT id, max(n), x FROM p;
        SELECT id, max(n), x FROM p GROUP BY f;
        SELECT x, n FROM p HAVING count(*) > 0;
        SELECT max(x) FROM p HAVING max(x) IS NOT NULL;
        SELECT f, max(n) AS m FROM p GROUP BY f HAVING m IS NOT NULL;
        SELECT f, n FROM p GROUP BY f HAVING n IS NOT NULL;
        SELECT n, count(*) FROM p GROUP BY n HAVING n > 0;
        SELECT x COLLATE NOCASE, n, count(*) FROM p GROUP BY x COLLATE NOCASE HAVING count(n) = 0;
        SELECT count(*) + 1, -count(*), count(*) * 2.5, sum(o) + 1, max(o) + 1, count(*) || '' FROM p;
        SELECT (SELECT count(*) FROM p), (SELECT count(*) FROM p LIMIT 0), (SELECT count(*) FROM p GROUP BY f), (SELECT max(x) FROM p);
        SELECT (SELECT 1 WHERE 0), (SELECT o FROM p), (SELECT count(*) FROM p HAVING 0), (SELECT count(*) FROM p LIMIT 1 OFFSET 1), (SELECT 1 LIMIT 0);
        SELECT (SELECT total(w) FROM p), (SELECT count(*) FROM p LIMIT -1), (VALUES (1)), (VALUES (1), (NULL)), (VALUES (NULL), (1));
        SELECT (SELECT 1 UNION SELECT NULL), (SELECT NULL UNION ALL SELECT 1), (SELECT 1 INTERSECT SELECT 2), (SELECT 1 EXCEPT SELECT 1);
        SELECT row_number() OVER (), rank() OVER (ORDER BY n), dense_rank() OVER (), percent_rank() OVER (), cume_dist() OVER (ORDER BY o), ntile(3) OVER (ORDER BY id) FROM p;
        SELECT lag(o) OVER (ORDER BY id), lag(o, 0) OVER (ORDER BY id), lag(o, 1, 0) OVER (ORDER BY id), lag(o, 1, 'x') OVER (ORDER BY id), lead(o, -1) OVER (ORDER BY id) FROM p;
        SELECT lag(o, n, 0) OVER (ORDER BY id), lead(o, 1, NULL) OVER (ORDER BY id), lag(n, 1, 0) OVER (ORDER BY id), lead(o, NULL, 1) OVER (ORDER BY id) FROM p WHERE n >= 0;
        SELECT first_value(o) OVER (ORDER BY id), last_value(o) OVER (ORDER BY id), nth_value(o, 1) OVER (ORDER BY id), nth_value(o, 9) OVER (ORDER BY id) FROM p;
        SELECT first_value(o) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING), max(o) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) FROM p;
        SELECT max(o) OVER (ORDER BY id EXCLUDE CURRENT ROW), max(o) OVER (ORDER BY id ROWS CURRENT ROW EXCLUDE TIES) FROM p;
        SELECT max(o) OVER (ORDER BY f GROUPS CURRENT ROW EXCLUDE GROUP), sum(o) OVER (ORDER BY f GROUPS CURRENT ROW EXCLUDE TIES), sum(f) OVER (ORDER BY id ROWS CURRENT ROW EXCLUDE NO OTHERS) FROM p;
        SELECT max(o) OVER (PARTITION BY f), max(x) FILTER (WHERE n > 0) OVER (), count(*) FILTER (WHERE 0) OVER (), group_concat(x) OVER (), total(f) OVER () FROM p;
        SELECT max(x) OVER (ORDER BY w RANGE BETWEEN 1 FOLLOWING AND 1 FOLLOWING), max(x) OVER (ORDER BY w RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM p;
        SELECT max(x) OVER (ORDER BY n RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING), max(x) OVER (ORDER BY n DESC NULLS FIRST RANGE CURRENT ROW) FROM p;
        SELECT max(x) OVER (ORDER BY x RANGE BETWEEN 1 PRECEDING AND CURRENT ROW), max(f) OVER (ORDER BY id ROWS BETWEEN 0 PRECEDING AND 0 FOLLOWING) FROM p;
        SELECT sum(max(o)) OVER (), max(count(*)) OVER (), max(x), rank() OVER (ORDER BY count(*)) FROM p;
        SELECT f, sum(max(o)) OVER (ORDER BY f), lag(count(*), 1, 0) OVER (ORDER BY f), first_value(f) OVER w FROM p WHERE o BETWEEN -9 AND 9 GROUP BY f WINDOW w AS (ORDER BY f);
        SELECT sum(x) OVER (ORDER BY id ROWS 1 PRECEDING), avg(w) OVER (ORDER BY id ROWS 1 PRECEDING), total(w) OVER (ORDER BY id ROWS 1 PRECEDING) FROM p;
        SELECT json_group_array(n) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING), json_group_object(x, f) OVER () FROM p
        """)
}
