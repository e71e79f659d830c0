import LockstepOracle
import LockstepSQL
import LockstepSchema
import Testing

@Suite("What SQLite says")
struct OracleTests {
    private static let migration = """
        -- A thing.
        CREATE TABLE thing (
          id TEXT NOT NULL PRIMARY KEY, -- type: UUID
          name TEXT,
          size INTEGER AS (length(name))
        ) STRICT;
        """

    private static func statements(
        in path: String, _ text: String, _ make: (SourcePlace) -> CheckedStatement
    ) -> [CheckedStatement] {
        let source = SourceText(path: path, text: text)
        return Parser.parseStatements(in: source).statements.map { make(SourcePlace(source, $0.span)) }
    }

    /// Definition files with one mutation and one query, and the schema that a front end without mistakes makes of them.
    private struct Example {
        var migration = OracleTests.migration
        var mutation = "DELETE FROM thing WHERE id = :id"
        var finalMutation = "DELETE FROM thing WHERE id = ?1"
        var query = "SELECT id FROM thing"
        var finalQuery: String?
        var key = ["id"]

        var diagnostics: [String] {
            let migrations = OracleTests.statements(in: "schema/migrations/0001_things.sql", migration) { text in
                CheckedStatement(subject: .migration, sql: text.text, place: text)
            }
            let delete = OracleTests.statements(in: "schema/mutations.sql", "-- name: x :mutation\n\(mutation);") {
                text in
                CheckedStatement(
                    subject: .mutation("deleteThing"), sql: finalMutation, place: text, parameterCount: 1)
            }
            let ids = OracleTests.statements(in: "schema/queries.sql", "-- name: ids :many\n-- Ü\n\(query);") { text in
                CheckedStatement(
                    subject: .query("ids"), sql: finalQuery ?? query, place: text, columns: [ValueType(.uuid, .text)])
            }
            return Oracle.diagnostics(for: schema, statements: migrations + delete + ids)
                .map { "\($0.place.location) \($0.message)" }
        }

        private var schema: Schema {
            let id = ValueType(.uuid, .text)
            let columns = ["id", "name", "size"].map { name in
                Column(
                    name: name, property: SwiftIdentifier(name), documentation: "", declaredType: "TEXT",
                    affinity: .text, type: id, isGenerated: name == "size", isInKey: name == "id", hasDefault: false)
            }
            let table = Table(
                name: "thing", structName: SwiftIdentifier("Thing"), documentation: "A thing.", columns: columns,
                key: key, isStrict: true, isWithoutRowID: false, foreignKeys: [], uniqueConstraints: [])
            return Schema(
                name: SwiftIdentifier("Things"), access: .public, imports: [],
                oldestSQLite: SQLiteVersion(minor: 40),
                migrations: [Migration(number: 1, name: "0001_things", sql: migration)], tables: [table],
                mutations: [], queries: [], enums: [], rowStructs: [])
        }
    }

    @Test("It says nothing if it agrees")
    func agreement() {
        #expect(Example().diagnostics.isEmpty)
    }

    @Test("A migration that it cannot prepare is reported where it noticed that")
    func migrations() {
        let example = Example(migration: "CREATE TABLE thing (id TEXT);\nCREATE INDEX i ON thing (nme);")
        #expect(example.diagnostics == ["2:26 SQLite does not accept this statement: no such column: nme"])
        let misspelt = Example(migration: "\nCREATE TABLE thing (id NUL PRIMARY KEY);\nSELECT nme FROM thing;")
        #expect(misspelt.diagnostics == ["3:8 SQLite does not accept this statement: no such column: nme"])
    }

    @Test("A migration that fails on a new database is the author's mistake")
    func failingMigrations() {
        let example = Example(migration: Self.migration + "\nINSERT INTO thing (id) VALUES ('a'), ('a');")
        #expect(
            example.diagnostics == ["7:1 this statement fails on a new database: UNIQUE constraint failed: thing.id"])
    }

    @Test("A table that is made anew keeps the rows that refer to its own")
    func rebuiltTables() {
        let rebuild = """

            CREATE TABLE parent (id INTEGER NOT NULL PRIMARY KEY) STRICT;
            CREATE TABLE child (id INTEGER NOT NULL PRIMARY KEY REFERENCES parent ON DELETE CASCADE) STRICT;
            INSERT INTO parent VALUES (1);
            INSERT INTO child VALUES (1);
            CREATE TABLE parent_2 (id INTEGER NOT NULL PRIMARY KEY, name TEXT) STRICT;
            INSERT INTO parent_2 (id) SELECT id FROM parent;
            DROP TABLE parent;
            ALTER TABLE parent_2 RENAME TO parent;
            """
        #expect(Example(migration: Self.migration + rebuild).diagnostics.isEmpty)
        #expect(
            Example(migration: Self.migration + rebuild + "\nINSERT INTO child VALUES (1);").diagnostics == [
                "15:1 this statement fails on a new database: UNIQUE constraint failed: child.id"
            ])
    }

    @Test("A migration that leaves a key without its row is the author's mistake, in the statement that did it")
    func danglingReferences() {
        let tables = """

            CREATE TABLE parent (id INTEGER NOT NULL PRIMARY KEY) STRICT;
            CREATE TABLE child (
              id INTEGER NOT NULL PRIMARY KEY, parent INTEGER REFERENCES parent ON DELETE CASCADE
            ) STRICT;
            """
        let statement = "INSERT INTO child VALUES (7, 1);"
        #expect(
            Example(migration: Self.migration + tables + "\n\(statement)\nINSERT INTO parent VALUES (2);").diagnostics
                == [
                    "11:1 after this migration a row of the table `child` (rowid 7) refers to no row of `parent` on a new "
                        + "database"
                ])
        #expect(
            Example(migration: Self.migration + tables + "\n\(statement)\nINSERT INTO parent VALUES (1);").diagnostics
                .isEmpty)
    }

    @Test("A statement that it cannot prepare is reported at the character where it noticed that")
    func statements() {
        var example = Example(mutation: "DELETE FROM thing\n  WHERE idd = :id", query: "SELECT 'é', \"nme\" FROM thing")
        #expect(
            example.diagnostics == [
                "3:9 SQLite does not accept this statement: no such column: idd",
                "3:14 SQLite does not accept this statement: no such column: nme",
            ])
        example = Example(query: "SELECT * FROM thng")
        #expect(example.diagnostics == ["3:1 SQLite does not accept this statement: no such table: thng"])
    }

    @Test("A statement as it would run is checked too: whether it prepares, and its parameters and columns")
    func finalStatements() {
        #expect(
            Example(finalMutation: "DELETE FROM thng WHERE id = ?1").diagnostics == [
                "2:1 SQLite does not accept this statement as it would run: no such table: thng"
            ])
        #expect(
            Example(finalMutation: "DELETE FROM thing WHERE id = ?2").diagnostics == [
                "2:1 SQLite sees 2 parameters in this statement, Lockstep 1"
            ])
        #expect(
            Example(finalQuery: "SELECT id, name FROM thing").diagnostics == [
                "3:1 SQLite sees 2 columns in this query, Lockstep 1"
            ])
    }

    @Test("A table that it sees with another key or other columns is reported")
    func tables() {
        #expect(
            Example(key: ["name"]).diagnostics == [
                "2:14 SQLite sees other columns in the table `thing`: id (key 1), name, size (generated, virtual)"
            ])
    }

    @Test("A disagreement asks the author to report it, with SQLite's version")
    func wording() throws {
        let statements = Self.statements(in: "schema/migrations/0001_a.sql", "CREATE INDEX i ON a (b);") { text in
            CheckedStatement(subject: .migration, sql: text.text, place: text)
        }
        let schema = Schema(
            name: SwiftIdentifier("A"), access: .public, imports: [], oldestSQLite: SQLiteVersion(minor: 40),
            migrations: [Migration(number: 1, name: "0001_a", sql: "")], tables: [], mutations: [], queries: [],
            enums: [], rowStructs: [])
        let diagnostic = try #require(Oracle.diagnostics(for: schema, statements: statements).first)
        #expect(
            diagnostic.rendered == """
                schema/migrations/0001_a.sql:1:1: error: SQLite does not accept this statement: no such table: main.a
                CREATE INDEX i ON a (b);
                ^~~~~~~~~~~~~~~~~~~~~~~
                schema/migrations/0001_a.sql:1:1: note: Lockstep accepted it, and SQLite \(Oracle.version) does not: \
                that is a mistake of Lockstep's. Please report it with this statement
                """)
    }
}
