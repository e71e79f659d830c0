import LockstepSQL
import LockstepSchema
import Testing

/// Tables that one side only has: their rules, and the halves of migrations.
@Suite struct TableSideTests {
    private static let tables = """
        -- An issue.
        -- read: everyone
        CREATE TABLE issue (id TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL);
        -- side: server
        CREATE TABLE secret (id INTEGER PRIMARY KEY AUTOINCREMENT, word TEXT COLLATE NOCASE);
        -- side: client
        CREATE TABLE draft (text TEXT, at TEXT DEFAULT CURRENT_TIMESTAMP);
        -- side: derived
        CREATE VIRTUAL TABLE issue_text USING fts5(
          title, -- What it says.
          content='issue', tokenize = 'porter'
        );
        -- side: client
        CREATE VIRTUAL TABLE place USING rtree(id, minX, maxX, +name TEXT);
        """

    @Test func `tables know their side`() throws {
        let schema = try Fixture(Self.tables).schema
        #expect(
            schema.tables.map { "\($0.name) \($0.side)" } == [
                "issue replicated", "secret server", "draft client", "issue_text derived", "place client",
            ])
        #expect(schema.replicatedTables.map(\.name) == ["issue"])
        #expect(schema.table(named: "issue")?.documentation == "An issue.")
        #expect(schema.table(named: "issue_text")?.columns.map(\.documentation) == ["What it says."])
        #expect(schema.table(named: "place")?.columns.map(\.type.spelling) == ["Int", "Double", "Double", "String?"])
    }

    @Test func `each side runs what its tables need`() throws {
        let schema = try Fixture(
            """
            -- side: server
            CREATE TABLE a (x INTEGER PRIMARY KEY); -- of a
            CREATE INDEX a_x ON a (x);
            CREATE TABLE b (x TEXT NOT NULL PRIMARY KEY); -- of b
            CREATE VIEW ab AS SELECT a.x FROM a, b;
            INSERT INTO a VALUES (1); INSERT INTO b VALUES ('1');
            -- side: client
            CREATE TABLE c (x TEXT);
            INSERT INTO c SELECT x FROM b;
            ALTER TABLE c ADD COLUMN y TEXT;
            DROP TABLE a;
            DROP VIEW ab;
            """
        ).schema
        let migration = schema.migrations[0]
        #expect(
            migration.clientSQL == """
                CREATE TABLE b (x TEXT NOT NULL PRIMARY KEY);
                INSERT INTO b VALUES ('1');
                CREATE TABLE c (x TEXT);
                INSERT INTO c SELECT x FROM b;
                ALTER TABLE c ADD COLUMN y TEXT;
                """)
        #expect(
            migration.serverSQL == """
                CREATE TABLE a (x INTEGER PRIMARY KEY);
                CREATE INDEX a_x ON a (x);
                CREATE TABLE b (x TEXT NOT NULL PRIMARY KEY);
                CREATE VIEW ab AS SELECT a.x FROM a, b;
                INSERT INTO a VALUES (1); INSERT INTO b VALUES ('1');
                DROP TABLE a;
                DROP VIEW ab;
                """)
    }

    @Test func `a migration of replicated tables is the same for both`() throws {
        let migration = try Fixture("CREATE TABLE b (x TEXT NOT NULL PRIMARY KEY);").schema.migrations[0]
        #expect(migration.clientSQL == migration.sql && migration.serverSQL == migration.sql)
    }

    @Test(arguments: [
        ("CREATE TABLE x (id INTEGER PRIMARY KEY REFERENCES issue)", "16:40: a foreign key cannot refer from one side"),
        ("CREATE VIEW x AS SELECT word FROM secret, draft", "16:13: `secret` is on the server only and `draft` on"),
        ("INSERT INTO issue SELECT text, text FROM draft", "16:1: what is written to `issue` would depend on `draft`"),
        ("INSERT INTO draft SELECT word, word FROM secret", "16:1: `secret` is on the server only and `draft`"),
        ("CREATE TABLE x (id TEXT REFERENCES place)", "16:36: `place` is a virtual table, which nothing can refer to"),
        ("CREATE TABLE place_node (id TEXT NOT NULL PRIMARY KEY)", "16:14: the name `place_node` is taken"),
    ])
    func `sides that cannot be mixed`(statement: String, message: String) {
        let comment = statement.hasPrefix("CREATE TABLE x") ? "-- side: client\n" : "-- .\n"
        let messages = Fixture(Self.tables + "\n" + comment + statement + ";").messages
        #expect(messages.contains { $0.hasPrefix("migrations/0001_first.sql:\(message)") }, "\(messages)")
    }

    @Test(arguments: [
        ("-- side: servr\nCREATE TABLE a (x TEXT NOT NULL PRIMARY KEY)", "1:1: `-- side:` cannot say `servr`"),
        ("-- sid: server\nCREATE TABLE a (x TEXT NOT NULL PRIMARY KEY)", "1:1: there is no directive `sid`"),
        ("-- read: all\nCREATE TABLE a (x TEXT NOT NULL PRIMARY KEY)", "1:1: `-- read:` cannot say `all`"),
        (
            "-- side: server\n-- side: client\nCREATE TABLE a (x TEXT NOT NULL PRIMARY KEY)",
            "2:1: `-- side:` stands here twice"
        ),
        (
            "-- side: server\n-- read: everyone\nCREATE TABLE a (x TEXT NOT NULL PRIMARY KEY)",
            "2:1: `a` is server, and `-- read:` is about replicated tables"
        ),
        ("CREATE VIRTUAL TABLE a USING fts5(x)", "1:22: the virtual table `a` cannot be replicated"),
        ("CREATE VIRTUAL TABLE a USING fts6(x)", "1:30: there is no module `fts6` in SQLite itself"),
        ("CREATE VIRTUAL TABLE a USING fts5(x TEXT)", "1:35: a column of fts5 has no type and no constraint"),
        ("CREATE VIRTUAL TABLE a USING fts5(x, contnet='b')", "1:38: fts5 has no option `contnet`"),
        ("CREATE VIRTUAL TABLE a USING fts5(x, content='b')", "1:38: there is no table `b`"),
        ("CREATE VIRTUAL TABLE a USING fts5(x, x)", "1:38: `a` has two columns `x`"),
        ("CREATE VIRTUAL TABLE a USING fts5(rank)", "1:35: `rank` is a name that fts5 itself uses"),
        ("CREATE VIRTUAL TABLE a USING rtree(id, minX)", "1:30: rtree has an id and one to five pairs of coordinates"),
        (
            "-- side: server\nCREATE TABLE a (x TEXT NOT NULL PRIMARY KEY);\n"
                + "CREATE TABLE b (x TEXT NOT NULL PRIMARY KEY);\nDROP TABLE a;\nALTER TABLE b RENAME TO a",
            "5:25: `a` was the server's, and the table that takes its place is replicated"
        ),
    ])
    func `what a table's comments and modules say`(sql: String, message: String) {
        let messages = Fixture(sql + ";").messages
        #expect(messages.contains { $0.hasPrefix("migrations/0001_first.sql:\(message)") }, "\(messages)")
    }

    @Test func `a text is found by its index`() throws {
        let schema = try Fixture(
            Self.tables,
            queries: """
                -- name: find :many
                SELECT issue.*, rank FROM issue_text JOIN issue ON issue.rowid = issue_text.rowid
                WHERE issue_text MATCH :words ORDER BY rank;
                -- name: titles :many
                SELECT * FROM issue_text WHERE title MATCH :words;
                """
        ).schema
        #expect(schema.query("find")?.arguments.map(\.text) == ["words: String"])
        #expect(schema.query("titles")?.result == .table("issue_text"))
    }
}
