import LockstepSQL
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
        ("SELECT id FROM card WHERE id = @id AND title = $title", "id: UUID, title: String"),
        ("SELECT id FROM card WHERE made_at > :from AND made_at > $from AND made_at > @from", "from: Date"),
        ("SELECT id FROM card WHERE id <> :id", "id: UUID"), ("SELECT id FROM card WHERE id == :id", "id: UUID"),
        ("SELECT id FROM card WHERE NOT id = :id", "id: UUID"),
        ("SELECT id FROM card WHERE made_at NOT BETWEEN :a AND :b", "a: Date, b: Date"),
        ("SELECT id FROM card WHERE :d BETWEEN made_at AND seen_at", "d: Date"),
        ("SELECT id FROM card WHERE status NOT IN (:a, 'done')", "a: Status"),
        ("SELECT id FROM card WHERE (status, size) = (:s, :n)", "s: Status, n: Int"),
        ("SELECT id FROM card WHERE (:s, :n) = (status, size)", "s: Status, n: Int"),
        ("SELECT id FROM card WHERE (status, size) IN (VALUES (:s, :n))", "s: Status, n: Int"),
        ("SELECT id FROM card WHERE (:s, :n) IN (SELECT status, size FROM card)", "s: Status, n: Int"),
        ("SELECT id FROM card WHERE (status, size) IN ((:s, :n), (:t, 2))", "s: Status, n: Int, t: Status"),
        ("SELECT id FROM card WHERE status = (SELECT :s)", "s: Status"),
        ("SELECT id FROM card WHERE title GLOB :g OR title LIKE :l ESCAPE :e", "g: String, l: String, e: String"),
        ("SELECT id FROM card WHERE :text || title = 'x'", "text: String"),
        ("SELECT id FROM card WHERE size = :a - :b", "a: Int, b: Int"),
        ("SELECT id FROM card WHERE size > :n * 2 + 1", "n: Int"), ("SELECT id FROM card WHERE -:n < size", "n: Int"),
        ("SELECT id FROM card WHERE size & :mask <> 0", "mask: Int"),
        ("SELECT id FROM card WHERE size % :n = 0", "n: Int"), ("SELECT id FROM card WHERE size << :n > 0", "n: Int"),
        ("SELECT id FROM card WHERE title = :t COLLATE NOCASE", "t: String"),
        ("SELECT id FROM card WHERE CASE :s WHEN status THEN 1 ELSE 0 END", "s: Status"),
        ("SELECT id FROM card WHERE size = CASE WHEN flagged THEN :a ELSE :b END", "a: Int, b: Int"),
        ("SELECT CASE WHEN flagged THEN :a ELSE status END AS x FROM card", "a: Status"),
        ("SELECT status FROM card GROUP BY status HAVING max(made_at) > :d", "d: Date"),
        ("SELECT id FROM card ORDER BY CASE WHEN status = :first THEN 0 ELSE 1 END, id", "first: Status"),
        ("SELECT id FROM card ORDER BY status = :first DESC, id LIMIT :n OFFSET :m", "first: Status, n: Int, m: Int"),
        ("SELECT id FROM card ORDER BY abs(size - :n), id", "n: Int"),
        ("SELECT c.id FROM card AS c JOIN card AS d ON d.parent_id = c.id AND d.status = :s", "s: Status"),
        ("SELECT count(*) FILTER (WHERE status = :s) AS n FROM card", "s: Status"),
        (
            "SELECT id, sum(size) OVER (ORDER BY id ROWS BETWEEN :n PRECEDING AND :m FOLLOWING) AS total FROM card",
            "n: Int, m: Int"
        ),
        ("SELECT id, sum(size) OVER w AS total FROM card WINDOW w AS (ORDER BY id ROWS :n PRECEDING)", "n: Int"),
        ("SELECT id, lag(title, :n, :t) OVER (ORDER BY id) AS x FROM card", "n: Int, t: String"),
        ("SELECT id, ntile(:n) OVER (ORDER BY id) AS x FROM card", "n: Int"),
        ("WITH x AS (SELECT id FROM card WHERE status = :s) SELECT id FROM x", "s: Status"),
        (
            "-- param id: UUID\nWITH RECURSIVE up(id) AS (VALUES (:id) UNION SELECT parent_id FROM card JOIN up USING (id)) "
                + "SELECT card.id FROM card JOIN up ON up.id = card.id", "id: UUID"
        ),
        (
            "SELECT id, sum(size) OVER (ORDER BY size RANGE BETWEEN :n PRECEDING AND CURRENT ROW) AS total, "
                + "sum(size) OVER (ORDER BY price RANGE :x PRECEDING) AS other FROM card", "n: Int, x: Double"
        ),
        ("SELECT id FROM card WHERE id IN (SELECT id FROM card WHERE size > :n LIMIT :m)", "n: Int, m: Int"),
        ("SELECT id FROM card WHERE title = :t UNION SELECT id FROM card WHERE body = :t", "t: String"),
        ("SELECT replace(title, :from, :to) AS x FROM card", "from: String, to: String"),
        ("SELECT round(price, :n) AS x FROM card", "n: Int"), ("SELECT instr(title, :t) AS x FROM card", "t: String"),
        ("SELECT printf('%d %s', size, :t) AS x, :t LIKE title AS y FROM card", "t: String"),
        ("SELECT nullif(status, :s) AS x FROM card", "s: Status"),
        ("SELECT max(size, :n) AS x FROM card", "n: Int"), ("SELECT min(made_at, :d) AS x FROM card", "d: Date"),
        ("SELECT json_extract(body, :path) ->> 1 IS NULL AS x FROM card", "path: String"),
        ("SELECT group_concat(title, :separator) AS x FROM card", "separator: String"),
        ("SELECT date(made_at / 1000, 'unixepoch') = :day AS x FROM card", "day: String"),
        ("SELECT id FROM card WHERE like(:pattern, title)", "pattern: String"),
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
        ("SELECT id FROM card WHERE (:p IS NULL OR parent_id = :p)", "p: UUID?"),
        ("SELECT id FROM card WHERE (:p IS NULL OR parent_id IN (:p))", "p: UUID?"),
        ("SELECT id FROM card WHERE :p ISNULL OR made_at >= :p", "p: Date?"),
        ("SELECT id FROM card WHERE made_at >= :p OR :p IS NULL", "p: Date?"),
        ("SELECT id FROM card WHERE parent_id IS NOT :p", "p: UUID?"),
        ("SELECT id FROM card WHERE coalesce(:a, :b, status) = status", "a: Status?, b: Status?"),
        ("SELECT id FROM card WHERE CASE WHEN :s IS NOT NULL THEN status = :s ELSE 1 END", "s: Status?"),
        // Lists
        ("SELECT title FROM card WHERE id IN (SELECT value FROM json_each(:ids))", "ids: [UUID]"),
        ("SELECT title FROM card WHERE status IN (SELECT j.value FROM json_each(:all) AS j)", "all: [Status]"),
        ("SELECT title FROM card, json_each(:ids) AS x WHERE x.value = card.id ORDER BY x.key", "ids: [UUID]"),
        ("SELECT title FROM card WHERE made_at IN (SELECT value FROM json_each(:days))", "days: [Date]"),
        ("SELECT title FROM card WHERE due_at IN (SELECT value FROM json_each(:days))", "days: [Date]"),
        ("SELECT id FROM card WHERE id NOT IN (SELECT value FROM json_each(:ids))", "ids: [UUID]"),
        ("SELECT id FROM card WHERE flagged IN (SELECT value FROM json_each(:all))", "all: [Bool]"),
        ("SELECT id FROM card WHERE link IN (SELECT value FROM json_each(:all))", "all: [URL]"),
        ("SELECT id FROM card WHERE price IN (SELECT value FROM json_each(:all))", "all: [Double]"),
        ("SELECT id FROM card WHERE EXISTS (SELECT 1 FROM json_each(:ids) WHERE value = card.id)", "ids: [UUID]"),
        ("SELECT c.id FROM json_each(:ids) AS j JOIN card AS c ON c.id = j.value ORDER BY j.key", "ids: [UUID]"),
        (
            "WITH x AS (SELECT value AS id FROM json_each(:ids)) SELECT title FROM card "
                + "WHERE id IN (SELECT CAST(value AS TEXT) FROM json_each(:ids))", "ids: [String]"
        ),
        // A list before other parameters, twice, and counted
        (
            "SELECT id FROM card WHERE id IN (SELECT value FROM json_each(:ids)) AND title = :t "
                + "AND parent_id IN (SELECT value FROM json_each(:ids))",
            "ids: [UUID], t: String"
        ),
        (
            "SELECT parent_id FROM card WHERE id IN (SELECT value FROM json_each(:ids)) GROUP BY parent_id "
                + "HAVING count(*) = json_array_length(:ids)",
            "ids: [UUID]"
        ),
        ("SELECT id FROM card WHERE json_array_length(:doc) > 1", "doc: String"),
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
        ("UPDATE card SET body = ifnull(:body, body) WHERE id = :id", "body: String?, id: UUID"),
        ("UPDATE card SET made_at = made_at + :by WHERE id = :id", "by: Int, id: UUID"),
        (
            "UPDATE card SET (lane_id, body) = (SELECT :lane, :body) WHERE id = :id",
            "lane: UUID, body: String?, id: UUID"
        ),
        ("UPDATE card SET parent_id = NULL WHERE parent_id = :id", "id: UUID"),
        ("UPDATE card SET flagged = NOT :flag WHERE id = :id", "flag: Bool, id: UUID"),
        ("UPDATE card SET body = CASE WHEN :b THEN :x END WHERE id = :id", "b: Bool, x: String?, id: UUID"),
        ("UPDATE card SET size = max(size, :n), body = trim(:text)", "n: Int, text: String"),
        ("INSERT INTO lane (id) VALUES (:a), (:b)", "a: UUID = .v7(), b: UUID = .v7()"),
        (
            "INSERT INTO card (id, lane_id, title, position, made_at) SELECT :id, id, :t, :p, :now FROM lane WHERE id = :l",
            "id: UUID, t: String, p: FractionalIndex, l: UUID"
        ),
        ("INSERT INTO lane (id) SELECT :id WHERE NOT EXISTS (SELECT 1 FROM lane WHERE id = :id)", "id: UUID"),
        ("INSERT INTO lane (id) VALUES (:id) UNION ALL VALUES (:other)", "id: UUID, other: UUID"),
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
        (
            "-- optional: title, body\nUPDATE card SET (title, body) = (:title, :body), size = 1 WHERE id = :id",
            "UPDATE card SET (title, body) = (CASE WHEN ?1 THEN ?2 ELSE title END, CASE WHEN ?3 THEN ?4 ELSE body END), "
                + "size = 1 WHERE id = ?5",
            ["isSet title", "title String TEXT", "isSet body", "body String? TEXT", "id UUID TEXT"]
        ),
        (
            "-- optional: title\nINSERT INTO card (id, lane_id, title, position, made_at) VALUES (:id, :l, '', '', 0) "
                + "ON CONFLICT (id) DO UPDATE SET title = :title",
            "INSERT INTO card (id, lane_id, title, position, made_at) VALUES (?1, ?2, '', '', 0) "
                + "ON CONFLICT (id) DO UPDATE SET title = CASE WHEN ?3 THEN ?4 ELSE title END",
            ["id UUID TEXT", "l UUID BLOB", "isSet title", "title String TEXT"]
        ),
        ("DELETE FROM card WHERE id = $id OR id = @id", "DELETE FROM card WHERE id = ?1 OR id = ?1", ["id UUID TEXT"]),
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

    @Test(arguments: [
        (
            "-- param size: Int\nUPDATE card SET title = :title", "2:1: there is no parameter `:size`"
        ),
        ("-- param title\nUPDATE card SET title = :title", ""),
        ("-- param: Int\nUPDATE card SET title = :title", "2:1: `-- param` gives a parameter's type"),
        ("-- param title: a b\nUPDATE card SET title = :title", "2:1: `-- param` gives a parameter's type"),
        ("-- param now: Date\nUPDATE card SET made_at = :now", "2:1: `:now` is not given by callers"),
        (
            "-- param t: String\n-- param t: Int\nUPDATE card SET title = :t", "3:1: the type of `:t` is given twice"
        ),
        (
            "-- optional: title\nINSERT INTO card (id, title) VALUES (:id, :title)",
            "3:43: `:title` is optional, and can only be the whole right side of a SET"
        ),
        (
            "-- optional: title\nINSERT INTO card (id, title) VALUES (:id, 'a') ON CONFLICT (id) DO UPDATE SET title = :title "
                + "WHERE title <> :title",
            "3:109: `:title` is optional, and can only be the whole right side of a SET"
        ),
        (
            "-- optional: a, b\nUPDATE card SET (title, body) = (:a || 'x', :b)",
            "3:34: `:a` is optional, and can only be the whole right side of a SET"
        ),
        ("UPDATE card SET size = :n, title = :n", "2:36: `:n` is `String`, like `card.title`, here, and `Int`"),
        ("UPDATE card SET title = ?", "2:25: a parameter has a name"),
        ("UPDATE card SET title = ?2", "2:25: a parameter"),
        ("DELETE FROM card WHERE :a = :b", "2:24: the type of `:a` does not follow from its use"),
        ("DELETE FROM card WHERE :a IS NULL", "2:24: the type of `:a` does not follow from its use"),
        (
            "DELETE FROM card WHERE EXISTS (SELECT 1 FROM json_each(:ids))",
            "2:56: the type of `:ids` does not follow from its use"
        ),
    ])
    func `mistakes`(text: String, message: String) {
        let messages = Fixture(Self.tables, mutations: "-- name: m :mutation\n\(text);").messages
        #expect(
            message.isEmpty ? messages.isEmpty : messages.contains { $0.hasPrefix("mutations.sql:\(message)") },
            "\(messages)")
    }

    @Test func `a conflict shows both places`() {
        let text = "-- name: m :mutation\nUPDATE card SET size = :n WHERE title = :n;"
        let diagnostics = Fixture(Self.tables, mutations: text).analysis.diagnostics
        #expect(diagnostics.map { "\($0.place.location)" } == ["2:41"])
        #expect(diagnostics.first?.notes.compactMap { $0.place.map { "\($0.location)" } } == ["2:24"])
    }
}
