import LockstepSQL
import LockstepSchema
import Testing

/// Unusual declarations that SQLite takes, and what the model makes of them. SQLite confirms each.
@Suite struct OddSchemaTests {
    @Test(arguments: [
        // Names
        ("\"a b\" (\"x y\" TEXT NOT NULL PRIMARY KEY)", "xY String"),
        ("[a] ([select] TEXT NOT NULL PRIMARY KEY, `from` INT)", "select String, from Int?"),
        ("'a' ('x' TEXT NOT NULL PRIMARY KEY)", "x String"), ("abort (key TEXT NOT NULL PRIMARY KEY)", "key String"),
        ("tür (größe TEXT NOT NULL PRIMARY KEY)", "größe String"),
        ("a (X TEXT NOT NULL, y TEXT, PRIMARY KEY (x))", "x String, y String?"),
        ("a (rowid TEXT NOT NULL PRIMARY KEY, oid INT)", "rowid String, oid Int?"),
        // Types by affinity
        ("a (x VARCHAR(255) NOT NULL PRIMARY KEY, y DOUBLE PRECISION)", "x String, y Double?"),
        ("a (x CHARACTER VARYING (20) NOT NULL PRIMARY KEY)", "x String"),
        ("a (x UNSIGNED BIG INT NOT NULL PRIMARY KEY)", "x Int"),
        ("a (x FLOATING POINT NOT NULL PRIMARY KEY)", "x Int"), ("a (x CHARINT NOT NULL PRIMARY KEY)", "x Int"),
        ("a (x \"int\" NOT NULL PRIMARY KEY)", "x Int"),
        ("a (x NATIVE CHARACTER(70) NOT NULL PRIMARY KEY)", "x String"),
        // Keys
        ("a (x INTEGER PRIMARY KEY ASC)", "x Int"), ("a (x INTEGER, y TEXT, PRIMARY KEY (x ASC))", "x Int, y String?"),
        ("a (x INTEGER NOT NULL PRIMARY KEY DESC)", "x Int"), ("a (x INT NOT NULL PRIMARY KEY)", "x Int"),
        ("a (x TEXT, y TEXT, PRIMARY KEY (y, x)) WITHOUT ROWID", "x String, y String"),
        ("a (x TEXT PRIMARY KEY,\n y ANY -- type: Thing\n) STRICT", "x String, y Thing?"),
        ("a (x TEXT CONSTRAINT k NOT NULL CONSTRAINT l PRIMARY KEY) STRICT, WITHOUT ROWID", "x String"),
        ("a (x TEXT COLLATE BINARY NOT NULL ON CONFLICT ABORT PRIMARY KEY)", "x String"),
        // Constraints
        ("a (x TEXT NOT NULL PRIMARY KEY, y INT NULL UNIQUE ON CONFLICT IGNORE)", "x String, y Int?"),
        ("a (x TEXT NOT NULL PRIMARY KEY, CONSTRAINT c CHECK (x) CONSTRAINT d CHECK (x <> ''))", "x String"),
        ("a (x TEXT NOT NULL PRIMARY KEY, CHECK (a.x > '' AND x NOT LIKE '% %' ESCAPE '!'))", "x String"),
        ("a (x TEXT NOT NULL PRIMARY KEY CHECK (CASE x WHEN '' THEN 0 ELSE 1 END))", "x String"),
        ("a (x TEXT NOT NULL PRIMARY KEY CHECK (json_valid(x) AND typeof(x) = 'text'))", "x String"),
        ("a (x TEXT NOT NULL PRIMARY KEY CHECK (x GLOB '[a-z]*'))", "x String"),
        ("a (x TEXT NOT NULL PRIMARY KEY REFERENCES a DEFERRABLE INITIALLY DEFERRED)", "x String"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y TEXT REFERENCES a ON DELETE SET NULL MATCH FULL)", "x String, y String?"),
        // Defaults
        ("a (x TEXT NOT NULL PRIMARY KEY, y INTEGER DEFAULT -1, z REAL DEFAULT +1.5)", "x String, y Int?, z Double?"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y TEXT DEFAULT word, z INTEGER DEFAULT TRUE)", "x String, y String?, z Int?"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y TEXT DEFAULT (lower('A') || 'b'))", "x String, y String?"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y TEXT DEFAULT CURRENT_DATE)", "x String, y String?"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y BLOB DEFAULT x'00', z INTEGER DEFAULT 0x10)", "x String, y Data?, z Int?"),
        // Generated columns
        ("a (x TEXT NOT NULL PRIMARY KEY, y AS (length(x)))", "x String, y Int"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y TEXT GENERATED ALWAYS AS (upper(x)) STORED)", "x String, y String"),
        ("a (y AS (x = 'a'), x TEXT NOT NULL PRIMARY KEY)", "y Bool, x String"),
        (
            "a (x TEXT NOT NULL PRIMARY KEY, y INT, z REAL AS (y), w TEXT AS (y))",
            "x String, y Int?, z Double?, w String?"
        ),
        (
            "a (x TEXT NOT NULL PRIMARY KEY, y INT AS (CAST(z + 1 AS INT)), z INT AS (length(x)))",
            "x String, y Int, z Int"
        ),
        ("a (x TEXT NOT NULL PRIMARY KEY, y INTEGER AS (lower(x))) STRICT", "x String, y Int"),
        ("a (x TEXT NOT NULL PRIMARY KEY,\n y INTEGER, -- type: Date\n z AS (y))", "x String, y Date?, z Date?"),
        ("a (x TEXT NOT NULL PRIMARY KEY, y INTEGER AS (json_extract(x, '$.a')))", nil),
        ("a (x TEXT NOT NULL PRIMARY KEY, y TEXT AS (CAST(json_extract(x, '$.a') AS TEXT)))", "x String, y String?"),
    ])
    func `a table`(table: String, columns: String?) throws {
        let fixture = Fixture("CREATE TABLE \(table);")
        guard let columns else {
            #expect(fixture.messages.first?.contains("what it is generated from is") == true)
            return
        }
        let found = try #require(try fixture.schema.tables.first).columns
        #expect(found.map { "\($0.property.name) \($0.type.spelling)" }.joined(separator: ", ") == columns)
    }

    @Test(arguments: [
        ("CREATE UNIQUE INDEX i ON a (lower(y), x)", [""]), ("CREATE UNIQUE INDEX i ON a (y COLLATE NOCASE)", ["y"]),
        ("CREATE UNIQUE INDEX i ON a (y) WHERE n IS NOT NULL AND y <> 'x'", ["y partial"]),
        ("CREATE UNIQUE INDEX i ON a (y DESC, n ASC)", ["y n"]), ("CREATE INDEX i ON a (json_extract(y, '$.a'))", []),
        ("CREATE INDEX main.i ON a (n + 1, n % 2) WHERE n > 0", nil), ("CREATE INDEX i ON a (n, n)", []),
        ("CREATE UNIQUE INDEX i ON a (y); DROP INDEX i; CREATE UNIQUE INDEX i ON a (n)", ["n"]),
    ])
    func `an index`(index: String, uniques: [String]?) throws {
        let fixture = Fixture(
            "CREATE TABLE a (x TEXT NOT NULL PRIMARY KEY, y TEXT, n INTEGER);\n\(index);")
        guard let uniques else {
            #expect(fixture.messages.count == 1)
            return
        }
        let constraints = try #require(try fixture.schema.tables.first).uniqueConstraints
        #expect(
            constraints.map { $0.columns.joined(separator: " ") + ($0.isPartial ? " partial" : "") } == uniques)
    }

    @Test(arguments: [
        ("x TEXT -- type: UUID", "y TEXT -- type: String", "`y` is `String`, but refers to `a.x`, which is `UUID`"),
        ("x INTEGER", "y INTEGER -- type: Date", "`y` is `Date`, but refers to `a.x`, which is `Int`"),
        ("x TEXT", "y TEXT CHECK (y IN ('a'))", nil), ("x TEXT -- type: UUID", "y TEXT -- type: UUID", nil),
        ("x TEXT -- type: Model.ID", "y TEXT -- type: Model.ID", nil),
        ("x DATETIME -- type: Date", "y TEXT", "a `Date` is stored as INTEGER or REAL or TEXT, not as DATETIME"),
        ("x DECIMAL(10,2) -- type: Double", "y TEXT", "a `Double` is stored as REAL, not as DECIMAL(10, 2)"),
        ("x -- type: Int", "y TEXT", "a `Int` is stored as INTEGER, not in a column without a type"),
        ("x BOOLEAN", "y TEXT", "`x` has the type BOOLEAN, which takes values of any kind"),
    ])
    func `the type of a foreign key is that of its parent`(parent: String, child: String, message: String?) {
        let fixture = Fixture(
            """
            CREATE TABLE a (
            id TEXT NOT NULL PRIMARY KEY,
            \(parent)
            );
            CREATE UNIQUE INDEX a_x ON a (x);
            CREATE TABLE b (
            id TEXT NOT NULL PRIMARY KEY,
            \(child)
            , FOREIGN KEY (y) REFERENCES a (x));
            """)
        #expect(
            fixture.messages.contains { $0.contains(message ?? "error") } == (message != nil), "\(fixture.messages)")
    }

    @Test func `types come through composite keys, chains and circles`() throws {
        let schema = try Fixture(
            """
            CREATE TABLE d (p TEXT, q INTEGER, id TEXT NOT NULL PRIMARY KEY, FOREIGN KEY (q, p) REFERENCES c (b, a));
            CREATE TABLE c (a TEXT NOT NULL REFERENCES a, b INTEGER NOT NULL REFERENCES b(n), PRIMARY KEY (a, b));
            CREATE TABLE a (
              id TEXT NOT NULL PRIMARY KEY, -- type: UUID
              next TEXT REFERENCES a
            );
            CREATE TABLE b (
              id TEXT NOT NULL PRIMARY KEY REFERENCES e(id),
              n INTEGER NOT NULL UNIQUE -- type: Date
            );
            CREATE TABLE e (
              id TEXT NOT NULL PRIMARY KEY REFERENCES b(id) -- type: URL
            );
            CREATE UNIQUE INDEX c_ba ON c (b, a);
            """
        ).schema
        func types(_ table: String) throws -> [String] {
            try #require(schema.table(named: table)).columns.map(\.type.spelling)
        }
        #expect(try types("d") == ["UUID?", "Date?", "String"])
        #expect(try types("c") == ["UUID", "Date"])
        #expect(try types("b") == ["URL", "Date"])
        #expect(try types("a") == ["UUID", "UUID?"])
    }
}
