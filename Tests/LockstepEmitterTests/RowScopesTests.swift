import LockstepSQL
import LockstepSchema
import Testing

@testable import LockstepEmitter

/// A server's database with the row versions of a schema with read rules. Its log ends with version 1; each `step`
/// changes rows as a mutation of the next version.
private struct RuledServer {
    let database: TestDatabase
    let schema: Schema

    /// - Parameter rows: What a migration inserts.
    init(_ tables: String, permissions: String, rows: String = "") throws {
        let analysis = analyze(
            files: DefinitionFiles(
                migrations: [SourceText(path: "migrations/0001_tables.sql", bytes: Array(tables.utf8))],
                permissions: [SourceText(path: "permissions.sql", bytes: Array(permissions.utf8))]),
            targetName: "Rules")
        #expect(analysis.diagnostics.map(\.rendered) == [])
        schema = try #require(analysis.schema)
        database = try TestDatabase(
            """
            CREATE TABLE lockstep_server (
              id INTEGER PRIMARY KEY, writing INTEGER NOT NULL, external_changes INTEGER NOT NULL);
            INSERT INTO lockstep_server VALUES (1, 0, 0);
            CREATE TABLE lockstep_log (
              version INTEGER PRIMARY KEY, tag INTEGER NOT NULL, kind TEXT NOT NULL, committed_at INTEGER NOT NULL);
            CREATE TRIGGER lockstep_external AFTER UPDATE OF external_changes ON lockstep_server BEGIN
              INSERT INTO lockstep_log (kind, tag, committed_at)
              SELECT 'external', random(), max(committed_at) + 1 FROM lockstep_log;
            END;
            """)
        try database.execute(schema.migrations.map(\.serverSQL).joined(separator: ";\n"))
        try database.execute(rows)
        try database.execute(RowVersions(schema).sql)
        try database.execute(
            """
            INSERT INTO lockstep_log VALUES (1, 1, 'migration', 5);
            UPDATE lockstep_server SET writing = 1;
            """)
    }

    func step(_ sql: String) throws {
        try database.execute("BEGIN; \(sql); COMMIT")
        try database.execute("INSERT INTO lockstep_log (tag, kind, committed_at) VALUES (1, 'mutation', 6)")
    }

    /// Key, version, whether the row is gone, then each scope with the version at which the row got it.
    func versions(_ table: String) throws -> [String] {
        try database.rows("SELECT * FROM lockstep_rows_\(table) ORDER BY 1, 2")
    }

    /// Key, rule, scope, the version at which the row got it, and that at which it left it.
    func exits(_ table: String) throws -> [String] {
        try database.rows("SELECT * FROM lockstep_exits_\(table) ORDER BY lockstep_exit")
            .map { String($0.drop { $0 != "|" }.dropFirst()) }
    }
}

@Suite("The scopes of rows")
struct RowScopesTests {
    private static let tables = """
        CREATE TABLE project (id TEXT NOT NULL PRIMARY KEY) STRICT;
        CREATE TABLE member (
          project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE, user_id TEXT NOT NULL,
          PRIMARY KEY (project_id, user_id)) STRICT, WITHOUT ROWID;
        CREATE TABLE issue (
          id TEXT NOT NULL PRIMARY KEY,
          project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE ON UPDATE CASCADE,
          owner TEXT NOT NULL) STRICT;
        CREATE TABLE comment (
          id INTEGER NOT NULL PRIMARY KEY,
          issue_id TEXT NOT NULL REFERENCES issue(id) ON DELETE CASCADE ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED)
          STRICT;
        CREATE TABLE reaction (
          comment_id INTEGER NOT NULL REFERENCES comment(id) ON DELETE CASCADE, user_id TEXT NOT NULL,
          PRIMARY KEY (user_id, comment_id)) STRICT, WITHOUT ROWID;
        """

    private static let permissions = """
        -- name: project :read
        -- scope: id
        SELECT project_id FROM member WHERE user_id = :actor;
        -- name: member :read
        -- scope: project_id
        SELECT project_id FROM member WHERE user_id = :actor;
        -- name: issue.team :read
        -- scope: project_id
        SELECT project_id FROM member WHERE user_id = :actor;
        -- name: issue.own :read
        -- scope: lower(owner)
        SELECT lower(:actor);
        -- name: comment :read
        -- scope: issue_id -> issue
        -- name: reaction :read
        -- scope: comment_id -> comment
        """

    private func server(rows: String = "") throws -> RuledServer {
        try RuledServer(Self.tables, permissions: Self.permissions, rows: rows)
    }

    private static let rows = """
        INSERT INTO project VALUES ('p'), ('q');
        INSERT INTO issue VALUES ('a', 'p', 'Ann');
        INSERT INTO comment VALUES (1, 'a');
        INSERT INTO reaction VALUES (1, 'bob');
        """

    @Test("A rule that inherits those of its parent stands for each of them")
    func inheritedRules() throws {
        let schema = try server().schema
        let scopes = RowScopes(schema)
        let counts = schema.replicatedTables.map { "\($0.name) \(scopes.rules(of: $0).count)" }
        #expect(counts.sorted() == ["comment 2", "issue 2", "member 1", "project 1", "reaction 2"])
    }

    @Test("Rows that migrations inserted have their scopes from version 1, and have left none")
    func migrations() throws {
        let server = try server(rows: Self.rows)
        #expect(try server.versions("issue") == ["a|1|0|p|1|ann|1"])
        #expect(try server.versions("comment") == ["1|1|0|p|1|ann|1"])
        #expect(try server.versions("reaction") == ["bob|1|1|0|p|1|ann|1"])
        #expect(try server.exits("issue") + server.exits("comment") + server.exits("reaction") == [])
    }

    @Test("A row that moves leaves its scope, and keeps the one that did not change")
    func moves() throws {
        let server = try server(rows: Self.rows)
        try server.step("UPDATE issue SET project_id = 'q' WHERE id = 'a'")
        #expect(try server.versions("issue") == ["a|2|0|q|2|ann|1"])
        #expect(try server.exits("issue") == ["a|0|p|1|2"])
        try server.step("UPDATE issue SET owner = 'ANN'")
        #expect(try server.versions("issue") == ["a|3|0|q|2|ann|1"])
        #expect(try server.exits("issue") == ["a|0|p|1|2"])
    }

    @Test("An heir is the one that the foreign key means, whatever the collation of its column")
    func collation() throws {
        let server = try RuledServer(
            """
            CREATE TABLE folder (name TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL) STRICT;
            CREATE TABLE note (
              id INTEGER NOT NULL PRIMARY KEY, folder TEXT COLLATE NOCASE NOT NULL REFERENCES folder(name)) STRICT;
            """,
            permissions: """
                -- name: folder :read
                -- scope: owner
                SELECT :actor;
                -- name: note :read
                -- scope: folder -> folder
                """,
            rows: "INSERT INTO folder VALUES ('Plans', 'ann'); INSERT INTO note VALUES (1, 'Plans');")
        try server.step("INSERT INTO folder VALUES ('plans', 'eve')")
        try server.step("UPDATE folder SET owner = 'mallory' WHERE name = 'plans'")
        #expect(try server.versions("note") == ["1|1|0|ann|1"])
        #expect(try server.exits("note") == [])
        try server.step("UPDATE folder SET owner = 'bob' WHERE name = 'Plans'")
        #expect(try server.versions("note") == ["1|4|0|bob|4"])
        let plan = try server.database.rows(
            "EXPLAIN QUERY PLAN SELECT id FROM note WHERE folder COLLATE BINARY = 'Plans'")
        #expect(plan.contains { $0.contains("lockstep_parent_0_note") }, "\(plan)")
    }

    @Test("A parent carries its heirs along, over two levels")
    func heirs() throws {
        let server = try server(rows: Self.rows)
        try server.step("UPDATE issue SET project_id = 'q', owner = 'bob'")
        #expect(try server.versions("comment") == ["1|2|0|q|2|bob|2"])
        #expect(try server.versions("reaction") == ["bob|1|2|0|q|2|bob|2"])
        #expect(try server.exits("comment") == ["1|0|p|1|2", "1|1|ann|1|2"])
        #expect(try server.exits("reaction") == ["bob|1|0|p|1|2", "bob|1|1|ann|1|2"])
    }

    @Test("What a cascade deletes leaves its scopes once")
    func cascades() throws {
        let server = try server(rows: Self.rows)
        try server.step("DELETE FROM project WHERE id = 'p'")
        #expect(try server.versions("issue") == ["a|2|1|NULL|NULL|NULL|NULL"])
        #expect(try server.versions("reaction") == ["bob|1|2|1|NULL|NULL|NULL|NULL"])
        #expect(try server.exits("issue") == ["a|0|p|1|2", "a|1|ann|1|2"])
        #expect(try server.exits("comment") == ["1|0|p|1|2", "1|1|ann|1|2"])
        #expect(try server.exits("reaction") == ["bob|1|0|p|1|2", "bob|1|1|ann|1|2"])
        #expect(try server.exits("project") == ["p|0|p|1|2"])
    }

    @Test("A parent that comes after its children gives them its scopes")
    func arrival() throws {
        let server = try server(rows: "INSERT INTO project VALUES ('p')")
        try server.step("INSERT INTO comment VALUES (1, 'a'); INSERT INTO issue VALUES ('a', 'p', 'ann')")
        #expect(try server.versions("comment") == ["1|2|0|p|2|ann|2"])
        #expect(try server.exits("comment") == [])
    }

    @Test("A parent that is put in place again carries its children along")
    func replacement() throws {
        let server = try server(rows: Self.rows)
        try server.step(
            "DELETE FROM reaction; UPDATE comment SET issue_id = 'z'; INSERT INTO issue VALUES ('z', 'q', 'x')")
        #expect(try server.versions("comment") == ["1|2|0|q|2|x|2"])
        try server.step(
            "INSERT OR REPLACE INTO issue VALUES ('z', 'p', 'x'); INSERT OR IGNORE INTO comment VALUES (1, 'z')")
        #expect(try server.versions("issue").last == "z|3|0|p|3|x|3")
        #expect(try server.versions("comment") == ["1|3|0|p|3|x|3"])
        #expect(try server.exits("comment").suffix(2) == ["1|0|q|2|3", "1|1|x|2|3"])
    }

    @Test("A changed key is a row that goes and one that comes, and its children follow")
    func keys() throws {
        let server = try server(rows: Self.rows)
        try server.step("UPDATE issue SET id = 'b'")
        #expect(try server.versions("issue") == ["a|2|1|NULL|NULL|NULL|NULL", "b|2|0|p|2|ann|2"])
        #expect(try server.exits("issue") == ["a|0|p|1|2", "a|1|ann|1|2"])
        let scopes = try server.database.rows(
            "SELECT lockstep_version, lockstep_scope_0, lockstep_scope_1 FROM lockstep_rows_comment")
        #expect(scopes == ["2|p|ann"])
    }

    @Test("The conflict clause of the statement reaches neither scopes nor exits")
    func conflictClauses() throws {
        let server = try server(rows: Self.rows)
        try server.step("UPDATE OR IGNORE issue SET project_id = 'q'")
        try server.step("UPDATE OR REPLACE issue SET project_id = 'p'")
        #expect(try server.versions("comment") == ["1|3|0|p|3|ann|1"])
        #expect(try server.exits("comment") == ["1|0|p|1|2", "1|0|q|2|3"])
    }

    @Test("A scope is kept as the row has it: numbers are not texts")
    func storageClasses() throws {
        let server = try RuledServer(
            "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, team INTEGER) STRICT;",
            permissions: """
                -- name: t :read
                -- scope: team
                SELECT 7;
                """)
        try server.step("INSERT INTO t VALUES (1, 7), (2, NULL)")
        #expect(
            try server.database.rows("SELECT typeof(lockstep_scope_0) FROM lockstep_rows_t ORDER BY id") == [
                "integer", "null",
            ])
    }

    @Test("A change from outside of a server's table that decides who reads is an entry of the log")
    func decidingTables() throws {
        let server = try RuledServer(
            """
            CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, team INTEGER) STRICT;
            -- side: server
            CREATE TABLE seat (team INTEGER NOT NULL, user TEXT NOT NULL, PRIMARY KEY (user, team)) STRICT;
            -- side: server
            CREATE TABLE audit (id INTEGER NOT NULL PRIMARY KEY) STRICT;
            """,
            permissions: """
                -- name: t :read
                -- scope: team
                SELECT team FROM seat WHERE user = :actor;
                """)
        try server.database.execute("UPDATE lockstep_server SET writing = 0")
        try server.database.execute("INSERT INTO seat VALUES (1, 'ann'); INSERT INTO audit VALUES (1)")
        #expect(try server.database.rows("SELECT version, kind FROM lockstep_log") == ["1|migration", "2|external"])
    }

    @Test("Clients do not enforce foreign keys towards tables of which they have some rows")
    func clients() throws {
        let schema = try RuledServer(
            """
            CREATE TABLE project (id TEXT NOT NULL PRIMARY KEY) STRICT;
            -- read: everyone
            CREATE TABLE label (id TEXT NOT NULL PRIMARY KEY) STRICT;
            CREATE TABLE issue (
              id TEXT NOT NULL PRIMARY KEY,
              project_id TEXT NOT NULL CONSTRAINT of REFERENCES project(id) ON DELETE CASCADE DEFERRABLE,
              label_id TEXT REFERENCES label(id), other TEXT,
              CHECK (id <> ''),
              CONSTRAINT other FOREIGN KEY (other) REFERENCES project ON UPDATE SET NULL,
              FOREIGN KEY (other) REFERENCES label
            ) STRICT;
            ALTER TABLE issue ADD COLUMN third TEXT REFERENCES project(id);
            ALTER TABLE project RENAME TO venture;
            """,
            permissions: """
                -- name: venture :read
                -- scope: id
                SELECT :actor;
                -- name: issue :read
                -- scope: project_id -> venture
                """
        ).schema
        let client = try TestDatabase(schema.migrations.map(\.clientSQL).joined(separator: ";\n"))
        #expect(
            try client.rows("SELECT \"from\", \"table\" FROM pragma_foreign_key_list('issue') ORDER BY 1")
                == ["label_id|label", "other|label"])
        #expect(try client.rows("SELECT name FROM pragma_table_info('issue')").count == 5)
    }
}
