import LockstepSQL
import LockstepSchema
import Testing

/// The schema of an issue tracker, from files to model.
@Suite struct IssueTrackerTests {
    private static let tables = """
        -- A thing to be done, and how far it got.
        CREATE TABLE issue (
          id          TEXT    NOT NULL PRIMARY KEY,                       -- type: UUID
          title       TEXT    NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
          description TEXT    NOT NULL,
          status      TEXT    NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'doing', 'done')),
          owner       TEXT    NOT NULL,                                   -- Whoever opened it.
          created_at  INTEGER NOT NULL                                    -- type: Date
        ) STRICT;

        CREATE INDEX issue_by_age ON issue (created_at, id);
        """

    private static let mutations = """
        -- name: createIssue :mutation
        -- Opens an issue, owned by whoever opens it.
        INSERT INTO issue (id, title, description, owner, created_at)
        VALUES (:id, :title, :description, :actor, :now);

        -- name: updateIssue :mutation
        -- Rewords an issue. What is not given stays as it is.
        -- optional: title, description
        UPDATE issue SET title = :title, description = :description WHERE id = :id;

        -- name: updateIssueStatus :mutation
        UPDATE issue SET status = :status WHERE id = :id;

        -- name: deleteIssue :mutation
        DELETE FROM issue WHERE id = :id; -- gone
        """

    private static let queries = """
        -- name: issues :many
        -- Every issue, oldest first.
        SELECT * FROM issue ORDER BY created_at, id;

        -- name: issue :one
        SELECT * FROM issue WHERE id = :id;

        -- name: issueCounts :many
        SELECT status, count(*) AS count FROM issue GROUP BY status ORDER BY status;
        """

    private func schema() throws -> Schema {
        try Fixture(Self.tables, mutations: Self.mutations, queries: Self.queries).schema
    }

    @Test func `the table's columns have the types of their declarations`() throws {
        let table = try #require(try schema().table(named: "issue"))
        #expect(table.structName.name == "Issue")
        #expect(table.documentation == "A thing to be done, and how far it got.")
        #expect(table.key == ["id"])
        #expect(table.isStrict)
        #expect(
            table.columns.map { "\($0.property): \($0.type.spelling) \($0.type.storage.rawValue)" } == [
                "id: UUID TEXT", "title: String TEXT", "description: String TEXT", "status: Status TEXT",
                "owner: String TEXT", "createdAt: Date INTEGER",
            ])
        #expect(table.columns[4].documentation == "Whoever opened it.")
        #expect(table.columns.map(\.hasDefault) == [false, false, false, true, false, false])
    }

    @Test func `CHECK makes an enum`() throws {
        let status = try #require(try schema().enums.first)
        #expect(status.name.name == "Status")
        #expect(status.columns == ["issue.status"])
        #expect(status.cases.map(\.name.name) == ["todo", "doing", "done"])
        #expect(status.cases.map(\.rawValue) == [.text("todo"), .text("doing"), .text("done")])
    }

    @Test func `an INSERT has arguments, reserved parameters and a new id`() throws {
        let mutation = try #require(try schema().mutation("createIssue"))
        #expect(mutation.documentation == "Opens an issue, owned by whoever opens it.")
        #expect(mutation.arguments.map(\.text) == ["id: UUID = .v7()", "title: String", "description: String"])
        #expect(
            mutation.statements.map(\.sql) == [
                "INSERT INTO issue (id, title, description, owner, created_at)\nVALUES (?1, ?2, ?3, ?4, ?5)"
            ])
        #expect(
            mutation.statements[0].bindings.map(\.text) == [
                "id UUID TEXT", "title String TEXT", "description String TEXT", "actor String TEXT",
                "now Date INTEGER",
            ])
        #expect(mutation.reads.isEmpty)
        #expect(mutation.writes.map(\.text) == ["issue(id, title, description, status, owner, created_at)"])
        #expect(mutation.addressedRow?.table == "issue")
        #expect(mutation.addressedRow?.key.map(\.text) == ["id UUID TEXT"])
        #expect(mutation.isReplayable)
    }

    @Test func `an optional parameter keeps the column unless it is set`() throws {
        let mutation = try #require(try schema().mutation("updateIssue"))
        #expect(mutation.arguments.map(\.text) == ["title: Change<String>", "description: Change<String>", "id: UUID"])
        #expect(
            mutation.statements[0].sql == """
                UPDATE issue SET title = CASE WHEN ?1 THEN ?2 ELSE title END, \
                description = CASE WHEN ?3 THEN ?4 ELSE description END WHERE id = ?5
                """)
        #expect(
            mutation.statements[0].bindings.map(\.text) == [
                "isSet title", "title String TEXT", "isSet description", "description String TEXT", "id UUID TEXT",
            ])
        #expect(mutation.reads.map(\.text) == ["issue(id, title, description)"])
        #expect(mutation.writes.map(\.text) == ["issue(title, description)"])
    }

    @Test func `comments are not part of a statement`() throws {
        let mutation = try #require(try schema().mutation("deleteIssue"))
        #expect(mutation.statements[0].sql == "DELETE FROM issue WHERE id = ?1")
        #expect(mutation.reads.map(\.text) == ["issue(id)"])
    }

    @Test func `a star is the table's struct, with its columns spelled out`() throws {
        let query = try #require(try schema().query("issues"))
        #expect(query.result == .table("issue"))
        #expect(query.cardinality == .many)
        #expect(
            query.statement.sql
                == "SELECT id, title, description, status, owner, created_at FROM issue ORDER BY created_at, id")
    }

    @Test func `a query by the whole key is pinned to it`() throws {
        let query = try #require(try schema().query("issue"))
        #expect(query.cardinality == .optionalOne)
        #expect(query.pinnedRow?.table == "issue")
        #expect(query.pinnedRow?.key.map(\.text) == ["id UUID TEXT"])
    }

    @Test func `other columns make a struct of the query's own`() throws {
        let schema = try schema()
        let query = try #require(schema.query("issueCounts"))
        #expect(query.result == .row(SwiftIdentifier("IssueCountsRow")))
        #expect(schema.rowStructs[0].fields.map(\.text) == ["status: Status", "count: Int"])
        #expect(query.reads.map(\.text) == ["issue(id, status)"])
    }

    @Test func `migrations keep their text without comments`() throws {
        let migration = try #require(try schema().migrations.first)
        #expect(migration.name == "0001_first")
        #expect(!migration.sql.contains("--"))
        #expect(migration.sql.hasPrefix("CREATE TABLE issue (\n  id          TEXT    NOT NULL PRIMARY KEY,\n"))
        #expect(migration.sql.hasSuffix("\n) STRICT;\n\nCREATE INDEX issue_by_age ON issue (created_at, id);"))
    }
}
