import LockstepSQL
import LockstepSchema
import Testing

/// Mutations that are said to be replayable leave equal tables behind in databases that hold the same rows in another
/// order.
@Suite struct ReplayProofTests {
    private static let tables = """
        CREATE TABLE p (id TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL, m INTEGER, u INTEGER UNIQUE, s TEXT NOT NULL) STRICT;
        CREATE TABLE c (
          id TEXT NOT NULL PRIMARY KEY, p_id TEXT REFERENCES p(id) ON DELETE CASCADE, n INTEGER NOT NULL, x REAL,
          label TEXT COLLATE NOCASE, s TEXT
        ) STRICT;
        CREATE TABLE w (a INTEGER NOT NULL, b TEXT NOT NULL, n INTEGER NOT NULL DEFAULT 0, s TEXT, PRIMARY KEY (a, b))
          STRICT, WITHOUT ROWID;
        """

    /// The parts that mutations are put together from.
    private struct Generator {
        var random: TypeFixture.Generator

        mutating func pick(_ values: [String]) -> String { values[Int(random.next() % UInt64(values.count))] }

        mutating func condition(_ table: String) -> String {
            switch table {
            case "p": pick(["n > 2", "m IS NULL", "id = 'p3'", "s < 'c'", "u > 3", "n IN (SELECT n FROM w)", "1"])
            case "c": pick(["n > 2", "p_id IS NULL", "id < 'c5'", "x > 1", "label = 'a'", "p_id = 'p2'", "1"])
            default: pick(["n > 2", "a = 1", "b = 'x'", "a = 1 AND b = 'x'", "s IS NOT NULL", "1"])
            }
        }

        mutating func order(_ table: String) -> String {
            switch table {
            case "p": pick(["", " ORDER BY n", " ORDER BY id", " ORDER BY n, id", " ORDER BY u", " ORDER BY s DESC, id"])
            case "c": pick(["", " ORDER BY n", " ORDER BY x, id", " ORDER BY label", " ORDER BY id DESC"])
            default: pick(["", " ORDER BY a", " ORDER BY a, b", " ORDER BY n, b, a"])
            }
        }

        mutating func subquery(of type: String) -> String {
            let table = pick(["p", "c", "w"])
            let text = table == "w" ? "b" : "id"
            let (condition, order) = (condition(table), order(table))
            if type == "TEXT" {
                return pick([
                    "(SELECT \(text) FROM \(table) WHERE \(condition)\(order) LIMIT 1)",
                    "(SELECT max(\(text)) FROM \(table) WHERE \(condition))",
                    "(SELECT group_concat(\(text)) FROM \(table) WHERE \(condition))",
                    "(SELECT min(s) FROM \(table) WHERE \(condition))", "(SELECT label FROM c WHERE id = 'c2')",
                    "(SELECT max(label) FROM c)", "(SELECT s FROM (SELECT s FROM p GROUP BY n) LIMIT 1)",
                    "(SELECT \(text) FROM \(table) GROUP BY n\(order) LIMIT 1)",
                    "(SELECT DISTINCT s FROM \(table) ORDER BY 1 LIMIT 1)",
                    "(SELECT s FROM p UNION SELECT b FROM w LIMIT 1)",
                ])
            }
            return pick([
                "(SELECT count(*) FROM \(table) WHERE \(condition))", "(SELECT sum(n) FROM \(table) WHERE \(condition))",
                "(SELECT n FROM \(table) WHERE \(condition)\(order) LIMIT 1)",
                "(SELECT n FROM \(table)\(order) LIMIT 1 OFFSET 1)", "(SELECT CAST(sum(x) AS INTEGER) FROM c)",
                "(SELECT CAST(avg(n) AS INTEGER) FROM \(table))", "(SELECT n FROM p WHERE p.id = 'p4')",
                "(SELECT r FROM (SELECT n, row_number() OVER (\(order.isEmpty ? "" : order.dropFirst().description)) AS r "
                    + "FROM \(table)) WHERE n = 3 ORDER BY r LIMIT 1)",
                "(SELECT max(n) FROM \(table) GROUP BY s\(order) LIMIT 1)",
                "(SELECT first_value(n) OVER (\(order)) FROM \(table) LIMIT 1)",
            ])
        }

        mutating func mutation() -> String {
            let table = pick(["p", "c", "w"])
            let key = table == "w" ? "b" : "id"
            switch random.next() % 9 {
            case 0: return "UPDATE \(table) SET n = coalesce(\(subquery(of: "INTEGER")), 0) WHERE \(condition(table))"
            case 1: return "UPDATE \(table) SET s = coalesce(\(subquery(of: "TEXT")), '') WHERE \(condition(table))"
            case 2:
                return "DELETE FROM \(table) WHERE \(key) IN (SELECT \(key) FROM \(table) WHERE \(condition(table))"
                    + "\(order(table)) LIMIT 2)"
            case 3: return "UPDATE OR \(pick(["IGNORE", "REPLACE", "ABORT"])) p SET u = \(pick(["u + 1", "n", "7", "NULL"]))"
            case 4:
                return "UPDATE c SET n = p.n, s = p.s FROM p WHERE "
                    + pick(["p.id = c.p_id", "p.n = c.n", "p.u = c.n", "p.s = c.s AND p.id = 'p1'"])
            case 5:
                return "INSERT INTO w (a, b, n, s) SELECT n, \(pick(["id", "s", "'k' || id"])), m, s FROM p "
                    + "WHERE m IS NOT NULL\(order("p")) "
                    + pick(["ON CONFLICT DO UPDATE SET n = excluded.n", "ON CONFLICT DO NOTHING", "", "LIMIT 2"])
            case 6:
                return "INSERT OR \(pick(["IGNORE", "REPLACE", "ABORT"])) INTO p (id, n, u, s) "
                    + "SELECT 'q' || id, n, \(pick(["n", "NULL", "n % 3"])), coalesce(s, '') FROM c\(order("c"))"
            case 7: return "DELETE FROM \(table) WHERE \(condition(table)) AND n > coalesce(\(subquery(of: "INTEGER")), 0)"
            default:
                return "UPDATE w SET n = (SELECT count(*) FROM c WHERE c.n = w.a AND \(condition("c"))), "
                    + "s = \(subquery(of: "TEXT"))"
            }
        }
    }

    private static func rows(seed: UInt64) -> [String] {
        var generator = Generator(random: .init(state: seed))
        let reals = ["1.5", "NULL", "0.1", "1e16", "-1e16", "2.5"]
        return (0..<9).map { index in
            "INSERT INTO p VALUES ('p\(index)', \(generator.random.next() % 5), \(generator.pick(["NULL", "1", "2"])), "
                + "\(generator.pick(["NULL", "\(index)"])), '\(generator.pick(["a", "b", "c"]))')"
        } + (0..<12).map { index in
            "INSERT INTO c VALUES ('c\(index)', \(generator.pick(["NULL", "'p1'", "'p2'", "'p3'"])), "
                + "\(generator.random.next() % 5), \(generator.pick(reals)), '\(generator.pick(["a", "A", "b", "B"]))', "
                + "\(generator.pick(["NULL", "'a'", "'b'"])))"
        } + (0..<8).map { index in
            "INSERT INTO w VALUES (\(index % 4), '\(index < 4 ? "x" : "y")', \(generator.random.next() % 5), NULL)"
        }
    }

    private static func databases(seed: UInt64) throws -> [SQLite] {
        let rows = rows(seed: seed)
        // Parents come first in either order.
        let parents = rows.prefix(9)
        let orders = [rows, parents.reversed() + rows.dropFirst(9).reversed(), parents.reversed() + rows.dropFirst(9)]
        return try orders.enumerated().map { index, order in
            let database = try SQLite()
            try database.execute("PRAGMA page_size = \(index == 1 ? 512 : 4096)")
            try database.execute(tables)
            try database.execute("PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON")
            for row in order { try database.execute(row) }
            if index == 1 { try database.execute("PRAGMA reverse_unordered_selects = ON") }
            if index == 2 { try database.execute("ANALYZE") }
            return database
        }
    }

    private static func outcome(of sql: String, in database: SQLite) throws -> String {
        try database.execute("SAVEPOINT proof")
        var text = ""
        do { try database.execute(sql) } catch { text = "failed" }
        if text.isEmpty {
            text += try "\(database.rows("SELECT * FROM p ORDER BY id"))\(database.rows("SELECT * FROM c ORDER BY id"))"
            text += try "\(database.rows("SELECT * FROM w ORDER BY a, b"))"
        }
        try database.execute("ROLLBACK TO proof; RELEASE proof")
        return text
    }

    @Test func `what is replayable does the same on rows in another order`() throws {
        var generator = Generator(random: .init(state: 3))
        let mutations = Array(Set((0..<500).map { _ in generator.mutation() })).sorted()
        let text = mutations.enumerated().map { "-- name: m\($0) :mutation\n\($1);\n" }.joined()
        let analysis = Fixture(Self.tables, mutations: text).analysis
        // Those with a mistake of their own, such as a value that cannot be NULL, would take the schema with them.
        let wrong = Set(analysis.diagnostics.filter { $0.severity == .error }.map { ($0.place.location.line - 1) / 2 })
        let right = mutations.enumerated().filter { !wrong.contains($0.offset) }.map(\.element)
        let schema = try Fixture(
            Self.tables, mutations: right.enumerated().map { "-- name: m\($0) :mutation\n\($1);\n" }.joined()).schema
        var replayable: [String] = []
        for (index, sql) in right.enumerated() where try #require(schema.mutation("m\(index)")).replayObstacles.isEmpty {
            replayable.append(sql)
        }
        var broken: Set<String> = []
        for seed in 1...6 as ClosedRange<UInt64> {
            let databases = try Self.databases(seed: seed)
            for sql in replayable {
                let outcomes = try Set(databases.map { try Self.outcome(of: sql, in: $0) })
                if outcomes.count > 1 { broken.insert(sql) }
            }
        }
        #expect(broken.sorted() == [])
        #expect(replayable.count > 80)
        #expect(right.count - replayable.count > 80)
    }
}
