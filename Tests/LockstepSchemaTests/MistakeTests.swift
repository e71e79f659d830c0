import LockstepSQL
import LockstepSchema
import Testing

/// What is wrong in definition files, where it is said to be, and in which words.
@Suite struct MistakeTests {
    private static let tables = """
        CREATE TABLE project (id TEXT NOT NULL PRIMARY KEY) STRICT; -- type: UUID
        CREATE TABLE issue (
          id         TEXT NOT NULL PRIMARY KEY, -- type: UUID
          project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
          title      TEXT NOT NULL,
          body       TEXT,
          status     TEXT NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'done')),
          rank       INTEGER NOT NULL DEFAULT 0,
          touched_at TEXT DEFAULT CURRENT_TIMESTAMP,
          slug       TEXT GENERATED ALWAYS AS (lower(title))
        ) STRICT;
        CREATE TABLE tag (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT;
        CREATE VIEW titles AS SELECT id, title FROM issue;
        """

    @Test(arguments: [
        // Names
        ("SELECT titel FROM issue", "2:8: there is no column `titel`"),
        ("SELECT title FROM isue", "2:19: there is no table `isue`"),
        ("SELECT i.titel FROM issue AS i", "2:10: `i` has no column `titel`"),
        ("SELECT j.title FROM issue AS i", "2:8: there is no table `j` here"),
        ("SELECT id FROM issue JOIN project ON project.id = project_id", "2:8: `id` is ambiguous"),
        ("SELECT * FROM issue, issue", "2:22: two tables are called `issue` here"),
        ("SELECT lowr(title) FROM issue", "2:8: there is no function `lowr`"),
        ("SELECT substr(title) FROM issue", "2:14: `substr` takes 2 to 3 arguments, not 1"),
        ("SELECT title COLLATE NOCSE FROM issue", "2:22: there is no collation `NOCSE`"),
        ("SELECT unhex(title) FROM issue", "2:8: `unhex` came with SQLite 3.41, and the schema is for 3.40"),
        ("SELECT group_concat(title ORDER BY rank) FROM issue", "2:27: "),
        ("SELECT x.* FROM issue", "2:8: there is no table `x` here"),
        ("SELECT title FROM issue WHERE \"tittle\" = 'a'", "2:31: there is no column `tittle`"),
        ("SELECT main.issue.title FROM issue", "2:8: names of databases are not supported: the schema has one"),
        // Shapes
        ("SELECT title FROM issue UNION SELECT id, title FROM issue", "2:25: UNION joins 1 columns with 2"),
        ("SELECT title FROM issue WHERE id IN (SELECT id, title FROM issue)", "2:38: 1 values are compared with 2"),
        ("SELECT (SELECT id, title FROM issue)", "2:9: a subquery as a value has one column, and this has 2"),
        ("SELECT count(*), title FROM issue", "2:8: this column needs a name"),
        ("SELECT id, title AS id FROM issue", "2:12: two columns of the result are called `id` in Swift"),
        ("SELECT title FROM issue WHERE (id, title) = (:a, :b, :c)", "2:45: 2 values are compared with 3"),
        ("SELECT title FROM issue ORDER BY 2", "2:34: there is no column of that number"),
        ("SELECT title FROM issue UNION SELECT body FROM issue ORDER BY rank", "2:63: the result has no column `rank`"),
        // Aggregates and windows
        ("SELECT title FROM issue WHERE count(*) > 1", "2:31: the aggregate `count` cannot stand here"),
        ("SELECT sum(count(*)) FROM issue", "2:12: an aggregate cannot stand in another"),
        ("SELECT id FROM issue WHERE row_number() OVER () = 1", "2:28: a window function cannot stand here"),
        ("SELECT rank() FROM issue", "2:8: `rank` needs a window: OVER (…)"),
        ("SELECT sum(rank) OVER w FROM issue", "2:23: there is no window `w`"),
        // Parameters
        ("SELECT :p AS x FROM issue", "2:8: the type of `:p` does not follow from its use"),
        ("SELECT id FROM issue WHERE title = ?", "2:36: a parameter has a name"),
        ("SELECT id FROM issue WHERE title = ?1", "2:36: a parameter has a name"),
        ("SELECT id FROM issue WHERE title = $a::b", "2:36: the name of a parameter has letters, digits and `_`"),
        ("SELECT id FROM issue WHERE title = :actor", "2:36: `:actor` is known in mutations only"),
        (
            "SELECT id FROM issue WHERE title = :p AND rank = :p",
            "2:50: `:p` is `Int`, like `issue.rank`, here, and `String`, like `issue.title`, in another place"
        ),
        (
            "SELECT id FROM issue WHERE id IN (SELECT value FROM json_each(:p)) AND id = :p",
            "2:77: `:p` is a list, and used as a single value"
        ),
        // Statements
        ("DELETE FROM issue", "2:1: a query is a SELECT"),
        ("CREATE TABLE x (id TEXT)", "2:1: only migrations change the schema"),
        ("PRAGMA user_version", "2:1: PRAGMA cannot stand in a definition"),
        ("SELECT id FROM issue; SELECT id FROM issue", "2:23: a query is one statement"),
        ("SELECT id FROM WHERE", "2:16: "),
        (
            "SELECT id FROM issue WHERE title MATCH 'a'",
            "2:28: MATCH is for full-text tables"
        ),
    ])
    func `in a query`(sql: String, message: String) {
        let fixture = Fixture(Self.tables, queries: "-- name: q :many\n\(sql);")
        #expect(fixture.messages.first?.hasPrefix("queries.sql:\(message)") == true, "\(fixture.messages)")
    }

    @Test(arguments: [
        // What differs between devices
        ("UPDATE issue SET title = random() WHERE id = :id", "2:26: `random` cannot stand in a mutation"),
        ("UPDATE issue SET body = CURRENT_TIMESTAMP", "2:25: `CURRENT_TIMESTAMP` is another time on each device"),
        (
            "UPDATE issue SET body = date('now')",
            "2:25: `date` cannot stand in a mutation: `'now'` depends on the device"
        ),
        ("UPDATE issue SET body = datetime()", "2:25: `datetime` cannot stand in a mutation"),
        ("UPDATE issue SET body = date(:now, 'localtime')", "2:25: `date` cannot stand in a mutation"),
        ("UPDATE issue SET body = date(title)", "2:25: `date` cannot stand in a mutation: the text may be `'now'`"),
        ("UPDATE issue SET rank = changes()", "2:25: `changes` cannot stand in a mutation"),
        ("DELETE FROM issue WHERE rowid = 1", "2:25: `rowid` differs between replicas"),
        (
            "INSERT INTO issue (id, project_id, title) VALUES (:id, :projectId, :title)",
            "2:19: `touched_at` is left to its DEFAULT, and CURRENT_TIMESTAMP differs from device to device"
        ),
        ("INSERT INTO tag (name) VALUES (:name)", "2:17: the key `id` is left to SQLite, and would differ"),
        ("INSERT INTO tag (id, name) VALUES (NULL, :name)", "2:36: `id` is NOT NULL"),
        (
            "INSERT INTO tag (id, name) SELECT (SELECT max(rank) FROM issue), :name",
            "2:35: the key `id` may be NULL here: SQLite would choose it"
        ),
        // Rows
        ("INSERT INTO tag (id, name) VALUES (:id)", "2:35: 1 values for 2 columns"),
        ("INSERT INTO tag VALUES (:id, :name, 1)", "2:24: 3 values for 2 columns"),
        ("INSERT INTO tag (id, nam) VALUES (:id, :name)", "2:22: `tag` has no column `nam`"),
        ("INSERT INTO tag (id, id) VALUES (:id, :id)", "2:22: `id` is listed twice"),
        ("INSERT INTO tag (id) VALUES (:id)", "2:17: `name` is NOT NULL, has no DEFAULT, and is not set"),
        ("INSERT INTO tag DEFAULT VALUES", "2:13: the key `id` is left to SQLite"),
        ("INSERT INTO tags (id) VALUES (:id)", "2:13: there is no table `tags`"),
        ("INSERT INTO titles (id) VALUES (:id)", "2:13: `titles` is a view, whose rows cannot be changed"),
        ("INSERT INTO lockstep_log (id) VALUES (1)", "2:13: `lockstep_log` is not a table of the schema"),
        ("UPDATE issue SET slug = 'a'", "2:18: `slug` is generated and cannot be set"),
        ("UPDATE issue SET status = 'doing'", "2:27: `status` is one of 'todo', 'done'"),
        ("UPDATE issue SET title = NULL", "2:26: `title` is NOT NULL"),
        ("UPDATE issue SET title = 'a', title = 'b'", "2:31: `title` is set twice"),
        ("UPDATE issue SET (title, body) = (:a)", "2:34: 2 columns are set to 1 values"),
        // Conflicts and results
        ("INSERT OR ROLLBACK INTO tag VALUES (:id, :name)", "2:8: ROLLBACK would take the mutations of others with it"),
        ("UPDATE OR ROLLBACK tag SET name = :name", "2:8: ROLLBACK would take the mutations of others with it"),
        ("DELETE FROM tag RETURNING id", "2:17: nobody reads what RETURNING gives here"),
        ("SELECT id FROM tag", "2:1: a SELECT has no effect in a mutation"),
        ("DROP TABLE tag", "2:1: only migrations change the schema"),
        ("COMMIT", "2:1: COMMIT cannot stand in a definition"),
        // Reserved parameters
        ("UPDATE issue SET rank = :actor", "2:25: `:actor` is text, and `issue.rank` is not"),
        ("UPDATE issue SET body = :now", "2:25: `:now` is a time, and `issue.body` is not"),
    ])
    func `in a mutation`(sql: String, message: String) {
        let fixture = Fixture(Self.tables, mutations: "-- name: m :mutation\n\(sql);")
        #expect(fixture.messages.first?.hasPrefix("mutations.sql:\(message)") == true, "\(fixture.messages)")
    }

    @Test(arguments: [
        (
            "CREATE TABLE a (x TEXT NOT NULL) STRICT",
            "1:14: `a` has no PRIMARY KEY, so a replica cannot tell its rows apart"
        ),
        ("CREATE TABLE a (x TEXT PRIMARY KEY)", "1:17: the key column `x` may be NULL"),
        (
            "CREATE TABLE a (id TEXT PRIMARY KEY, x REAL, n INTEGER) STRICT, WITHOUT ROWID;",
            "1:46: a WITHOUT ROWID table with a REAL column cannot hold `n`: SQLite would show it as a REAL"
        ),
        (
            "CREATE TABLE a (x TEXT NOT NULL COLLATE NOCASE PRIMARY KEY)",
            "1:17: the key column `x` is compared by NOCASE: it must be BINARY"
        ),
        (
            "CREATE TABLE a (x TEXT NOT NULL, PRIMARY KEY (x COLLATE NOCASE))",
            "1:47: the key of `a` is compared by NOCASE: it must be BINARY"
        ),
        ("CREATE TABLE a (x INTEGER PRIMARY KEY AUTOINCREMENT)", "1:27: AUTOINCREMENT lets SQLite choose the key"),
        ("CREATE TABLE lockstep_a (x TEXT NOT NULL PRIMARY KEY)", "1:14: names that begin with `lockstep_` belong to"),
        (
            "CREATE TABLE a (x TEXT NOT NULL PRIMARY KEY ON CONFLICT ROLLBACK)",
            "1:45: ROLLBACK would take the mutations"
        ),
        ("CREATE TABLE a (x TEXT NOT NULL PRIMARY KEY REFERENCES b(id))", "1:56: there is no table `b`"),
        ("CREATE TABLE a (x TEXT NOT NULL PRIMARY KEY REFERENCES a(y))", "1:58: `a` has no column `y`"),
        (
            "CREATE TABLE a (x TEXT NOT NULL PRIMARY KEY, y TEXT REFERENCES a(z), z TEXT)",
            "1:53: what a foreign key refers to must be the key of `a` or UNIQUE"
        ),
        ("CREATE TABLE a (x TEXT NOT NULL PRIMARY KEY, X TEXT)", "1:46: `a` has two columns `X`"),
        (
            "CREATE TABLE a (a_b TEXT NOT NULL PRIMARY KEY, aB TEXT)",
            "1:48: two columns of `a` are called `aB` in Swift"
        ),
        ("CREATE TABLE a (x NOT NULL PRIMARY KEY)", "1:17: `x` has no type, which takes values of any kind"),
        (
            "CREATE TABLE a (x DECIMAL NOT NULL PRIMARY KEY)",
            "1:17: `x` has the type DECIMAL, which takes values of any"
        ),
        ("CREATE TABLE a AS SELECT 1 AS x", "1:14: a table made by a SELECT has no key and no constraints"),
        (
            "CREATE TABLE a (x TEXT NOT NULL PRIMARY KEY);\nCREATE TABLE IF NOT EXISTS A (y TEXT)",
            "2:28: the name `A` is taken"
        ),
        ("CREATE TABLE date (x TEXT NOT NULL PRIMARY KEY)", "1:14: the generated code has a type `Date` already"),
        ("CREATE INDEX i ON a (x)", "1:19: there is no table `a`"),
        ("CREATE VIEW w AS SELECT x FROM a", "1:32: there is no table `a`"),
        ("SELECT 1", "1:1: a SELECT has no effect in a migration"),
        ("BEGIN", "1:1: BEGIN cannot stand in a migration"),
        ("CREATE VIRTUAL TABLE a USING fts5(x)", "1:22: the virtual table `a` cannot be replicated"),
        ("DROP TABLE a", "1:12: there is no table `a`"),
        (
            "CREATE TABLE a (x TEXT NOT NULL PRIMARY KEY, n INTEGER CHECK (n IN (1, 2, 3)))",
            "1:46: the values of `n` have no names"
        ),
        (
            "CREATE TABLE a (x TEXT NOT NULL PRIMARY KEY, n TEXT CHECK (n IN ('a b', 'a_b')))",
            "1:46: the values 'a b' and 'a_b' are both a case `aB`"
        ),
    ])
    func `in a migration`(sql: String, message: String) {
        let fixture = Fixture(sql + ";")
        #expect(
            fixture.messages.contains { $0.hasPrefix("migrations/0001_first.sql:\(message)") }, "\(fixture.messages)")
    }

    @Test(arguments: [
        (
            "CREATE TABLE a (x TEXT NOT NULL PRIMARY KEY, y TEXT -- type: UUID\n)",
            "1:53: two columns begin on this line: `-- type:` could belong to either"
        ),
        ("CREATE TABLE a (\n x TEXT NOT NULL PRIMARY KEY -- tpe: UUID\n)", "2:30: there is no directive `tpe`"),
        (
            "CREATE TABLE a (\n x TEXT NOT NULL PRIMARY KEY -- type: Int\n)",
            "2:30: a `Int` is stored as INTEGER, not as TEXT"
        ),
        ("CREATE TABLE a (\n x TEXT NOT NULL PRIMARY KEY -- type: UUID?\n)", "2:30: NOT NULL decides whether a column"),
        (
            "CREATE TABLE a (\n x TEXT NOT NULL PRIMARY KEY -- type: UUID (text)\n)",
            "2:30: `UUID (text)` is not the name"
        ),
        (
            "CREATE TABLE a (\n x TEXT NOT NULL PRIMARY KEY -- cases: a, b\n)",
            "2:30: `-- cases:` names the values of a CHECK"
        ),
        (
            "CREATE TABLE a (\n x TEXT NOT NULL PRIMARY KEY -- optional: x\n)",
            "2:30: `-- optional:` does not belong to a column"
        ),
        (
            "CREATE TABLE a ( -- side: cleint\n x TEXT NOT NULL PRIMARY KEY\n)",
            "1:18: `-- side:` cannot say `cleint`"
        ),
        (
            "-- type: UUID\n\nCREATE TABLE a (x TEXT NOT NULL PRIMARY KEY)",
            "1:1: `-- type:` belongs to no table and no column"
        ),
        ("-- contract: minimum client 3\n", "1:1: `-- contract:` comes with schema evolution"),
        ("-- struct: a b\nCREATE TABLE a (x TEXT NOT NULL PRIMARY KEY)", "1:1: `-- struct:` names one Swift type"),
    ])
    func `in the comments of a migration`(sql: String, message: String) {
        let fixture = Fixture(sql + ";")
        #expect(
            fixture.messages.contains { $0.hasPrefix("migrations/0001_first.sql:\(message)") }, "\(fixture.messages)")
    }

    @Test(arguments: [
        ("DELETE FROM tag;", "1:1: a statement outside a definition"),
        ("-- name: m\nDELETE FROM tag;", "1:1: a definition begins with `-- name: theName :kind`"),
        ("-- nme: m :mutation\nDELETE FROM tag;", "1:1: a definition begins with `-- name: theName :kind`"),
        ("-- name: m :mutatoin\nDELETE FROM tag;", "1:12: there is no kind `:mutatoin`"),
        ("-- name: m :many\nSELECT 1;", "1:12: `:many` belongs in queries, not in mutations"),
        ("-- name: m :mutation\n", "1:10: `m` has no statement"),
        (
            "-- name: m :mutation\nDELETE FROM tag;\n-- name: m :mutation\nDELETE FROM tag;",
            "3:10: two definitions are called `m`"
        ),
        (
            "-- name: m :mutation\nDELETE FROM tag\n-- name: n :mutation\nWHERE id = 1;",
            "3:1: a definition begins inside a statement"
        ),
        ("-- name: m :mutation\n-- optinal: name\nDELETE FROM tag;", "2:1: there is no directive `optinal`"),
        ("-- name: m :mutation\n-- optional: nam\nUPDATE tag SET name = :name;", "2:1: there is no parameter `:nam`"),
        (
            "-- name: m :mutation\n-- optional: name\nUPDATE tag SET name = lower(:name);",
            "3:29: `:name` is optional, and can only be the whole right side of a SET"
        ),
        ("-- name: m :mutation\n-- param id: Int\nDELETE FROM tag;", "2:1: there is no parameter `:id`"),
        ("-- name: m :mutation\n-- type x: Int\nDELETE FROM tag;", "2:1: `-- type:` does not belong to a mutation"),
        ("-- name: m :mutation\nDELETE FROM tag; -- optional: name", "2:18: `-- optional:` belongs between `-- name:`"),
        (
            "-- name: m :mutation\n-- handler: server\n",
            "2:13: a handler runs before, instead or after, not `server`"
        ),
        ("-- name: m :mutation\n-- default p: 1\nDELETE FROM tag;", "2:1: `-- default:` comes with schema evolution"),
    ])
    func `in the form of a definition`(text: String, message: String) {
        let fixture = Fixture(Self.tables, mutations: text)
        #expect(fixture.messages.contains { $0.hasPrefix("mutations.sql:\(message)") }, "\(fixture.messages)")
    }

    @Test(arguments: [
        (#"{"nme": "A"}"#, "1:2: lockstep.json has no key `nme`"),
        (#"{"name": "AppSchema"}"#, "1:10: the root type `AppSchema` must not have the name of its module"),
        (#"{"name": "a b"}"#, "1:10: `name` must be the name of a Swift type"),
        (#"{"access": "open"}"#, "1:12: `access` must be `public`, `package` or `internal`"),
        (#"{"sqlite": "4"}"#, "1:12: `sqlite` must be a version of SQLite 3 from 3.37 on"),
        (#"{"server": "a b"}"#, "1:12: `server` must be the name of a target"),
        (#"{"server": ["A"]}"#, "1:12: `server` must be a string"),
        (#"{"server": "AppSchema"}"#, "1:12: the server's half must be in another target"),
        (#"{"server": "A", "name": "A"}"#, "1:12: the root type `A` must not have the name of a module"),
        (#"{"server": "Server", "access": "internal"}"#, "1:12: the target `Server` cannot see types whose"),
        (#"{"imports": "App"}"#, "1:13: `imports` must be an array of strings"),
        (#"{"name": "A""#, "1:13: a comma or the object's end must stand here"),
        (#"[]"#, "1:1: lockstep.json must hold one JSON object"),
    ])
    func `in the configuration`(json: String, message: String) {
        var fixture = Fixture()
        fixture.files.configuration = SourceText(path: "lockstep.json", text: json)
        #expect(fixture.messages.first?.hasPrefix("lockstep.json:\(message)") == true, "\(fixture.messages)")
    }

    @Test(arguments: [
        (["0001_a.sql", "0003_b.sql"], "0003_b.sql:1:1: migration 2 is missing before 3"),
        (["0001_a.sql", "0001_b.sql"], "0001_b.sql:1:1: two migrations have the number 1"),
        (["a.sql"], "a.sql:1:1: a migration's name begins with its number"),
    ])
    func `in the numbers of migrations`(names: [String], message: String) {
        var fixture = Fixture()
        fixture.files.migrations = names.map { SourceText(path: $0, text: "") }
        #expect(fixture.messages.contains(message))
    }

    @Test(arguments: [
        ("SELECT titel FROM issue", "did you mean `title`?"), ("SELECT title FROM isue", "did you mean `issue`?"),
        ("SELECT lowr(title) FROM issue", "did you mean `lower`?"),
        ("SELECT title FROM issue WHERE title = \"todo\"", "text stands in single quotes: 'todo'"),
        (
            "SELECT id FROM issue JOIN project ON project.id = project_id",
            "write `issue.id` or `project.id`"
        ),
    ])
    func `with a suggestion`(sql: String, suggestion: String) {
        let analysis = Fixture(Self.tables, queries: "-- name: q :many\n\(sql);").analysis
        #expect(analysis.diagnostics.first?.suggestion == suggestion)
    }

    @Test func `all mistakes of a run are reported, in order`() {
        let fixture = Fixture(
            Self.tables,
            mutations: "-- name: m :mutation\nDELETE FROM tgs;\n-- name: n :mutation\nDELETE FROM tag WHERE i = 1;",
            queries: "-- name: q :many\nSELECT a, b FROM tag;")
        #expect(
            fixture.messages == [
                "mutations.sql:2:13: there is no table `tgs`", "mutations.sql:4:23: there is no column `i`",
                "queries.sql:2:8: there is no column `a`", "queries.sql:2:11: there is no column `b`",
            ])
    }

    @Test func `files that are in no known place are refused, others are sorted`() {
        let paths = [
            "schema/query.sql", "schema/lockstep.json", "schema/lockstep.lock", "schema/migrations/0001_a.sql",
            "schema/mutations/a.sql", "schema/queries.sql", "schema/permissions.sql",
        ]
        let files = DefinitionFiles(sorting: paths.map { SourceText(path: $0, text: $0.hasSuffix("json") ? "{}" : "") })
        #expect(files.configuration?.path == "schema/lockstep.json")
        #expect(files.migrations.map(\.path) == ["schema/migrations/0001_a.sql"])
        #expect(files.mutations.map(\.path) == ["schema/mutations/a.sql"])
        #expect(files.queries.map(\.path) == ["schema/queries.sql"])
        #expect(files.permissions.map(\.path) == ["schema/permissions.sql"])
        let analysis = analyze(files: files, targetName: "App")
        #expect(
            analysis.diagnostics.map { "\($0.place.source.path): \($0.message)" } == [
                "schema/query.sql: this file is not read"
            ])
    }
}
