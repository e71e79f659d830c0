import LockstepOracle
import LockstepSQL
import LockstepSchema
import Testing

@Suite("What SQLite would run slowly")
struct FullScanTests {
    private static let tables = """
        CREATE TABLE issue (
          id TEXT NOT NULL PRIMARY KEY,
          title TEXT NOT NULL,
          status TEXT NOT NULL,
          rank INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE comment (
          id TEXT NOT NULL PRIMARY KEY,
          issue_id TEXT NOT NULL REFERENCES issue(id),
          body TEXT NOT NULL
        ) STRICT;
        CREATE TABLE kind (code TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT;
        INSERT INTO kind VALUES ('a', 'A');
        CREATE VIEW urgent AS SELECT * FROM issue WHERE rank > 5;
        """

    private static func warnings(
        _ tables: String = tables, mutations: String = "", queries: String = ""
    ) throws -> [Diagnostic] {
        var files = DefinitionFiles()
        files.migrations = [SourceText(path: "migrations/0001_first.sql", text: tables)]
        if !mutations.isEmpty { files.mutations = [SourceText(path: "mutations.sql", text: mutations)] }
        if !queries.isEmpty { files.queries = [SourceText(path: "queries.sql", text: queries)] }
        let analysis = analyze(files: files, targetName: "AppSchema")
        try #require(analysis.diagnostics.map(\.rendered) == [])
        let report = Oracle.report(for: try #require(analysis.schema), statements: analysis.statements)
        #expect(report.errors.map(\.rendered) == [])
        return report.warnings
    }

    @Test(
        "A table that an index would spare reading is named, and the index",
        arguments: [
            (
                "SELECT * FROM issue WHERE status = :status ORDER BY rank, id",
                "2:15: every row of `issue` is read, since it has no index on `status`",
                "`CREATE INDEX issue_by_status ON issue (status, rank, id);`"
            ),
            (
                "SELECT * FROM issue AS i WHERE i.status = :status AND i.rank > :rank ORDER BY id",
                "2:15: every row of `issue` is read, since it has no index on `status`, `rank`",
                "`CREATE INDEX issue_by_status_rank ON issue (status, rank);`"
            ),
            (
                "SELECT * FROM issue WHERE rank BETWEEN :low AND :high ORDER BY id",
                "2:15: every row of `issue` is read, since it has no index on `rank`",
                "`CREATE INDEX issue_by_rank ON issue (rank);`"
            ),
            (
                "SELECT id, (SELECT count(*) FROM comment AS c WHERE c.issue_id = i.id) AS n FROM issue AS i ORDER BY id",
                "2:34: every row of `comment` is read, since it has no index on `issue_id`",
                "`CREATE INDEX comment_by_issue_id ON comment (issue_id);`"
            ),
            (
                "SELECT issue.id FROM issue LEFT JOIN comment ON comment.issue_id = issue.id ORDER BY issue.id",
                "2:38: `comment` has no index on `issue_id`, and SQLite makes one each time this runs",
                "`CREATE INDEX comment_by_issue_id ON comment (issue_id);`"
            ),
            (
                "SELECT * FROM issue WHERE status = :status OR title = :title ORDER BY id",
                "2:15: every row of `issue` is read, since it has no index on `status` and on `title`",
                "`CREATE INDEX issue_by_status ON issue (status);` and `CREATE INDEX issue_by_title ON issue (title);`"
            ),
            (
                "SELECT title FROM urgent ORDER BY title",
                "2:19: every row of `issue` is read, since it has no index on `rank`",
                "`CREATE INDEX issue_by_rank ON issue (rank);`"
            ),
        ])
    func scans(sql: String, message: String, index: String) throws {
        let warnings = try Self.warnings(queries: "-- name: q :many\n\(sql);")
        #expect(warnings.map { "\($0.place.location): \($0.message)" } == [message])
        #expect(warnings.first?.suggestion?.hasPrefix("add \(index) to a migration; to keep it, ") == true)
        #expect(warnings.first?.rule == "full-scan")
    }

    @Test(
        "What no index would spare, or what wants all rows, is not warned of",
        arguments: [
            "SELECT * FROM issue ORDER BY rank, id", "SELECT * FROM issue WHERE id = :id",
            "SELECT status, count(*) AS n FROM issue GROUP BY status ORDER BY status",
            "SELECT * FROM issue WHERE title LIKE '%' || :text || '%' ORDER BY id",
            "SELECT * FROM issue WHERE :status IS NULL OR status = :status ORDER BY id",
            "SELECT * FROM issue WHERE status <> 'done' ORDER BY id",
            "SELECT comment.id FROM comment JOIN issue ON issue.id = comment.issue_id ORDER BY comment.id",
            "SELECT * FROM issue WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY id",
            "WITH few AS (SELECT * FROM issue LIMIT 3) SELECT id FROM few WHERE status = 'a' ORDER BY id",
            "SELECT * FROM kind WHERE name = :name ORDER BY code",
        ])
    func noScans(sql: String) throws {
        #expect(try Self.warnings(queries: "-- name: q :many\n\(sql);").map(\.message) == [])
    }

    @Test("A join by nothing reads one table for each row of the other")
    func crossJoin() throws {
        let warnings = try Self.warnings(
            queries: "-- name: q :many\nSELECT issue.id FROM issue, comment AS c ORDER BY issue.id;")
        #expect(warnings.map(\.message) == ["for each row of `issue`, every row of `comment` is read"])
    }

    @Test("The statements and the conditions of mutations are looked at as well")
    func mutations() throws {
        let mutations = """
            -- name: close :mutation
            -- allow: EXISTS (SELECT 1 FROM comment WHERE body = :actor)
            UPDATE issue SET status = 'done' WHERE title = :title;
            DELETE FROM comment WHERE issue_id IN (SELECT id FROM issue WHERE rank = 1);
            """
        #expect(
            try Self.warnings(mutations: mutations).map { "\($0.place.location): \($0.message)" } == [
                "3:8: every row of `issue` is read, since it has no index on `title`",
                "4:13: every row of `comment` is read, since it has no index on `issue_id`",
                "4:55: every row of `issue` is read, since it has no index on `rank`",
                "2:11: every row of `comment` is read, since it has no index on `body`",
            ])
    }

    @Test(
        "An index is superfluous if another one begins with its columns, in their order and collation",
        arguments: [
            ("(status)", "(status, rank)", ["the index `second` begins with the columns of `first`"]),
            ("(status, rank)", "(status, rank)", ["the index `first` begins with the columns of `second`"]),
            ("(id)", "(rank)", ["the primary key of `issue` begins with the columns of `first`"]),
            ("(status DESC)", "(status, rank)", []), ("(status COLLATE NOCASE)", "(status, rank)", []),
            ("(rank)", "(status, rank)", []), ("(status) WHERE rank > 1", "(status, rank)", []),
            ("(status)", "(status, rank) WHERE rank > 1", []), ("(lower(status))", "(lower(status), rank)", []),
        ] as [(String, String, [String])])
    func duplicates(first: String, second: String, warnings: [String]) throws {
        let indexes = "CREATE INDEX first ON issue \(first);\nCREATE INDEX second ON issue \(second);"
        #expect(try Self.warnings("\(Self.tables)\n\(indexes)").map(\.message) == warnings)
    }

    @Test("A unique index says more than a longer one; of a UNIQUE constraint it is a copy")
    func uniqueIndexes() throws {
        let unique = "CREATE UNIQUE INDEX first ON issue (status);\nCREATE INDEX second ON issue (status, rank);"
        #expect(try Self.warnings("\(Self.tables)\n\(unique)").isEmpty)
        let copy = "CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY, n TEXT UNIQUE) STRICT; CREATE INDEX i ON t (n);"
        #expect(try Self.warnings(copy).map(\.message) == ["a UNIQUE constraint of `t` begins with the columns of `i`"])
    }
}
