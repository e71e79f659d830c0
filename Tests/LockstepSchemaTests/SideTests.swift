import LockstepSQL
import LockstepSchema
import Testing

/// Where statements run, by the tables that they are about.
@Suite struct SideTests {
    private static let tables = """
        CREATE TABLE issue (id TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL) STRICT;
        -- side: server
        CREATE TABLE audit (id TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL) STRICT;
        -- side: client
        CREATE TABLE draft (id TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL) STRICT;
        """

    @Test(arguments: [
        ("DELETE FROM issue WHERE id = :id", [ExecutionSide.both], true, [String]()),
        ("DELETE FROM draft WHERE id = :id", [.client], true, []),
        ("INSERT INTO draft (id, text) SELECT id, title FROM issue WHERE id = :id", [.client], true, []),
        (
            "DELETE FROM audit WHERE id = :id", [.server], false,
            ["2:13: it writes `audit`, which clients do not have"]
        ),
        (
            "UPDATE issue SET title = :title WHERE id = :id; INSERT INTO audit (id, text) VALUES (:audit, :actor)",
            [.both, .server], false, ["2:61: it writes `audit`, which clients do not have"]
        ),
        (
            "UPDATE issue SET title = (SELECT text FROM audit WHERE audit.id = issue.id) WHERE id = :id",
            [.server], false, ["2:8: it reads `audit`, which clients do not have"]
        ),
    ])
    func `of a mutation`(sql: String, sides: [ExecutionSide], isReplayable: Bool, obstacles: [String]) throws {
        let fixture = Fixture(Self.tables, mutations: "-- name: m :mutation\n\(sql);")
        let mutation = try #require(try fixture.schema.mutation("m"))
        #expect(mutation.statements.map(\.side) == sides)
        #expect(mutation.isReplayable == isReplayable)
        #expect(mutation.replayObstacles.map { "\($0.place.location): \($0.message)" } == obstacles)
        #expect(mutation.isLocal == (sides == [.client]))
    }

    @Test(arguments: [
        (
            "UPDATE issue SET title = :title WHERE id = :id; INSERT INTO audit (id, text) VALUES (:audit, :actor)",
            "issue"
        ),
        ("INSERT INTO audit (id, text) SELECT :audit, title FROM issue; DELETE FROM issue WHERE id = :id", "issue"),
        ("UPDATE issue SET title = :title; INSERT INTO audit (id, text) VALUES (:audit, :actor)", nil),
        ("DELETE FROM audit WHERE id = :id", "audit"),
    ])
    func `a mutation is about the row that both sides change, whatever the server does beside it`(
        sql: String, table: String?
    ) throws {
        let fixture = Fixture(Self.tables, mutations: "-- name: m :mutation\n\(sql);")
        #expect(try fixture.schema.mutation("m")?.addressedRow?.table == table)
    }

    @Test(arguments: [
        ("SELECT title FROM issue ORDER BY id", ExecutionSide.both), ("SELECT text FROM draft ORDER BY id", .client),
        ("SELECT title FROM issue JOIN draft USING (id) ORDER BY id", .client),
        ("SELECT title FROM issue JOIN audit USING (id) ORDER BY id", .server),
    ])
    func `of a query`(sql: String, side: ExecutionSide) throws {
        let fixture = Fixture(Self.tables, queries: "-- name: q :many\n\(sql);")
        #expect(try fixture.schema.query("q")?.side == side)
    }

    @Test(arguments: [
        (
            "DELETE FROM issue; DELETE FROM draft",
            "2:32: a mutation changes either tables that only clients have or replicated tables"
        ),
        (
            "DELETE FROM draft; DELETE FROM issue",
            "2:32: a mutation changes either tables that only clients have or replicated tables"
        ),
        (
            "DELETE FROM issue WHERE id IN (SELECT id FROM draft)",
            "2:13: what is written to `issue` would depend on `draft`, which the server does not have"
        ),
        (
            "DELETE FROM audit WHERE id IN (SELECT id FROM draft)",
            "2:13: `audit` is on the server only and `draft` on clients only"
        ),
    ])
    func `that no side has`(sql: String, message: String) {
        let fixture = Fixture(Self.tables, mutations: "-- name: m :mutation\n\(sql);")
        #expect(fixture.messages == ["mutations.sql:\(message)"])
    }
}
