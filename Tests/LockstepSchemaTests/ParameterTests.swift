import LockstepSchema
import Testing

/// The arguments that a definition has, by where its parameters stand.
@Suite struct ParameterTests {
    private static let tables = """
        CREATE TABLE lane (
          id BLOB NOT NULL PRIMARY KEY -- type: UUID
        ) STRICT;
        CREATE TABLE card (
          id        TEXT NOT NULL PRIMARY KEY,          -- type: UUID
          lane_id   BLOB NOT NULL REFERENCES lane(id),
          parent_id TEXT REFERENCES card(id),
          title     TEXT NOT NULL,
          body      TEXT,
          position  TEXT NOT NULL,                      -- type: FractionalIndex
          size      INTEGER NOT NULL DEFAULT 1,
          price     REAL,
          flagged   INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
          status    TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done')),
          made_at   INTEGER NOT NULL,                   -- type: Date
          due_at    TEXT,                               -- type: Date
          seen_at   REAL,                               -- type: Date
          owner     TEXT,                               -- type: UUID
          link      TEXT,                                -- type: URL
          photo     BLOB
        ) STRICT;
        """

    @Test(arguments: [
        // A parameter has the type of what it is compared with
        ("SELECT id FROM card WHERE id = :id", "id: UUID"), ("SELECT id FROM card WHERE :id = id", "id: UUID"),
        ("SELECT id FROM card WHERE lane_id = :laneId", "laneId: UUID"),
        ("SELECT id FROM card WHERE lane_id = :lane_id", "laneId: UUID"),
        ("SELECT id FROM card WHERE parent_id = :p", "p: UUID"), ("SELECT id FROM card WHERE status = :s", "s: Status"),
        ("SELECT id FROM card WHERE flagged = :f", "f: Bool"),
        ("SELECT id FROM card WHERE made_at > :since", "since: Date"),
        ("SELECT id FROM card WHERE made_at BETWEEN :a AND :b", "a: Date, b: Date"),
        ("SELECT id FROM card WHERE :x BETWEEN size AND 9", "x: Int"),
        ("SELECT id FROM card WHERE position > :p", "p: FractionalIndex"),
        ("SELECT id FROM card WHERE status IN (:a, :b)", "a: Status, b: Status"),
        ("SELECT id FROM card WHERE :s IN (SELECT status FROM card)", "s: Status"),
        ("SELECT id FROM card WHERE (made_at, id) < (:at, :id)", "at: Date, id: UUID"),
        ("SELECT id FROM card WHERE size = (SELECT max(size) FROM card WHERE status = :s)", "s: Status"),
        ("SELECT id FROM card WHERE max(made_at, seen_at) > :d", "d: Date"),
        ("SELECT id FROM card WHERE length(title) > :n", "n: Int"),
        ("SELECT id FROM card WHERE price > :p", "p: Double"),
        ("SELECT status FROM card GROUP BY status HAVING count(*) > :n", "n: Int"),
        // … or with what is done to it
        ("SELECT id FROM card WHERE size + :n > 3", "n: Int"),
        ("SELECT id FROM card WHERE price * :x > 3", "x: Double"),
        ("SELECT id FROM card WHERE title LIKE '%' || :text || '%'", "text: String"),
        ("SELECT id FROM card WHERE title LIKE :pattern", "pattern: String"),
        ("SELECT id FROM card WHERE lower(:name) = title", "name: String"),
        ("SELECT id FROM card WHERE :all OR flagged", "all: Bool"), ("SELECT id FROM card LIMIT :n", "n: Int"),
        ("SELECT id FROM card LIMIT :n + 1 OFFSET :m", "n: Int, m: Int"),
        ("SELECT CAST(:x AS INTEGER) AS x", "x: Int"), ("SELECT coalesce(body, :text) AS x FROM card", "text: String?"),
        ("SELECT CASE WHEN :short THEN title ELSE body END AS x FROM card", "short: Bool"),
        ("SELECT CASE status WHEN :s THEN 1 ELSE 2 END AS x FROM card", "s: Status"),
        ("SELECT iif(size > 1, :s, status) AS x FROM card", "s: Status"),
        ("SELECT substr(title, 1, :n) AS x FROM card", "n: Int"),
        ("SELECT made_at FROM card WHERE made_at > :since AND :since > 0", "since: Date"),
        // NULL is allowed where it is asked for
        ("SELECT id FROM card WHERE parent_id IS :p", "p: UUID?"),
        ("SELECT id FROM card WHERE (:s IS NULL OR status = :s)", "s: Status?"),
        ("SELECT id FROM card WHERE status = coalesce(:s, status)", "s: Status?"),
        ("SELECT id FROM card WHERE status = ifnull(:s, 'open')", "s: Status?"),
        ("SELECT id FROM card WHERE body = :b", "b: String"),
        // Lists
        ("SELECT title FROM card WHERE id IN (SELECT value FROM json_each(:ids))", "ids: [UUID]"),
        ("SELECT title FROM card WHERE status IN (SELECT j.value FROM json_each(:all) AS j)", "all: [Status]"),
        ("SELECT title FROM card, json_each(:ids) AS x WHERE x.value = card.id ORDER BY x.key", "ids: [UUID]"),
        ("SELECT title FROM card WHERE made_at IN (SELECT value FROM json_each(:days))", "days: [Date]"),
        ("SELECT title FROM card WHERE due_at IN (SELECT value FROM json_each(:days))", "days: [Date]"),
        // Said by a directive
        ("-- param x: Date\nSELECT :x AS x", "x: Date"),
        ("-- param x: Int?\nSELECT id FROM card WHERE size = :x", "x: Int?"),
        ("-- param s: String\nSELECT id FROM card WHERE status = :s", "s: String"),
        ("-- param s: Status\nSELECT upper(:s) AS x", "s: Status"),
        ("-- param x: [Int]\nSELECT count(*) AS n FROM json_each(:x)", "x: [Int]"),
        ("-- param doc: String\nSELECT key AS k FROM json_each(:doc) WHERE type = 'x' AND id > 1", "doc: String"),
    ])
    func `of a query`(text: String, arguments: String) throws {
        let isTyped = text.contains("AS k ")
        let sql = "-- name: q :many\n\(isTyped ? "-- type k: String\n" : "")\(text);"
        let query = try #require(try Fixture(Self.tables, queries: sql).schema.query("q"))
        #expect(query.arguments.map(\.text).joined(separator: ", ") == arguments)
    }

    @Test(arguments: [
        ("INSERT INTO lane (id) VALUES (:id)", "id: UUID = .v7()"),
        ("UPDATE card SET body = :body WHERE id = :id", "body: String?, id: UUID"),
        ("UPDATE card SET title = :title WHERE id = :id", "title: String, id: UUID"),
        ("UPDATE card SET title = coalesce(:title, title) WHERE id = :id", "title: String?, id: UUID"),
        ("UPDATE card SET size = size + :by WHERE id = :id", "by: Int, id: UUID"),
        ("UPDATE card SET size = :size * 2 WHERE id = :id", "size: Int, id: UUID"),
        ("UPDATE card SET (title, body) = (:title, :body) WHERE id = :id", "title: String, body: String?, id: UUID"),
        ("UPDATE card SET due_at = CASE WHEN :setDue THEN :due ELSE due_at END", "setDue: Bool, due: Date?"),
        ("UPDATE card SET parent_id = :to WHERE id IN (SELECT value FROM json_each(:ids))", "to: UUID?, ids: [UUID]"),
        ("UPDATE card SET body = (SELECT :text WHERE :text <> '')", "text: String"),
        (
            "INSERT INTO card (id, lane_id, title, position, made_at) SELECT value, :lane, :title, :position, :now "
                + "FROM json_each(:ids)",
            "lane: UUID, title: String, position: FractionalIndex, ids: [UUID]"
        ),
        (
            "INSERT INTO card (id, lane_id, title, position, made_at) VALUES (:id, :laneId, :title, :position, :now) "
                + "ON CONFLICT (id) DO UPDATE SET body = :body, title = excluded.title WHERE size < :size",
            "id: UUID = .v7(), laneId: UUID, title: String, position: FractionalIndex, body: String?, size: Int"
        ),
        (
            "-- optional: body, size\nUPDATE card SET body = :body, size = :size WHERE id = :id",
            "body: Change<String?>, size: Change<Int>, id: UUID"
        ),
    ])
    func `of a mutation`(text: String, arguments: String) throws {
        let fixture = Fixture(Self.tables, mutations: "-- name: m :mutation\n\(text);")
        let mutation = try #require(try fixture.schema.mutation("m"))
        #expect(mutation.arguments.map(\.text).joined(separator: ", ") == arguments)
    }

    @Test(arguments: [
        // Each place has its own storage
        (
            "UPDATE card SET made_at = :at, due_at = :at, seen_at = :at WHERE made_at < :at",
            "UPDATE card SET made_at = ?1, due_at = ?2, seen_at = ?3 WHERE made_at < ?1",
            ["at Date INTEGER", "at Date TEXT", "at Date REAL"]
        ),
        (
            "UPDATE card SET made_at = :now, due_at = :now, seen_at = :committedAt, owner = :actor, body = :actor",
            "UPDATE card SET made_at = ?1, due_at = ?2, seen_at = ?3, owner = ?4, body = ?5",
            ["now Date INTEGER", "now Date TEXT", "committedAt Date REAL", "actor UUID TEXT", "actor String TEXT"]
        ),
        (
            "DELETE FROM card WHERE made_at > :now - 900000 AND made_at < :now",
            "DELETE FROM card WHERE made_at > ?1 - 900000 AND made_at < ?1",
            ["now Date INTEGER"]
        ),
        (
            "UPDATE card SET body = date(:now)", "UPDATE card SET body = date(?1)", ["now Date TEXT"]
        ),
        // One parameter twice is bound once; spellings do not matter
        (
            "DELETE FROM card WHERE lane_id = :lane_id OR lane_id = (:laneId)",
            "DELETE FROM card WHERE lane_id = ?1 OR lane_id = (?1)", ["laneId UUID BLOB"]
        ),
        (
            "-- optional: body\nUPDATE card AS c SET body = :body FROM lane WHERE c.lane_id = lane.id AND c.id = :id",
            "UPDATE card AS c SET body = CASE WHEN ?1 THEN ?2 ELSE c.body END FROM lane WHERE c.lane_id = lane.id AND c.id = ?3",
            ["isSet body", "body String? TEXT", "id UUID TEXT"]
        ),
        // Text that looks like a parameter or a comment is text
        (
            "UPDATE card SET title = ':id -- x' /* :no */ WHERE id = :id -- :gone",
            "UPDATE card SET title = ':id -- x' WHERE id = ?1",
            ["id UUID TEXT"]
        ),
        (
            "UPDATE card SET\n  -- first\n  title = :title, -- the title\n\n  body = :body",
            "UPDATE card SET\n  title = ?1,\n\n  body = ?2", ["title String TEXT", "body String? TEXT"]
        ),
        (
            "DELETE FROM card WHERE title = 'ä€𝄞' AND id = :id", "DELETE FROM card WHERE title = 'ä€𝄞' AND id = ?1",
            ["id UUID TEXT"]
        ),
    ])
    func `and how they are bound`(text: String, sql: String, bindings: [String]) throws {
        let fixture = Fixture(Self.tables, mutations: "-- name: m :mutation\n\(text)\n;")
        let statement = try #require(try fixture.schema.mutation("m")?.statements.first)
        #expect(statement.sql == sql)
        #expect(statement.bindings.map(\.text) == bindings)
    }

    @Test func `arguments of several statements come in the order of their first appearance`() throws {
        let fixture = Fixture(
            Self.tables,
            mutations: """
                -- name: m :mutation
                UPDATE card SET status = :status WHERE id = :id;
                UPDATE card SET title = :title, status = :status WHERE parent_id = :id;
                """)
        let mutation = try #require(try fixture.schema.mutation("m"))
        #expect(mutation.arguments.map(\.text) == ["status: Status", "id: UUID", "title: String"])
        #expect(
            mutation.statements[1].bindings.map(\.text) == ["title String TEXT", "status Status TEXT", "id UUID TEXT"])
    }

    @Test func `an id is new only where it is the whole key and refers to nothing`() throws {
        let fixture = Fixture(
            """
            CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY -- type: UUID
            );
            CREATE TABLE b (id TEXT NOT NULL PRIMARY KEY REFERENCES a(id)) STRICT;
            CREATE TABLE c (
              x TEXT NOT NULL, -- type: UUID
              y TEXT NOT NULL, -- type: UUID
              PRIMARY KEY (x, y)
            ) STRICT;
            """,
            mutations: """
                -- name: insertA :mutation
                INSERT INTO a VALUES (:id);
                -- name: insertB :mutation
                INSERT INTO b VALUES (:id);
                -- name: insertC :mutation
                INSERT INTO c VALUES (:x, :y);
                """)
        let schema = try fixture.schema
        #expect(schema.mutations.flatMap(\.arguments).map(\.defaultsToNewID) == [true, false, false, false])
    }

    @Test(arguments: [
        (
            "SELECT id FROM card WHERE lane_id IN (SELECT value FROM json_each(:ids))",
            "queries.sql:2:67: a list of `UUID` stored as BLOB cannot be passed as JSON"
        ),
        (
            "SELECT id FROM card WHERE photo IN (SELECT value FROM json_each(:ids))",
            "queries.sql:2:65: a list of `Data` stored as BLOB cannot be passed as JSON"
        ),
        (
            "SELECT id FROM card WHERE position IN (SELECT value FROM json_each(:all))",
            "queries.sql:2:68: a list of `FractionalIndex` stored as TEXT cannot be passed as JSON"
        ),
    ])
    func `a list whose JSON may have another form than the column is refused`(sql: String, message: String) {
        #expect(Fixture(Self.tables, queries: "-- name: q :many\n\(sql);").messages == [message])
    }
}
