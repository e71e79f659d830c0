import LockstepSQL
import LockstepSchema
import Testing

/// CHECK constraints that list values.
@Suite struct EnumTests {
    private func fixture(_ column: String, _ constraint: String = "") -> Fixture {
        Fixture("CREATE TABLE a (\nid TEXT NOT NULL PRIMARY KEY,\n\(column)\n\(constraint));")
    }

    @Test(arguments: [
        ("c TEXT CHECK (c IN ('a', 'b'))", ["a", "b"]), ("c TEXT CHECK (c = 'a' OR 'b' = c)", ["a", "b"]),
        ("c TEXT CHECK (((c) = ('a')) OR (c == 'b' OR c IS 'd'))", ["a", "b", "d"]),
        ("c TEXT CHECK (c IN ('a', 'b') AND length(c) > 0)", ["a", "b"]),
        ("c TEXT CHECK (length(c) > 0 AND (c = 'a' OR c IN ('b')))", ["a", "b"]),
        ("c TEXT CHECK (c IS NULL OR c IN ('a', 'b'))", ["a", "b"]),
        ("c TEXT CHECK (c IN ('a', NULL, 'b', 'a'))", ["a", "b"]), ("c TEXT CHECK (a.c IN ('a'))", ["a"]),
        ("c TEXT CHECK (c COLLATE NOCASE IN ('a', 'b'))", ["a", "b"]), ("c TEXT CHECK (\"c\" IN ('a'))", ["a"]),
        ("c TEXT CHECK (c <> '') CHECK (c IN ('a', 'b'))", ["a", "b"]),
        ("c TEXT CHECK (c IN ('in progress', '', '2fa', 'default'))", ["inProgress", "empty", "_2fa", "`default`"]),
        ("c TEXT CHECK (c IN ('self', 'Type', 'init', 'nil'))", ["`self`", "type", "`init`", "`nil`"]),
        ("c TEXT CHECK (c IN ('größe', '中'))", ["größe", "中"]),
        ("c TEXT CHECK (c IN ('🎉', '+1')) -- cases: party, plusOne", ["party", "plusOne"]),
        ("c TEXT CHECK (c IN (1, 2))", ["_1", "_2"]),
        ("c INTEGER CHECK (c IN (0, 1, 2)) -- cases: low, medium, high", ["low", "medium", "high"]),
        ("c INTEGER CHECK (c IN (-1, +1, 0x10)) -- cases: down, up, far", ["down", "up", "far"]),
        ("c INTEGER CHECK (c IN (1.0, '2')) -- cases: one, two", ["one", "two"]),
        ("c INTEGER CHECK (c = 3 OR c = 4) -- cases: three, four", ["three", "four"]),
        ("c INTEGER CHECK (c IN (0, 1)) -- cases: off, on", ["off", "on"]),
    ])
    func `values become cases`(column: String, cases: [String]) throws {
        let schema = try fixture(column).schema
        #expect(schema.enums.first?.cases.map(\.name.escaped) == cases)
        #expect(schema.tables[0].columns[1].type.spelling == "C?")
    }

    @Test(arguments: [
        ("c INTEGER CHECK (c IN (0, 1))", "Bool?"), ("c INTEGER CHECK (c = 0 OR c = 1)", "Bool?"),
        ("c INTEGER CHECK (c IN (FALSE, TRUE))", "Bool?"), ("c INTEGER CHECK (c IN (1, 0, NULL))", "Bool?"),
        // Nothing that lists all values
        ("c TEXT CHECK (c NOT IN ('a'))", "String?"), ("c TEXT CHECK (c IN ('a') OR length(c) > 3)", "String?"),
        ("c TEXT CHECK (c IN ('a') OR id = 'b')", "String?"), ("c TEXT CHECK (lower(c) IN ('a'))", "String?"),
        ("c TEXT CHECK (c IN (x'00'))", "String?"), ("c TEXT CHECK (c IN (lower('A')))", "String?"),
        ("c REAL CHECK (c IN (1.5, 2.5))", "Double?"), ("c REAL CHECK (c IN (1, 2))", "Double?"),
        ("c INTEGER CHECK (c BETWEEN 0 AND 1)", "Int?"),
    ])
    func `other conditions leave the type`(column: String, type: String) throws {
        let schema = try fixture(column).schema
        #expect(schema.tables[0].columns[1].type.spelling == type)
        #expect(schema.enums.isEmpty)
    }

    @Test func `a constraint of the table lists the values of its columns`() throws {
        let schema = try fixture("c TEXT, d TEXT,", "CHECK (c IN ('a') AND d IN ('x', 'y'))").schema
        #expect(schema.enums.map { "\($0.name) \($0.cases.map(\.name.name))" } == [#"C ["a"]"#, #"D ["x", "y"]"#])
    }

    @Test func `values that a collation makes equal may be written`() throws {
        let fixture = Fixture(
            "CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, c TEXT COLLATE NOCASE CHECK (c IN ('a')));",
            mutations: "-- name: m :mutation\nUPDATE a SET c = 'A' WHERE id = :id;")
        #expect(try fixture.schema.enums.count == 1)
    }

    @Test(arguments: [
        ("c TEXT CHECK (c IN ('a b', 'a_b'))", "3:1: the values 'a b' and 'a_b' are both a case `aB`"),
        ("c TEXT CHECK (c IN ('', 'empty'))", "3:1: the values '' and 'empty' are both a case `empty`"),
        ("c TEXT CHECK (c IN ('🎉'))", "3:1: the value '🎉' cannot be a case `_`"),
        ("c TEXT CHECK (c IN ('unrecognized'))", "3:1: the value 'unrecognized' cannot be a case"),
        ("c INTEGER CHECK (c IN (1, 2, 3))", "3:1: the values of `c` have no names"),
        ("c TEXT CHECK (c IN ('a', 'b')) -- cases: a", "3:32: 1 cases for 2 values"),
        ("c TEXT CHECK (c <> 'a') -- cases: a", "3:25: `-- cases:` names the values of a CHECK, and `c` has none"),
    ])
    func `cases that need names`(column: String, message: String) {
        let messages = fixture(column).messages
        #expect(messages.contains { $0.hasPrefix("migrations/0001_first.sql:\(message)") }, "\(messages)")
    }
}
