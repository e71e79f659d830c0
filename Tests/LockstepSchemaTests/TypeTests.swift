import LockstepSchema
import Testing

/// The type and the nullability of expressions (`reference`: https://www.sqlite.org/lang_expr.html and the function
/// lists of SQLite; each line was tried on SQLite).
@Suite struct TypeTests {
    @Test(arguments: [
        // Literals and columns
        ("1", "Int"), ("1.5", "Double"), ("1e3", "Double"), ("'a'", "String"), ("x'00'", "Data"), ("TRUE", "Bool"),
        ("n", "Int"), ("m", "Int?"), ("r", "Double"), ("q", "Double?"), ("s", "String"), ("u", "String?"),
        ("b", "Data"), ("c", "Data?"), ("at", "Date"), ("until", "Date?"), ("done", "Bool"), ("status", "Status"),
        ("rowid", "Int"),
        // Arithmetic: division by zero is NULL, and so is what is no number
        ("length(s) + 1", "Int"), ("length(u) + 1", "Int?"), ("r + 1", "Double"), ("r + q", "Double?"),
        ("r + r", "Double?"), ("r * 2", "Double"), ("r * n", "Double?"), ("1 / 0", "Int?"), ("length(s) / 2", "Int"),
        ("length(s) / n", "Int?"), ("r / 2", "Double"), ("r / r", "Double?"), ("length(s) % 2", "Int"),
        ("n % 10", "Int"), ("n % m", "Int?"), ("r % 3", "Double"), ("-length(s)", "Int"), ("-r", "Double"),
        ("-'1'", "Double"), ("'5' + 1", "Double"), ("~n", "Int"), ("n & m", "Int?"), ("n << 2", "Int"),
        ("CAST(n * n AS INTEGER)", "Int"),
        // Comparisons are NULL if a side is
        ("n = 1", "Bool"), ("n = m", "Bool?"), ("n <> NULL", "Bool?"), ("m IS NULL", "Bool"), ("m IS n", "Bool"),
        ("m IS NOT NULL", "Bool"), ("n BETWEEN 1 AND 2", "Bool"), ("n BETWEEN 1 AND m", "Bool?"),
        ("n IN (1, 2)", "Bool"), ("n IN (1, NULL)", "Bool?"), ("m IN (1)", "Bool?"), ("m IN ()", "Bool"),
        ("n IN (SELECT m FROM t)", "Bool?"), ("n IN (SELECT id FROM t)", "Bool"), ("s LIKE 'a%'", "Bool"),
        ("u LIKE 'a%'", "Bool?"), ("s GLOB u", "Bool?"), ("EXISTS (SELECT 1 FROM o)", "Bool"),
        // Logic
        ("done AND n", "Bool"), ("done OR m", "Bool?"), ("NOT done", "Bool"), ("NOT m", "Bool?"),
        // Text
        ("s || u", "String?"), ("s || n", "String"), ("b || b", "String"),
        // CASE without ELSE is NULL
        ("CASE WHEN done THEN 1 ELSE 2 END", "Int"), ("CASE WHEN done THEN 1 END", "Int?"),
        ("CASE n WHEN 1 THEN 1.5 ELSE 2 END", "Double"), ("CASE WHEN done THEN at ELSE until END", "Date?"),
        ("CASE WHEN done THEN status ELSE 'open' END", "Status"), ("CASE WHEN done THEN NULL ELSE 'x' END", "String?"),
        ("CASE WHEN done THEN s ELSE status END", "String"),
        // CAST
        ("CAST(u AS INTEGER)", "Int?"), ("CAST(s AS REAL)", "Double"), ("CAST(n AS TEXT)", "String"),
        ("CAST('2020' AS DATE)", "Double"), ("CAST(n AS DATE)", "Int"), ("CAST(s AS BLOB)", "Data"),
        // NULL-handling functions
        ("coalesce(u, 'x')", "String"), ("coalesce(u, u)", "String?"), ("ifnull(m, 0)", "Int"),
        ("coalesce(until, at)", "Date"), ("iif(done, 1, 2)", "Int"), ("iif(done, 1, NULL)", "Int?"),
        ("nullif(n, 0)", "Int?"), ("nullif(at, 0)", "Date?"),
        // Scalar functions
        ("abs(n)", "Int"), ("abs(q)", "Double?"), ("round(r)", "Double"), ("round(n)", "Double"),
        ("lower(u)", "String?"), ("upper(s)", "String"), ("trim(u)", "String?"), ("substr(s, 1)", "String"),
        ("substr(u, 1, 2)", "String?"), ("substr(b, 1)", "Data?"), ("length(s)", "Int"), ("hex(c)", "String"),
        ("quote(m)", "String"), ("typeof(m)", "String"), ("instr(s, 'a')", "Int"), ("replace(s, 'a', 'b')", "String"),
        ("unicode(s)", "Int?"), ("char(65)", "String"), ("printf('%d', m)", "String"), ("random()", "Int"),
        ("max(n, m)", "Int?"), ("min(n, 1)", "Int"), ("max(at, until)", "Date?"), ("max(n, r)", "Double"),
        ("sign(r)", "Int"), ("sign(s)", "Int?"), ("zeroblob(3)", "Data"), ("likely(done)", "Bool"),
        // Dates are NULL for text that is none
        ("date(s)", "String?"), ("datetime('now')", "String"), ("julianday(s)", "Double?"),
        ("unixepoch(s)", "Int?"), ("strftime('%Y', s)", "String?"),
        // Mathematics
        ("floor(r)", "Double"), ("floor(n)", "Int"), ("ceil(s)", "Double?"), ("sqrt(r)", "Double?"), ("pi()", "Double"),
        ("pow(r, 2)", "Double?"), ("mod(n, 3)", "Double?"),
        // JSON
        ("json_array_length(j)", "Int?"), ("json_type(j)", "String?"), ("json_valid(s)", "Bool"),
        ("json_object('a', n)", "String"), ("j -> '$.a'", "String?"), ("CAST(j ->> '$.a' AS INTEGER)", "Int?"),
        ("CAST(json_extract(j, '$.a') AS TEXT)", "String?"),
        // Aggregates: no rows, no value
        ("count(*)", "Int"), ("count(m)", "Int"), ("sum(n)", "Int?"), ("sum(r)", "Double?"), ("total(n)", "Double"),
        ("avg(n)", "Double?"), ("min(n)", "Int?"), ("max(at)", "Date?"), ("max(status)", "Status?"),
        ("group_concat(s)", "String?"), ("json_group_array(n)", "String"), ("coalesce(sum(n), 0)", "Int"),
        ("sum(n) FILTER (WHERE done)", "Int?"), ("count(*) FILTER (WHERE done)", "Int"),
        // Windows
        ("row_number() OVER (ORDER BY n)", "Int"), ("rank() OVER (ORDER BY n)", "Int"),
        ("ntile(4) OVER (ORDER BY n)", "Int"), ("percent_rank() OVER (ORDER BY n)", "Double"),
        ("lag(n) OVER (ORDER BY n)", "Int?"), ("lead(at) OVER (ORDER BY n)", "Date?"),
        ("first_value(s) OVER (ORDER BY n)", "String"), ("nth_value(s, 2) OVER (ORDER BY n)", "String?"),
        ("sum(n) OVER (PARTITION BY s)", "Int"), ("sum(m) OVER ()", "Int?"), ("max(at) OVER (ORDER BY n)", "Date"),
        ("sum(n) OVER (ORDER BY n ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING)", "Int?"),
        // Subqueries may find nothing
        ("(SELECT name FROM o WHERE o.id = t.id)", "String?"), ("(SELECT count(*) FROM o)", "Int"),
        ("(SELECT max(at) FROM t)", "Date?"), ("(SELECT 1)", "Int"),
    ])
    func `an expression has a type`(expression: String, type: String) throws {
        #expect(try TypeFixture.type(of: "SELECT \(expression) AS x FROM t") == type)
    }

    @Test(arguments: [
        ("SELECT sum(n) FROM t GROUP BY s", "Int"), ("SELECT sum(m) FROM t GROUP BY s", "Int?"),
        ("SELECT max(at) FROM t GROUP BY s", "Date"), ("SELECT group_concat(s) FROM t GROUP BY n", "String"),
        ("SELECT max(n) FILTER (WHERE done) FROM t GROUP BY s", "Int?"),
        ("SELECT name FROM t LEFT JOIN o ON o.t_id = t.id", "String?"),
        ("SELECT name FROM t JOIN o ON o.t_id = t.id", "String"),
        ("SELECT s FROM t RIGHT JOIN o ON o.t_id = t.id", "String?"),
        ("SELECT name FROM t RIGHT JOIN o ON o.t_id = t.id", "String"),
        ("SELECT name FROM t FULL JOIN o ON o.t_id = t.id", "String?"),
        ("SELECT name FROM t LEFT JOIN o ON o.t_id = t.id WHERE o.id > 1", "String"),
        ("SELECT note FROM t LEFT JOIN o ON o.t_id = t.id WHERE o.id > 1", "String?"),
        ("SELECT name FROM t LEFT JOIN o ON o.t_id = t.id JOIN t AS x ON x.id = o.t_id", "String"),
        ("SELECT name FROM t LEFT JOIN (o JOIN t AS x ON x.id = o.id) ON o.t_id = t.id", "String?"),
        ("SELECT u FROM t WHERE u IS NOT NULL", "String"), ("SELECT u FROM t WHERE u = 'a'", "String"),
        ("SELECT u FROM t WHERE u = 'a' OR n = 1", "String?"), ("SELECT u FROM t WHERE u LIKE 'a%' AND n", "String"),
        ("SELECT u FROM t WHERE NOT (u = 'a' AND n = 1)", "String?"), ("SELECT u FROM t WHERE u IN ('a')", "String"),
        ("SELECT u FROM t WHERE (u, n) < ('a', 1)", "String"), ("SELECT m FROM t WHERE (n, m) < (1, 2)", "Int?"),
        ("SELECT name FROM o UNION ALL SELECT NULL", "String?"), ("SELECT n FROM t UNION SELECT r FROM t", "Double"),
        ("SELECT name FROM o EXCEPT SELECT note FROM o", "String"), ("SELECT at FROM t UNION SELECT at FROM t", "Date"),
        ("WITH c(x) AS (SELECT name FROM o) SELECT x FROM c", "String"),
        ("WITH c AS (SELECT max(at) AS x FROM t) SELECT x FROM c", "Date?"),
        (
            "WITH RECURSIVE c(x) AS (SELECT 'a' UNION ALL SELECT nullif(x, 'b') FROM c LIMIT 9) SELECT x FROM c",
            "String?"
        ),
        ("SELECT x.a FROM (SELECT note AS a FROM o) AS x", "String?"), ("SELECT name FROM v", "String?"),
        ("SELECT s FROM v", "String"), ("SELECT count FROM v", "Int"), ("VALUES (1), (NULL)", "Int?"),
        ("SELECT value FROM t, json_each(:ids) WHERE t.n = value", "Int"),
        ("SELECT id FROM t NATURAL JOIN o", "Int"), ("SELECT id FROM t LEFT JOIN o USING (id)", "Int"),
    ])
    func `a select has a type`(select: String, type: String) throws {
        #expect(try TypeFixture.type(of: select) == type)
    }

    @Test(arguments: [
        ("n + 1", "this is INTEGER, and REAL where it overflows 64 bits"),
        ("n * m", "this is INTEGER, and REAL where it overflows 64 bits"),
        ("json_extract(j, '$.a')", "whether this is INTEGER or REAL or TEXT depends on the data"),
        ("j ->> 'a'", "whether this is INTEGER or REAL or TEXT depends on the data"),
        ("CASE WHEN done THEN 1 ELSE 'a' END", "whether this is INTEGER or TEXT depends on the data"),
        ("NULL", "this column is always NULL"),
    ])
    func `a type that depends on data is asked for`(expression: String, message: String) {
        let fixture = Fixture(TypeFixture.tables, queries: "-- name: q :many\nSELECT \(expression) AS x FROM t;")
        #expect(fixture.messages == ["queries.sql:2:8: \(message)"])
    }

    @Test(arguments: [
        ("Int", "n + 1", "Int"), ("Int", "json_extract(j, '$.a')", "Int?"), ("Date", "at + 1000", "Date"),
        ("Status", "upper(u)", "Status?"), ("UUID", "s", "UUID"), ("Money", "n * 2", "Money"), ("Bool?", "n", "Bool?"),
        ("Double", "n + r", "Double"),
    ])
    func `a directive says the type of a column`(directive: String, expression: String, type: String) throws {
        let fixture = Fixture(
            TypeFixture.tables, queries: "-- name: q :many\n-- type x: \(directive)\nSELECT \(expression) AS x FROM t;")
        let query = try #require(try fixture.schema.query("q"))
        guard case .scalar(let found) = query.result else { throw Fixture.Mistakes(text: "\(query.result)") }
        #expect(found.spelling == type)
    }
}
