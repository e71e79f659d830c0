import LockstepSQL
import LockstepSchema
import Testing

/// The model of tables: names, types, enums, comments, keys.
@Suite struct TableTests {
    private func column(_ declaration: String, options: String = "") throws -> Column {
        let fixture = Fixture("CREATE TABLE a (\nid TEXT NOT NULL PRIMARY KEY,\n\(declaration)\n)\(options);")
        return try #require(try fixture.schema.tables.first?.columns.last)
    }

    @Test(arguments: [
        ("x INTEGER", "Int?", "INTEGER"), ("x INT NOT NULL", "Int", "INTEGER"), ("x BIGINT", "Int?", "INTEGER"),
        ("x VARCHAR(20)", "String?", "TEXT"), ("x CLOB", "String?", "TEXT"), ("x DOUBLE PRECISION", "Double?", "REAL"),
        ("x FLOAT", "Double?", "REAL"), ("x BLOB", "Data?", "BLOB"),
        ("x INTEGER CHECK (x IN (0, 1))", "Bool?", "INTEGER"),
        ("x TEXT -- type: UUID", "UUID?", "TEXT"), ("x BLOB -- type: UUID", "UUID?", "BLOB"),
        ("x INTEGER -- type: Date", "Date?", "INTEGER"), ("x REAL -- type: Date", "Date?", "REAL"),
        ("x TEXT -- type: Date", "Date?", "TEXT"), ("x TEXT -- type: URL", "URL?", "TEXT"),
        ("x INTEGER -- type: Bool", "Bool?", "INTEGER"), ("x BOOLEAN -- type: Bool", "Bool?", "INTEGER"),
        ("x DECIMAL(10, 2) -- type: Int", "Int?", "INTEGER"), ("x TEXT NOT NULL -- type: Money", "Money", "TEXT"),
        ("x -- type: Anything", "Anything?", "ANY"), ("x TEXT -- type: Model.Schedule", "Model.Schedule?", "TEXT"),
        ("x TEXT NOT NULL CHECK (x IN ('a', 'b'))", "X", "TEXT"),
        ("x TEXT NOT NULL CHECK (x = 'a' OR x = 'b')", "X", "TEXT"),
        ("x INTEGER NOT NULL CHECK (x IN (1, 2)) -- cases: low, high", "X", "INTEGER"),
        ("x INTEGER NOT NULL CHECK (x IN (1, 2)) -- type: Int", "Int", "INTEGER"),
        ("x INTEGER CHECK (x > 0)", "Int?", "INTEGER"), ("x TEXT CHECK (length(x) IN (1, 2))", "String?", "TEXT"),
        ("x TEXT REFERENCES a(id)", "String?", "TEXT"),
    ])
    func `a column has a type`(declaration: String, type: String, storage: String) throws {
        let column = try column(declaration)
        #expect(column.type.spelling == type)
        #expect(column.type.storage.rawValue == storage)
    }

    @Test(arguments: [
        ("CREATE TABLE a (id INTEGER PRIMARY KEY)", "Int"), ("CREATE TABLE a (id TEXT PRIMARY KEY) STRICT", "String"),
        ("CREATE TABLE a (id TEXT PRIMARY KEY) WITHOUT ROWID", "String"),
        ("CREATE TABLE a (id INTEGER, PRIMARY KEY (id))", "Int"),
    ])
    func `a key is never NULL where SQLite sees to it`(sql: String, type: String) throws {
        #expect(try Fixture(sql + ";").schema.tables.first?.columns.first?.type.spelling == type)
    }

    @Test func `a foreign key takes the type of what it refers to`() throws {
        let schema = try Fixture(
            """
            CREATE TABLE c (id BLOB NOT NULL PRIMARY KEY REFERENCES b) STRICT;
            CREATE TABLE b (id BLOB NOT NULL PRIMARY KEY REFERENCES a(id)) STRICT;
            CREATE TABLE a (
              id BLOB NOT NULL PRIMARY KEY, -- type: UUID
              parent BLOB REFERENCES a
            ) STRICT;
            """
        ).schema
        #expect(schema.tables.map(\.name) == ["a", "b", "c"])
        #expect(schema.tables.flatMap(\.columns).map(\.type.spelling) == ["UUID", "UUID?", "UUID", "UUID"])
        #expect(schema.table(named: "a")?.foreignKeys.map(\.parentColumns) == [["id"]])
    }

    @Test func `a foreign key of another class than its parent is refused`() {
        let fixture = Fixture(
            "CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY);\nCREATE TABLE b (id BLOB NOT NULL PRIMARY KEY REFERENCES a);"
        )
        #expect(
            fixture.messages == [
                "migrations/0001_first.sql:2:17: `id` is BLOB, but refers to `a.id`, which is TEXT"
            ])
    }

    @Test(arguments: [
        // Equal values and names are one enum, whatever the order
        (
            "status TEXT CHECK (status IN ('a', 'b'))", "status TEXT CHECK (status IN ('b', 'a'))",
            ["Status: a.status b.status"]
        ),
        (
            "status TEXT CHECK (status IN ('a', 'b'))", "status TEXT CHECK (status IN ('a'))",
            ["AStatus: a.status", "BStatus: b.status"]
        ),
        (
            "status TEXT CHECK (status IN ('a'))", "state TEXT CHECK (state IN ('a'))",
            ["State: b.state", "Status: a.status"]
        ),
        (
            "status TEXT CHECK (status IN ('a')) -- type: Mode", "state TEXT CHECK (state IN ('a')) -- type: Mode",
            ["Mode: a.status b.state"]
        ),
        ("status TEXT CHECK (status IN ('a'))", "state TEXT -- type: Status", ["Status: a.status"]),
        (
            "mode TEXT CHECK (mode IN ('x')) -- type: Status", "status TEXT CHECK (status IN ('a'))",
            ["BStatus: b.status", "Status: a.mode"]
        ),
    ])
    func `enums are shared by name and values`(first: String, second: String, enums: [String]) throws {
        let schema = try Fixture(
            "CREATE TABLE a (\nid TEXT NOT NULL PRIMARY KEY,\n\(first)\n);\n"
                + "CREATE TABLE b (\nid TEXT NOT NULL PRIMARY KEY,\n\(second)\n);"
        ).schema
        #expect(schema.enums.map { "\($0.name): \($0.columns.joined(separator: " "))" } == enums)
    }

    @Test(arguments: [
        ("'in-progress', 'done', '2nd', 'ALL', 'default'", nil, ["inProgress", "done", "_2nd", "all", "`default`"]),
        ("'-', '+'", "minus, plus", ["minus", "plus"]),
    ])
    func `cases have Swift names`(values: String, cases: String?, names: [String]) throws {
        let directive = cases.map { " -- cases: \($0)" } ?? ""
        let schema = try Fixture(
            "CREATE TABLE a (\nid TEXT NOT NULL PRIMARY KEY,\nx TEXT CHECK (x IN (\(values)))\(directive)\n);"
        ).schema
        #expect(schema.enums.first?.cases.map(\.name.escaped) == names)
    }

    @Test func `one name cannot stand for two sets of values`() {
        let fixture = Fixture(
            "CREATE TABLE a (\nid TEXT NOT NULL PRIMARY KEY,\nx TEXT CHECK (x IN ('a')), -- type: Mode\n"
                + "y TEXT CHECK (y IN ('b')) -- type: Mode\n);")
        #expect(fixture.messages == ["migrations/0001_first.sql:4:27: `Mode` has other values in `a.x`"])
    }

    @Test func `comments document the table and its columns`() throws {
        let table = try #require(
            try Fixture(
                """
                -- Not of the table.

                -- A card on a board.
                -- It has a title.
                -- struct: Ticket
                CREATE TABLE card ( -- Printed in two columns.
                  id TEXT NOT NULL PRIMARY KEY, -- The id,
                                                -- made by the client.
                  -- Shown in bold.
                  title TEXT NOT NULL
                    CHECK (title <> ''), /* block */
                  a TEXT, b TEXT, -- Of b.
                  size INTEGER NOT NULL -- Note: in points
                    DEFAULT 3 -- type: Points
                ) STRICT; -- Kept for ever.
                """
            ).schema.tables.first)
        #expect(table.structName.name == "Ticket")
        #expect(table.documentation == "A card on a board.\nIt has a title.\nPrinted in two columns.\nKept for ever.")
        #expect(
            table.columns.map(\.documentation) == [
                "The id,\nmade by the client.", "Shown in bold.", "", "Of b.", "Note: in points",
            ])
        #expect(table.columns.last?.type.spelling == "Points")
    }

    @Test(arguments: [
        ("project_id", "projectId"), ("projectId", "projectId"), ("URL", "url"), ("ISO", "iso"), ("user_ID", "userId"),
        ("_x", "x"), ("\"2nd place\"", "_2ndPlace"), ("\"größe\"", "größe"), ("\"class\"", "`class`"),
        ("\"in\"", "`in`"),
        ("HTMLBody", "hTMLBody"),
    ])
    func `a property has the column's name in camel case`(name: String, property: String) throws {
        #expect(try column("\(name) TEXT").property.escaped == property)
    }

    @Test func `columns that later migrations add are part of the table`() throws {
        var fixture = Fixture("CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY) STRICT;")
        fixture.files.migrations += [
            .init(
                path: "migrations/0002_more.sql",
                text: "ALTER TABLE a ADD COLUMN due INTEGER; -- type: Date\nUPDATE a SET due = 5 WHERE due IS NULL;"),
            .init(path: "migrations/0003_index.sql", text: "CREATE UNIQUE INDEX a_due ON a (due) WHERE due > 0;"),
        ]
        let schema = try fixture.schema
        #expect(schema.version == 3)
        #expect(schema.migrations.map(\.name) == ["0001_first", "0002_more", "0003_index"])
        #expect(schema.tables[0].columns.map(\.type.spelling) == ["String", "Date?"])
        #expect(schema.tables[0].uniqueConstraints == [UniqueConstraint(columns: ["due"], isPartial: true)])
    }

    @Test(arguments: [
        ("IssueTrackerSchema", nil, "IssueTracker"), ("issue-tracker", nil, "IssueTrackerSchema"),
        ("App", nil, "AppSchema"),
        ("App", #"{"name": "Board", "access": "package", "imports": ["Model"]}"#, "Board"),
    ])
    func `the root type is named after the target unless it is named`(target: String, json: String?, name: String)
        throws
    {
        var fixture = Fixture()
        fixture.targetName = target
        fixture.files.configuration = json.map { .init(path: "lockstep.json", text: $0) }
        let schema = try fixture.schema
        #expect(schema.name.name == name)
        #expect(schema.access == (json == nil ? .public : .package))
        #expect(schema.imports == (json == nil ? [] : ["Model"]))
    }
}
