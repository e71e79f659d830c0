import LockstepSQL
import LockstepSchema
import Testing

/// What a mutation reads and writes, the row that it is addressed by, and whether a replay can do the same.
@Suite struct EffectTests {
    private static let tables = """
        CREATE TABLE board (id TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL) STRICT;
        CREATE TABLE lane (
          id TEXT NOT NULL PRIMARY KEY, board_id TEXT NOT NULL REFERENCES board(id) ON DELETE CASCADE,
          name TEXT NOT NULL, UNIQUE (board_id, name)
        ) STRICT;
        CREATE TABLE card (
          id TEXT NOT NULL PRIMARY KEY, lane_id TEXT REFERENCES lane(id) ON DELETE SET NULL ON UPDATE CASCADE,
          title TEXT NOT NULL, size INTEGER NOT NULL DEFAULT 1, price REAL NOT NULL DEFAULT 0,
          label TEXT COLLATE NOCASE
        ) STRICT;
        CREATE TABLE note (
          id TEXT NOT NULL PRIMARY KEY, card_id TEXT NOT NULL REFERENCES card(id) ON DELETE CASCADE, text TEXT NOT NULL,
          parent TEXT REFERENCES note(id) ON DELETE RESTRICT
        ) STRICT;
        CREATE TABLE vote (
          card_id TEXT NOT NULL, user_id TEXT NOT NULL, weight INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (card_id, user_id)
        ) STRICT, WITHOUT ROWID;
        CREATE VIEW top AS SELECT title FROM card ORDER BY size LIMIT 1;
        """

    private func mutation(_ sql: String) throws -> Mutation {
        let fixture = Fixture(Self.tables, mutations: "-- name: m :mutation\n\(sql);")
        return try #require(try fixture.schema.mutation("m"))
    }

    private static let card = "card(id, lane_id, title, size, price, label)"
    private static let lane = "lane(id, board_id, name)"
    private static let note = "note(id, card_id, text, parent)"

    @Test(arguments: [
        ("UPDATE card SET title = :t WHERE size > 3", ["card(id, size)"], ["card(title)"]),
        ("INSERT INTO card (id, lane_id, title) VALUES (:id, :lane, 'a')", ["lane(id)"], [card]),
        ("INSERT INTO vote (card_id, user_id) VALUES (:c, :actor)", [], ["vote(card_id, user_id, weight)"]),
        // Foreign keys reach into other tables, and from there on
        ("DELETE FROM note WHERE id = :id", ["note(id, parent)"], [note]),
        ("DELETE FROM lane WHERE id = :id", ["card(lane_id)", "lane(id)"], ["card(lane_id)", lane]),
        (
            "DELETE FROM board WHERE id = :id", ["board(id)", "card(lane_id)", "lane(board_id)"],
            ["board(id, title)", "card(lane_id)", lane]
        ),
        ("DELETE FROM card WHERE id = :id", ["card(id)", "note(card_id, parent)"], [card, note]),
        ("UPDATE lane SET name = :n WHERE id = :id", ["lane(id)"], ["lane(name)"]),
        ("UPDATE lane SET id = :new WHERE id = :id", ["card(lane_id)", "lane(id)"], ["card(lane_id)", "lane(id)"]),
        ("UPDATE card SET lane_id = :l WHERE id = :id", ["card(id)", "lane(id)"], ["card(lane_id)"]),
        (
            "INSERT OR REPLACE INTO lane (id, board_id, name) VALUES (:id, :b, :n)", ["board(id)", "card(lane_id)"],
            ["card(lane_id)", lane]
        ),
        (
            "INSERT INTO vote (card_id, user_id) SELECT id, :u FROM card WHERE lane_id = :l",
            ["card(id, lane_id)"], ["vote(card_id, user_id, weight)"]
        ),
    ])
    func `a mutation reads and writes`(sql: String, reads: [String], writes: [String]) throws {
        let mutation = try mutation(sql)
        #expect(mutation.reads.map(\.text) == reads)
        #expect(mutation.writes.map(\.text) == writes)
    }

    @Test(arguments: [
        ("UPDATE card SET title = :t WHERE id = :id", "card [id String TEXT]"),
        ("UPDATE card SET title = :t WHERE id = :id; DELETE FROM note WHERE id = :id", nil),
        (
            "UPDATE card SET title = :t WHERE id = :id; UPDATE card SET size = 2 WHERE id = :id AND size = 1",
            "card [id String TEXT]"
        ),
        ("UPDATE card SET title = :t WHERE id = :a; UPDATE card SET size = 2 WHERE id = :b", nil),
        (
            "INSERT INTO vote (card_id, user_id) VALUES (:c, :actor) ON CONFLICT DO UPDATE SET weight = weight + 1",
            "vote [c String TEXT, actor String TEXT]"
        ),
        ("DELETE FROM vote WHERE user_id = :actor AND card_id = :c", "vote [c String TEXT, actor String TEXT]"),
        ("DELETE FROM vote WHERE card_id = :c", nil), ("UPDATE card SET id = :new WHERE id = :id", nil),
        ("DELETE FROM lane WHERE id = :id", nil),
        ("UPDATE card SET title = (SELECT title FROM board WHERE id = :b) WHERE id = :id", nil),
        ("INSERT OR REPLACE INTO lane (id, board_id, name) VALUES (:id, :b, :n)", nil),
        ("INSERT INTO board (id, title) VALUES (:id, ''), (:other, '')", nil),
    ])
    func `a mutation is addressed by a key`(sql: String, row: String?) throws {
        let found = try mutation(sql).addressedRow
        #expect(found.map { "\($0.table) [\($0.key.map(\.text).joined(separator: ", "))]" } == row)
    }

    @Test(
        arguments: [
            "UPDATE card SET title = :t", "DELETE FROM card WHERE size > :n",
            "UPDATE card SET title = (SELECT title FROM board WHERE id = :b)",
            "UPDATE card SET title = (SELECT b.title FROM lane AS l JOIN board AS b ON b.id = l.board_id WHERE l.id = card.lane_id) WHERE lane_id = :l",
            "UPDATE card SET title = (SELECT name FROM lane WHERE board_id = :b AND name = :n)",
            "UPDATE card SET size = (SELECT count(*) FROM note WHERE card_id = card.id)",
            "UPDATE card SET size = (SELECT sum(weight) FROM vote WHERE card_id = card.id) WHERE id = :id",
            "UPDATE card SET title = (SELECT text FROM note ORDER BY length(text), id LIMIT 1)",
            "UPDATE card SET title = b.title FROM lane AS l JOIN board AS b ON b.id = l.board_id WHERE l.id = card.lane_id",
            "DELETE FROM card WHERE EXISTS (SELECT 1 FROM note WHERE card_id = card.id LIMIT 1)",
            "INSERT INTO note (id, card_id, text) SELECT value, :c, '' FROM json_each(:ids) WHERE true ON CONFLICT DO NOTHING",
            "INSERT INTO vote (card_id, user_id) SELECT id, :u FROM card", "UPDATE lane SET name = :n WHERE id = :id",
            "UPDATE card SET size = (SELECT n FROM (SELECT id, row_number() OVER (ORDER BY title, id) AS n FROM card AS x) AS y "
                + "WHERE y.id = 'a' LIMIT 0 OFFSET 0) WHERE 0",
            "DELETE FROM card WHERE id IN (SELECT card_id FROM vote GROUP BY card_id HAVING count(*) > 3)",
            "UPDATE card SET price = round(price * 2, 1), size = abs(size)",
        ].filter { !$0.contains("OFFSET 0") })
    func `is replayable`(sql: String) throws {
        #expect(try mutation(sql).replayObstacles.map(\.message) == [])
    }

    @Test(arguments: [
        (
            "DELETE FROM card WHERE id IN (SELECT id FROM card ORDER BY size LIMIT 3)",
            "2:65: LIMIT without an ORDER BY that ends in the primary key takes any rows"
        ),
        (
            "UPDATE card SET title = (SELECT text FROM note WHERE card_id = card.id)",
            "2:26: the subquery may find several rows, and takes any of them"
        ),
        (
            "UPDATE card SET title = (SELECT text FROM note WHERE id = :n COLLATE NOCASE)",
            "2:26: the subquery may find several rows, and takes any of them"
        ),
        ("UPDATE card SET title = (SELECT title FROM top)", "2:44: in the view `top`: LIMIT without an ORDER BY"),
        (
            "UPDATE card SET title = note.text FROM note WHERE note.card_id = card.id",
            "2:40: UPDATE FROM may find several rows to take a value from, and takes any"
        ),
        (
            "INSERT INTO vote (card_id, user_id) SELECT id, :u FROM card WHERE true ON CONFLICT DO UPDATE SET weight = 2",
            "2:37: of several rows that conflict, which one comes last depends on their order"
        ),
        (
            "INSERT OR IGNORE INTO lane (id, board_id, name) SELECT id, :b, title FROM card",
            "2:49: of several rows that conflict"
        ),
        (
            "UPDATE card SET title = (SELECT text || max(id) FROM note)",
            "2:33: `text` is taken from any row of its group"
        ),
        (
            "UPDATE card SET size = (SELECT count(*) FROM (SELECT text FROM note GROUP BY card_id) AS x)",
            "2:54: `text` is taken from any row of its group"
        ),
        (
            "UPDATE card SET title = (SELECT group_concat(text) FROM note)",
            "2:33: the result of `group_concat` depends on the order of the rows"
        ),
        (
            "UPDATE card SET size = (SELECT count(*) FROM card AS c WHERE c.price > (SELECT avg(price) FROM card))",
            "2:80: a sum of REAL depends on the order of the rows"
        ),
        (
            "UPDATE card SET price = (SELECT sum(price) FROM card)",
            "2:33: a sum of REAL depends on the order of the rows"
        ),
        ("UPDATE card SET price = exp(price)", "2:25: `exp` differs in its last digits from device to device"),
        (
            "UPDATE card SET title = (SELECT max(label) FROM card)",
            "2:33: of several texts that are equal to the collation"
        ),
        ("DELETE FROM card WHERE label IN (SELECT DISTINCT label FROM card)", "2:34: of several texts"),
        (
            "UPDATE card SET size = x.n FROM (SELECT id, rank() OVER (ORDER BY size) AS n FROM card) AS x WHERE x.id = card.id",
            "2:45: the window of `rank` leaves the order of rows open"
        ),
        ("UPDATE lane SET name = name || '!' WHERE board_id = :b", "2:8: several rows may get other UNIQUE values"),
        ("UPDATE OR IGNORE lane SET name = 'x'", "2:18: several rows may get other UNIQUE values"),
        ("DELETE FROM note WHERE card_id = :c", "2:13: ON DELETE RESTRICT within `note`"),
    ])
    func `is not replayable`(sql: String, obstacle: String) throws {
        let found = try mutation(sql).replayObstacles.map { "\($0.place.location): \($0.message)" }
        #expect(found.contains { $0.hasPrefix(obstacle) }, "\(found)")
    }
}
