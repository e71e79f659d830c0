import LockstepSQL
import LockstepSchema
import Testing

/// What rules warn of, where, and how a comment silences them.
@Suite struct RuleTests {
    private static let tables = """
        CREATE TABLE project (
          id TEXT NOT NULL PRIMARY KEY -- type: UUID
        ) STRICT;
        CREATE TABLE issue (
          id         TEXT NOT NULL PRIMARY KEY, -- type: UUID
          title      TEXT NOT NULL,
          status     TEXT NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'done')),
          rank       INTEGER NOT NULL DEFAULT 0,
          weight     REAL NOT NULL DEFAULT 0,
          due        INTEGER, -- type: Date
          link       TEXT -- type: URL
        ) STRICT;
        CREATE TABLE label (kind TEXT NOT NULL PRIMARY KEY CHECK (kind IN ('bug', 'idea'))) STRICT;
        """

    /// `line:column: message`, of the files without migrations.
    private static func warnings(mutations: String = "", queries: String = "") -> [String] {
        let analysis = Fixture(tables, mutations: mutations, queries: queries).analysis
        #expect(analysis.diagnostics.map(\.message) == [])
        return analysis.silences.apply(to: analysis.warnings)
            .filter { !$0.place.source.path.hasPrefix("migrations") }
            .map { "\($0.place.location): \($0.message)" }
    }

    @Test(
        "A query is warned of",
        arguments: [
            ("SELECT id FROM issue", "2:1: the rows of `q` come in no order, and may change places from run to run"),
            (
                "SELECT id FROM issue UNION SELECT id FROM project",
                "2:1: the rows of `q` come in no order, and may change places from run to run"
            ),
            ("SELECT id FROM issue WHERE due = NULL ORDER BY id", "2:28: `= NULL` is never true"),
            ("SELECT id FROM issue WHERE NULL <> due ORDER BY id", "2:28: `<> NULL` is never true"),
            (
                "SELECT id FROM issue WHERE due IN (5, NULL) ORDER BY id",
                "2:28: IN finds no NULL by NULL in its list"
            ),
            (
                "SELECT id FROM issue WHERE due NOT IN (5, NULL) ORDER BY id",
                "2:28: NOT IN with NULL in its list is never true"
            ),
            ("SELECT id FROM issue WHERE due > rank ORDER BY id", "2:28: `Date` is compared with `Int`"),
            ("SELECT id FROM issue WHERE id = title ORDER BY id", "2:28: `UUID` is compared with `String`"),
            ("SELECT id FROM issue WHERE title = 5 ORDER BY id", "2:28: `String` (TEXT) is compared with INTEGER"),
            (
                "SELECT id FROM issue WHERE due > '2024-01-01' ORDER BY id",
                "2:28: `Date` (INTEGER) is compared with TEXT"
            ),
            (
                "SELECT id FROM issue, label WHERE kind = status ORDER BY id",
                "2:35: `Kind` is compared with `Status`"
            ),
            (
                "SELECT id FROM issue WHERE link BETWEEN title AND link ORDER BY id",
                "2:28: `URL` is compared with `String`"
            ),
            ("SELECT id FROM issue WHERE rank IN ('a') ORDER BY id", "2:28: `Int` (INTEGER) is compared with TEXT"),
            (
                "SELECT id FROM issue WHERE id IN (SELECT title FROM issue) ORDER BY id",
                "2:28: `UUID` is compared with `String`"
            ),
        ])
    func queries(sql: String, warning: String) {
        #expect(Self.warnings(queries: "-- name: q :many\n\(sql);") == [warning])
    }

    @Test(
        "A query is not warned of",
        arguments: [
            "SELECT id FROM issue ORDER BY id", "SELECT count(*) FROM issue", "SELECT * FROM issue WHERE id = :id",
            "SELECT id FROM issue WHERE due IS NULL ORDER BY id", "SELECT id FROM issue WHERE due = :due ORDER BY id",
            "SELECT id FROM issue WHERE rank < weight ORDER BY id",
            "SELECT id FROM issue WHERE rank < 2.5 ORDER BY id",
            "SELECT id FROM issue WHERE due > 0 ORDER BY id",
            "SELECT id FROM issue WHERE status <> 'done' ORDER BY id",
            "SELECT id FROM issue WHERE CAST(id AS TEXT) = title ORDER BY id",
            "SELECT id FROM issue WHERE length(title) > rank ORDER BY id",
        ])
    func silent(sql: String) {
        #expect(Self.warnings(queries: "-- name: q :many\n\(sql);") == [])
    }

    @Test("A change of all rows is warned of where its table stands")
    func missingWhere() {
        let mutations = """
            -- name: clear :mutation
            DELETE FROM issue;
            -- name: reset :mutation
            UPDATE issue SET rank = 0;
            -- name: remove :mutation
            DELETE FROM issue WHERE id = :id;
            """
        #expect(
            Self.warnings(mutations: mutations) == [
                "2:13: DELETE without WHERE deletes every row of `issue`",
                "4:8: UPDATE without WHERE changes every row of `issue`",
            ])
    }

    @Test("NULL is compared by = in a condition and in the schema")
    func conditions() {
        let mutations = """
            -- name: clear :mutation
            -- allow: EXISTS (SELECT 1 FROM issue WHERE due = NULL)
            DELETE FROM issue WHERE id = :id;
            """
        #expect(Self.warnings(mutations: mutations) == ["2:11: `= NULL` is never true"])
        let schema = Fixture("CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, a INTEGER CHECK (a <> NULL)) STRICT;")
        #expect(schema.analysis.warnings.map(\.message) == ["`<> NULL` is never true"])
    }

    // MARK: - What nothing uses

    private static let half = """
        CREATE TABLE a (
          id TEXT NOT NULL PRIMARY KEY,
          read TEXT, written TEXT, unused TEXT,
          b_id TEXT REFERENCES b(id),
          source INTEGER, double INTEGER AS (source * 2)
        ) STRICT;
        CREATE TABLE b (id TEXT NOT NULL PRIMARY KEY) STRICT;
        CREATE TABLE seen (id TEXT NOT NULL PRIMARY KEY, x TEXT) STRICT;
        CREATE VIEW v AS SELECT id, x FROM seen;
        """

    @Test("Tables and columns that no definition uses are warned of where they are declared")
    func unused() {
        let analysis = Fixture(
            Self.half, mutations: "-- name: m :mutation\nINSERT INTO a (id, written) VALUES (:id, :written);",
            queries: "-- name: q :many\nSELECT read, double, x FROM a, v ORDER BY read;"
        ).analysis
        #expect(
            analysis.warnings.map { "\($0.place.location): \($0.rule ?? "") \($0.message)" } == [
                "7:14: unused-table no mutation and no query uses the table `b`",
                "3:28: unused-column no mutation writes `a.unused`, and no query reads it",
            ])
    }

    @Test("`*`, and an INSERT without a list of columns, use all of them; a schema without definitions is young")
    func used() {
        let table = "CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, b TEXT) STRICT;"
        #expect(Fixture(table).analysis.warnings.isEmpty)
        #expect(Fixture(table, queries: "-- name: q :many\nSELECT * FROM a ORDER BY id;").analysis.warnings.isEmpty)
        let insert = "-- name: m :mutation\nINSERT INTO a VALUES (:id, :b);"
        #expect(Fixture(table, mutations: insert).analysis.warnings.isEmpty)
    }

    // MARK: - Silence

    @Test("A reason silences a rule for a definition, a statement or a column; elsewhere it is warned of")
    func silence() {
        let tables = """
            -- silence: unused-table, the next release needs it
            CREATE TABLE later (id TEXT NOT NULL PRIMARY KEY) STRICT;
            CREATE TABLE a (
              id TEXT NOT NULL PRIMARY KEY,
              b TEXT, -- silence: unused-column the next release needs it
              c TEXT
            ) STRICT;
            """
        let queries = """
            -- name: q :many
            -- silence: missing-order, whoever asks
            --   sorts them
            -- silence: equals-null, nothing is
            SELECT id FROM a;
            """
        let analysis = Fixture(tables, queries: queries).analysis
        #expect(
            analysis.silences.apply(to: analysis.warnings).map {
                "\($0.place.source.path):\($0.place.location): \($0.message)"
            } == [
                "migrations/0001_first.sql:6:3: no mutation writes `a.c`, and no query reads it",
                "queries.sql:4:1: there is no warning `equals-null` here to be silenced",
            ])
    }

    @Test(
        "A silence that says too little is an error",
        arguments: [
            (
                "full-scan", "`-- silence: full-scan` gives no reason",
                "say after a comma why the warning does not matter here"
            ),
            ("ful-scan, few rows", "there is no rule `ful-scan`", "did you mean `full-scan`?"),
            (
                "", "`-- silence:` names a rule and gives a reason",
                "write for example `-- silence: full-scan, the table holds ten rows`"
            ),
        ])
    func mistakes(value: String, message: String, suggestion: String) throws {
        let analysis = Fixture(
            Self.tables, queries: "-- name: q :many\n-- silence: \(value)\nSELECT * FROM issue ORDER BY id;"
        ).analysis
        let mistake = try #require(analysis.diagnostics.first)
        #expect(analysis.diagnostics.count == 1)
        #expect(mistake.message == message)
        #expect(mistake.suggestion == suggestion)
    }

    @Test("A warning says how to silence it where it stands")
    func hint() throws {
        let analysis = Fixture(Self.tables, mutations: "-- name: m :mutation\nDELETE FROM issue;").analysis
        let warning = try #require(analysis.warnings.first { $0.rule == "missing-where" })
        #expect(
            warning.suggestion
                == "add WHERE; to keep it, write `-- silence: missing-where, REASON` below `-- name:`")
        #expect(warning.severity == .warning)
    }
}
