import LockstepSchema
import Testing

/// Parameters under `-- rows`: what they are, and how their members are typed.
@Suite struct BulkRowTests {
    private static let tables = """
        CREATE TABLE lane (id TEXT NOT NULL PRIMARY KEY) STRICT; -- type: UUID
        CREATE TABLE card (
          id       TEXT NOT NULL PRIMARY KEY, -- type: UUID
          lane_id  TEXT NOT NULL REFERENCES lane(id),
          title    TEXT NOT NULL,
          body     TEXT,
          position TEXT NOT NULL,             -- type: FractionalIndex
          size     INTEGER NOT NULL DEFAULT 1,
          price    REAL,
          done     INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
          status   TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done')),
          due_at   INTEGER,                   -- type: Date
          photo    BLOB,
          slug     TEXT GENERATED ALWAYS AS (lower(title))
        ) STRICT;
        """

    private static let move = """
        UPDATE card SET lane_id = cards.value ->> '$.lane_id', position = cards.value ->> 'position'
        FROM json_each(:cards) AS cards WHERE card.id = cards.value ->> '$.id'
        """

    private func mutation(_ directives: String, _ sql: String, named name: String = "moveCards") throws -> (
        Schema, Mutation
    ) {
        let fixture = Fixture(Self.tables, mutations: "-- name: \(name) :mutation\n\(directives)\n\(sql);")
        let schema = try fixture.schema
        return (schema, try #require(schema.mutation(name)))
    }

    private func text(_ row: BulkRow) -> String {
        let fields = row.fields.map { "\($0.name): \($0.type.spelling)" }
        return "\(row.name) of \(row.table): \(fields.joined(separator: ", "))"
    }

    @Test(arguments: [
        ("card(id, lane_id, position)", "MoveCardsRow of card: id: UUID, laneId: UUID, position: FractionalIndex"),
        (
            "card(id, lane_id, position,\n--   body, size, price, done, status, due_at)",
            "MoveCardsRow of card: id: UUID, laneId: UUID, position: FractionalIndex, body: String?, size: Int, "
                + "price: Double?, done: Bool, status: Status, dueAt: Date?"
        ),
        ("Card ( ID,lane_id , position )", "MoveCardsRow of card: id: UUID, laneId: UUID, position: FractionalIndex"),
    ])
    func `the struct`(rows: String, expected: String) throws {
        let (schema, mutation) = try mutation("-- rows cards: \(rows)", Self.move)
        #expect(schema.bulkRows.map(text) == [expected])
        #expect(mutation.arguments.map(\.text) == ["cards: [MoveCardsRow]"])
        #expect(mutation.statements[0].bindings.map(\.text) == ["cards [MoveCardsRow] TEXT"])
    }

    @Test func `several in one definition are told apart by the parameter`() throws {
        let (schema, mutation) = try mutation(
            "-- rows old_cards: card(id)\n-- rows new_cards: card(id, title)",
            """
            DELETE FROM card WHERE id IN (SELECT value ->> '$.id' FROM json_each(:oldCards));
            UPDATE card SET title = n.value ->> 'title' FROM json_each(:newCards) AS n WHERE card.id = n.value ->> 'id'
            """, named: "replaceAll")
        #expect(
            schema.bulkRows.map(text) == [
                "ReplaceAllNewCardsRow of card: id: UUID, title: String", "ReplaceAllOldCardsRow of card: id: UUID",
            ])
        #expect(
            mutation.arguments.map(\.text) == [
                "oldCards: [ReplaceAllOldCardsRow]", "newCards: [ReplaceAllNewCardsRow]",
            ])
    }

    @Test(arguments: [
        "INSERT INTO card (id, lane_id, title, position) SELECT value ->> '$.id', :lane, value ->> 'title', "
            + "json_extract(value, '$.position') FROM json_each(:cards)",
        "INSERT INTO card (id, lane_id, title, position) SELECT value ->> '$.id', :lane, value ->> 'title', "
            + "value ->> 'position' FROM json_each(:cards) WHERE true "
            + "ON CONFLICT (id) DO UPDATE SET title = excluded.title, position = excluded.position",
        "UPDATE card SET title = (SELECT value ->> 'title' FROM json_each(:cards) WHERE value ->> 'id' = card.id LIMIT 1)",
        "DELETE FROM card WHERE id IN (SELECT c.value ->> '$.\"id\"' FROM json_each(:cards) AS c) AND lane_id = :lane",
        "DELETE FROM card WHERE (id, title) IN (SELECT value ->> 'id', value ->> 'title' FROM json_each(:cards))",
        "UPDATE card SET size = json_array_length(:cards) WHERE id IN (SELECT value ->> 'id' FROM json_each(:cards))",
    ])
    func `is read in any statement`(sql: String) throws {
        let (_, mutation) = try mutation("-- rows cards: card(id, title, position)", sql)
        #expect(mutation.arguments.contains { $0.text == "cards: [MoveCardsRow]" })
    }

    @Test(arguments: [
        ("value ->> '$.id'", "UUID"), ("json_extract(value, '$.id')", "UUID"), ("value ->> 'body'", "String?"),
        ("value ->> 'size'", "Int"), ("value ->> 'price'", "Double?"), ("value ->> 'done'", "Bool"),
        ("value ->> 'status'", "Status"), ("value ->> 'due_at'", "Date?"), ("value ->> 'position'", "FractionalIndex"),
        ("value -> 'id'", "String"), ("json_extract(value, '$.id', '$.size')", "String"), ("key", "Int"),
        ("(value ->> 'size') % 10", "Int"), ("coalesce(value ->> 'body', '')", "String"),
    ])
    func `members have the types of their columns`(expression: String, type: String) throws {
        let sql = """
            -- name: q :many
            -- rows cards: card(id, body, size, price, done, status, due_at, position)
            SELECT \(expression) AS x FROM json_each(:cards) ORDER BY key;
            """
        let schema = try Fixture(Self.tables, queries: sql).schema
        guard case .scalar(let result) = schema.query("q")?.result else { return }
        #expect(result.spelling == type)
        #expect(schema.bulkRows.map(\.name.name) == ["QCardsRow"])
    }

    @Test func `beside an aggregate there may be no element`() throws {
        let query = """
            -- name: q :one
            -- rows cards: card(id, size)
            SELECT count(*) AS count, max(value ->> 'size') AS largest, value ->> 'id' AS id FROM json_each(:cards);
            """
        let schema = try Fixture(Self.tables, queries: query).schema
        #expect(schema.rowStructs.first?.fields.map(\.text) == ["count: Int", "largest: Int?", "id: UUID?"])
    }

    @Test(arguments: [
        ("-- rows: card(id)", "2:1: `-- rows` says which columns of a table"),
        ("-- rows cards: card", "2:1: `-- rows` says which columns of a table"),
        ("-- rows cards: card()", "2:1: `-- rows` says which columns of a table"),
        ("-- rows cards: card(id", "2:1: `-- rows` says which columns of a table"),
        ("-- rows cards: card(id lane_id)", "2:1: `-- rows` says which columns of a table"),
        ("-- rows cards: card(id,)", "2:1: `-- rows` says which columns of a table"),
        ("-- rows cards: crad(id)", "2:16: there is no table `crad`"),
        ("-- rows cards: card(id, lane)", "2:25: `card` has no column `lane`"),
        ("-- rows cards: card(id,\n--   lane)", "3:6: `card` has no column `lane`"),
        ("-- rows cards: card(id, id)", "2:25: `id` is listed twice"),
        ("-- rows cards: card(id, photo)", "2:25: `photo` is stored as BLOB, which JSON cannot carry"),
        ("-- rows cards: card(id, slug)", "2:25: `slug` is generated and cannot be set"),
        ("-- rows actor: card(id)", "2:1: `:actor` is not given by callers"),
        ("-- rows cards: card(id)\n-- rows cards: card(id)", "3:1: the rows of `:cards` are given twice"),
        ("-- rows cards: card(id)\n-- param cards: [Int]", "3:1: the type of `:cards` follows from `-- rows`"),
        ("-- rows card: card(id)", "2:1: there is no parameter `:card`"),
    ])
    func `mistakes in the directive`(directives: String, message: String) {
        let sql = "DELETE FROM card WHERE id IN (SELECT value ->> 'id' FROM json_each(:cards))"
        let fixture = Fixture(Self.tables, mutations: "-- name: moveCards :mutation\n\(directives)\n\(sql);")
        #expect(fixture.messages.contains { $0.hasPrefix("mutations.sql:\(message)") }, "\(fixture.messages)")
    }

    @Test(arguments: [
        ("value ->> '$.lane'", "3:48: the rows of `:cards` have no member `lane`"),
        ("value ->> '$.ID'", "3:48: the rows of `:cards` have no member `ID`"),
        ("value ->> '$.id.x'", "3:48: the rows of `:cards` have no member `id.x`"),
        ("value ->> :path", "3:48: which member of `:cards` this is must be written out"),
        ("json_extract(value, '$.ids')", "3:58: the rows of `:cards` have no member `ids`"),
        ("json_extract(value, 'id')", "3:58: a path of JSON begins with `$.`"),
        ("value", "3:38: `value` is a whole row of `:cards`"),
    ])
    func `mistakes in a member`(member: String, message: String) {
        let sql = "DELETE FROM card WHERE id IN (SELECT \(member) FROM json_each(:cards))"
        let fixture = Fixture(
            Self.tables,
            mutations: "-- name: moveCards :mutation\n-- rows cards: card(id, lane_id)\n\(sql);")
        #expect(fixture.messages.contains { $0.hasPrefix("mutations.sql:\(message)") }, "\(fixture.messages)")
    }

    @Test(arguments: [
        (
            "-- rows cards: card(id)\nDELETE FROM card WHERE id = :cards OR size = json_array_length(:cards)",
            "mutations.sql:3:29: `:cards` is a list, and used as a single value"
        ),
        (
            "-- rows cards: card(id)\nDELETE FROM card WHERE id IN (:cards)",
            "mutations.sql:3:31: `:cards` is a list, and used as a single value"
        ),
    ])
    func `is an array, not a value`(text: String, message: String) {
        let fixture = Fixture(Self.tables, mutations: "-- name: moveCards :mutation\n\(text);")
        #expect(fixture.messages.contains(message), "\(fixture.messages)")
    }

    @Test func `its struct's name is its own`() {
        let fixture = Fixture(
            Self.tables,
            mutations: """
                -- name: move :mutation
                -- rows cards: card(id)
                DELETE FROM card WHERE id IN (SELECT value ->> 'id' FROM json_each(:cards));
                """,
            queries: "-- name: move :many\nSELECT id, title FROM card ORDER BY id;")
        #expect(fixture.messages == ["queries.sql:1:10: two types are called `MoveRow`"])
    }
}
