import LockstepSQL
import LockstepSchema
import Testing

/// Runs typed queries over no rows, over rows full of NULLs and over rows with the values that rules forget, and holds
/// each value against its declaration.
@Suite struct SoundnessTests {
    private static let expressions: [String] = {
        let operands = [
            "n", "m", "r", "q", "s", "u", "b", "c", "at", "done", "length(s)", "2", "0", "-1", "0.5", "NULL",
        ]
        let binary = ["+", "-", "*", "/", "%", "||", "&", "<<", "=", "<>", "<", "IS", "IS NOT", "AND", "OR", "LIKE"]
        let unary = ["-", "+", "~", "NOT "]
        let functions = [
            "abs(#)", "ceil(#)", "coalesce(#, 1)", "coalesce(#, m)", "date(#)", "datetime(#)", "exp(#)", "floor(#)",
            "format('%s', #)", "hex(#)", "ifnull(#, 'x')", "iif(#, 1, 2)", "instr(#, 'a')", "json_quote(#)",
            "julianday(#)", "length(#)", "ln(#)", "lower(#)", "ltrim(#)", "max(#, n)", "min(#, r)", "max(#)", "min(#)",
            "mod(#, 3)", "nullif(#, 1)", "pow(#, 2)", "printf(#)", "quote(#)", "replace(#, '1', '2')", "round(#)",
            "round(#, 1)", "sign(#)", "sqrt(#)", "substr(#, 1, 1)", "sum(#)", "avg(#)", "total(#)", "count(#)",
            "strftime('%Y', #)", "time(#)", "trim(#)", "trunc(#)", "typeof(#)", "unicode(#)", "unixepoch(#)",
            "upper(#)",
            "zeroblob(#)", "char(#)", "group_concat(#)", "json_array(#)", "json_group_array(#)", "json_object('a', #)",
            "CAST(# AS INTEGER)", "CAST(# AS REAL)", "CAST(# AS TEXT)", "CAST(# AS BLOB)", "CAST(# AS NUMERIC)",
            "# IN (1, 2)", "# IN (1, NULL)", "# IN ()", "# NOT IN (SELECT m FROM t)", "# BETWEEN 0 AND 5",
            "# BETWEEN m AND 5", "# IS NULL", "CASE # WHEN 1 THEN 2 END", "CASE WHEN # THEN n ELSE m END",
            "CASE WHEN # THEN n ELSE 1 END", "total(#) + 1", "sum(# = 1)", "sum(#) * 1.5", "likely(#)",
            "(SELECT # FROM o WHERE o.id = t.id)", "(SELECT max(#) FROM o)", "lag(#) OVER (ORDER BY id)",
            "first_value(#) OVER (ORDER BY id)", "sum(#) OVER (ORDER BY id ROWS 1 PRECEDING)",
            "max(#) OVER (ORDER BY id ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING)", "ntile(3) OVER (ORDER BY #)",
            "total(#) OVER (ORDER BY id)", "avg(#) OVER (PARTITION BY done)", "likelihood(#, 0.5)", "octet_length(#)",
        ]
        var all: [String] = operands
        for operand in operands {
            all += unary.map { "\($0)\(operand)" }
            all += functions.map {
                $0.split(separator: "#", omittingEmptySubsequences: false).joined(separator: operand)
            }
            for op in binary { all += operands.map { "\(operand) \(op) \($0)" } }
        }
        all += [
            "json_extract(j, '$.a')", "j -> '$.a'", "json_type(j)", "json_type(j, '$.a')", "json_array_length(j)",
            "json_valid(j)", "json_set(j, '$.b', m)", "json_patch(j, '{}')", "json(j)", "json_remove(j, '$.a')",
            "n - m * r / q", "(r - q) * 0", "length(s) * length(u) - 3", "count(*) * 100 / count(m)", "-(n % 7)",
            "coalesce(max(n), 0)", "max(coalesce(m, 0))", "iif(done, at, until)", "CASE status WHEN 'open' THEN at END",
        ]
        return all
    }()

    private static let froms = [
        "t", "t GROUP BY id", "t GROUP BY done", "t GROUP BY done HAVING count(*) > 1",
        "t WHERE m IS NOT NULL AND u = u",
        "t WHERE q > 0 OR m > 0", "t WHERE id < 0",
    ]

    private static let selects = [
        "SELECT t.s, t.u, name, note, o.id AS oid FROM t LEFT JOIN o ON o.t_id = t.id",
        "SELECT s, u, name, note FROM t RIGHT JOIN o ON o.t_id = t.id",
        "SELECT s, u, name, note FROM t FULL JOIN o ON o.t_id = t.id",
        "SELECT s, u, name, note FROM t LEFT JOIN o ON o.t_id = t.id WHERE note = name OR name > 'a'",
        "SELECT x.s, y.name FROM t AS x LEFT JOIN o AS y ON y.t_id = x.id LEFT JOIN t AS z ON z.id = y.id WHERE z.n > 0",
        "SELECT a.s, z.u FROM t AS a LEFT JOIN (o JOIN t AS z ON z.id = o.id AND z.u > '') ON o.t_id = a.id",
        "SELECT id, s, name, count FROM v", "SELECT name, s FROM v WHERE name IS NOT NULL",
        "SELECT note AS x FROM o UNION SELECT s FROM t", "SELECT s AS x FROM t INTERSECT SELECT note FROM o",
        "SELECT s AS x FROM t EXCEPT SELECT note FROM o", "SELECT m AS x FROM t UNION ALL SELECT r FROM t",
        "WITH RECURSIVE c(i, x) AS (SELECT 1, 'a' UNION ALL SELECT i + 1, nullif(x, 'a') FROM c WHERE i < 5) SELECT x FROM c",
        "WITH c AS (SELECT done, max(m) AS top, min(at) AS first FROM t GROUP BY done) SELECT top, first FROM c",
        "SELECT (SELECT s FROM t WHERE id = o.t_id) AS s, EXISTS (SELECT 1 FROM t WHERE m = o.id) AS e FROM o",
        "SELECT id FROM t LEFT JOIN o USING (id)", "SELECT id FROM t RIGHT JOIN o USING (id)",
        "SELECT id, name FROM t FULL JOIN o USING (id)", "SELECT max(n) AS a, s FROM t",
        "SELECT s, n, count(*) AS c FROM t",
        "SELECT sum(n) OVER w AS a, lead(s) OVER w AS b FROM t WINDOW w AS (PARTITION BY done ORDER BY id)",
        "SELECT d.x FROM (SELECT avg(r) AS x, u FROM t GROUP BY u) AS d", "VALUES (1, 'a'), (NULL, 'b')",
    ]

    private static func database(rows: [String]) throws -> SQLite {
        let database = try SQLite()
        try database.execute(TypeFixture.tables)
        for row in rows { try database.execute(row) }
        return database
    }

    /// Every expression over every FROM in one run of the analysis; those with an error of their own are dropped.
    private static func typed() -> [CheckedStatement] {
        var text = ""
        var number = 0
        for (index, from) in froms.enumerated() {
            // Every operator in the first; of the others every eleventh, each with other ones.
            for (position, expression) in expressions.enumerated() where index == 0 || position % 11 == index {
                number += 1
                text += "-- name: q\(number) :many\nSELECT \(expression) AS x FROM \(from);\n"
            }
        }
        for select in selects {
            number += 1
            text += "-- name: q\(number) :many\n\(select);\n"
        }
        let analysis = Fixture(TypeFixture.tables, queries: text, sqlite: "3.45").analysis
        return analysis.statements.filter { if case .query = $0.subject { true } else { false } }
    }

    @Test func `no value breaks the type that was inferred for it`() throws {
        let databases = try [
            Self.database(rows: []), Self.database(rows: TypeFixture.rows(count: 12, seed: 1, nulls: 8)),
            Self.database(rows: TypeFixture.rows(count: 40, seed: 2, nulls: 3)),
            Self.database(rows: TypeFixture.rows(count: 1, seed: 3, nulls: 10)),
        ]
        let statements = Self.typed()
        #expect(statements.count > 4000)
        var broken: Set<String> = []
        var values = 0
        for statement in statements {
            for database in databases {
                // SQLite stops some of these with an error of its own: an integer overflow, malformed JSON.
                guard let rows = try? database.rows(statement.sql) else { continue }
                for row in rows {
                    for (value, type) in zip(row, statement.columns) {
                        values += 1
                        if !Self.fits(value, type) {
                            broken.insert("\(statement.sql): \(value) is no \(type.spelling)")
                        }
                    }
                }
            }
        }
        #expect(values > 40_000)
        #expect(broken.sorted() == [])
    }

    @Test func `SQLite takes every statement that has types`() throws {
        let database = try Self.database(rows: [])
        var refused: [String] = []
        // octet_length is newer than the SQLite that this may run on.
        for statement in Self.typed() where !statement.sql.contains("octet_length") {
            do {
                let columns = try database.prepare(statement.sql).columns
                if columns != statement.columns.count { refused.append("\(statement.sql): \(columns) columns") }
            } catch {
                refused.append("\(statement.sql): \(error)")
            }
        }
        #expect(refused == [])
    }

    private static func fits(_ value: SQLite.Value, _ type: ValueType) -> Bool {
        guard let storage = value.storage else { return type.isOptional }
        return type.storage == .any || storage == type.storage.rawValue
            || (type.storage == .real && storage == "INTEGER")
    }
}
