import LockstepSchema
import Testing

/// What the rows of a query become, what it reads, and the row that it is pinned to.
@Suite struct ResultTests {
    private static let tables = """
        CREATE TABLE channel (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE member (
          channel_id TEXT NOT NULL REFERENCES channel(id), user_id TEXT NOT NULL, read_at INTEGER,
          PRIMARY KEY (channel_id, user_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE message (
          id TEXT NOT NULL PRIMARY KEY, channel_id TEXT NOT NULL REFERENCES channel(id), text TEXT NOT NULL,
          reply_to TEXT REFERENCES message(id), "order" INTEGER NOT NULL
        ) STRICT;
        CREATE VIEW busy AS SELECT channel_id, count(*) AS total FROM message GROUP BY channel_id;
        """

    @Test(arguments: [
        ("SELECT * FROM channel", "table channel"), ("SELECT c.* FROM channel AS c", "table channel"),
        ("SELECT channel.* FROM channel JOIN member ON member.channel_id = channel.id", "table channel"),
        ("SELECT * FROM channel UNION ALL SELECT * FROM channel", "table channel"),
        ("SELECT name FROM channel", "String"), ("SELECT count(*) FROM channel", "Int"),
        ("SELECT id, name FROM channel", "QRow(id: String, name: String)"),
        ("SELECT id, name AS channel_name FROM channel", "QRow(id: String, channelName: String)"),
        // A star beside something else is a nested struct
        (
            "SELECT c.*, (SELECT count(*) FROM message AS m WHERE m.channel_id = c.id) AS total FROM channel AS c",
            "QRow(c: channel.*, total: Int)"
        ),
        (
            "SELECT message.*, quoted.* FROM message LEFT JOIN message AS quoted ON quoted.id = message.reply_to",
            "QRow(message: message.*, quoted: message.*? by 5)"
        ),
        (
            "SELECT * FROM channel JOIN member ON member.channel_id = channel.id",
            "QRow(channel: channel.*, member: member.*)"
        ),
        (
            "SELECT * FROM channel RIGHT JOIN member ON member.channel_id = channel.id",
            "QRow(channel: channel.*? by 0, member: member.*)"
        ),
        (
            "SELECT * FROM channel FULL JOIN member ON member.channel_id = channel.id",
            "QRow(channel: channel.*? by 0, member: member.*? by 2)"
        ),
        (
            "SELECT member.* FROM channel LEFT JOIN member ON member.channel_id = channel.id",
            "QRow(member: member.*? by 0)"
        ),
        (
            "SELECT member.* FROM channel LEFT JOIN member ON member.channel_id = channel.id WHERE member.read_at > 1",
            "table member"
        ),
        ("SELECT * FROM message JOIN member USING (channel_id)", "QRow(message: message.*, member: member.*)"),
        // Views and subqueries have no struct: their columns stand side by side
        ("SELECT * FROM busy", "QRow(channelId: String, total: Int)"),
        ("SELECT * FROM (SELECT id, text FROM message)", "QRow(id: String, text: String)"),
        (
            "SELECT c.*, b.total FROM channel AS c LEFT JOIN busy AS b ON b.channel_id = c.id",
            "QRow(c: channel.*, total: Int?)"
        ),
        ("WITH top AS (SELECT id, \"order\" FROM message) SELECT * FROM top", "QRow(id: String, order: Int)"),
    ])
    func `a result`(sql: String, result: String) throws {
        let schema = try Fixture(Self.tables, queries: "-- name: q :many\n\(sql);").schema
        #expect(try Self.text(of: #require(schema.query("q")), in: schema) == result)
    }

    private static func text(of query: Query, in schema: Schema) -> String {
        switch query.result {
        case .scalar(let type): return type.spelling
        case .table(let name): return "table \(name)"
        case .row(let name):
            let fields = schema.rowStructs.first { $0.name == name }?.fields.map(\.text) ?? []
            return "\(name)(\(fields.joined(separator: ", ")))".replacing("QRow", with: "QRow")
        }
    }

    @Test(arguments: [
        ("SELECT * FROM channel", "SELECT id, name FROM channel"),
        ("SELECT * FROM message", #"SELECT id, channel_id, text, reply_to, "order" FROM message"#),
        (
            "SELECT m.* FROM message m, channel",
            #"SELECT m.id, m.channel_id, m.text, m.reply_to, m."order" FROM message m, channel"#
        ),
        ("SELECT name FROM (SELECT * FROM channel)", "SELECT name FROM (SELECT id, name FROM channel)"),
        (
            "SELECT name FROM channel WHERE EXISTS (SELECT * FROM member)",
            "SELECT name FROM channel WHERE EXISTS (SELECT * FROM member)"
        ),
        (
            "WITH c AS (SELECT * FROM message JOIN member USING (channel_id)) SELECT text FROM c",
            #"WITH c AS (SELECT message.id, message.channel_id, message.text, message.reply_to, message."order", "#
                + "member.user_id, member.read_at FROM message JOIN member USING (channel_id)) SELECT text FROM c"
        ),
    ])
    func `a star is spelled out`(sql: String, expanded: String) throws {
        let query = try #require(try Fixture(Self.tables, queries: "-- name: q :many\n\(sql);").schema.query("q"))
        #expect(query.statement.sql == expanded)
    }

    @Test(arguments: [
        ("SELECT count(*) FROM channel", Query.Cardinality.exactlyOne),
        ("SELECT max(name), min(name) AS x FROM channel", .exactlyOne),
        ("SELECT EXISTS (SELECT 1 FROM channel)", .exactlyOne), ("SELECT name FROM channel", .optionalOne),
        ("SELECT count(*) FROM channel GROUP BY name", .optionalOne),
        ("SELECT count(*) FROM channel LIMIT :n", .optionalOne),
        ("SELECT count(*) FROM channel HAVING count(*) > 1", .optionalOne),
        ("SELECT count(*) OVER () FROM channel", .optionalOne), ("SELECT 1 WHERE :x = 1", .optionalOne),
    ])
    func `one row is certain only of an aggregate`(sql: String, cardinality: Query.Cardinality) throws {
        let text = sql.replacing("max(name),", with: "max(name) AS y,")
        let query = try #require(try Fixture(Self.tables, queries: "-- name: q :one\n\(text);").schema.query("q"))
        #expect(query.cardinality == cardinality)
    }

    @Test(arguments: [
        ("SELECT name FROM channel ORDER BY id", ["channel(id, name)"]),
        ("SELECT count(*) FROM message WHERE text LIKE 'a%'", ["message(id, text)"]),
        (
            "SELECT c.name FROM channel c JOIN message m ON m.channel_id = c.id AND m.\"order\" > 1",
            ["channel(id, name)", "message(id, channel_id, order)"]
        ),
        ("SELECT total FROM busy", ["message(id, channel_id)"]),
        ("SELECT (SELECT max(text) FROM message) AS x FROM channel", ["channel(id)", "message(id, text)"]),
        ("WITH c AS (SELECT text FROM message) SELECT name FROM channel", ["channel(id, name)", "message(id, text)"]),
        (
            "SELECT name FROM channel WHERE EXISTS (SELECT * FROM member WHERE user_id = :u)",
            ["channel(id, name)", "member(channel_id, user_id)"]
        ),
    ])
    func `a query depends on the columns that it names, and on the keys`(sql: String, reads: [String]) throws {
        let query = try #require(try Fixture(Self.tables, queries: "-- name: q :many\n\(sql);").schema.query("q"))
        #expect(query.reads.map(\.text) == reads)
    }

    @Test(arguments: [
        ("SELECT text FROM message WHERE id = :id", "message [id String TEXT]"),
        ("SELECT m.text FROM message AS m WHERE :id = m.id AND text <> ''", "message [id String TEXT]"),
        (
            "SELECT read_at FROM member WHERE user_id = :user AND channel_id = :channel",
            "member [channel String TEXT, user String TEXT]"
        ),
        ("SELECT read_at FROM member WHERE user_id = :user", nil),
        ("SELECT text FROM message WHERE id = :id OR text = ''", nil), ("SELECT text FROM message WHERE id > :id", nil),
        ("SELECT text FROM message WHERE id = :id AND EXISTS (SELECT 1 FROM channel)", nil),
        ("SELECT text FROM message JOIN channel ON message.id = :id", nil),
        ("SELECT text FROM message WHERE id COLLATE NOCASE = :id", nil),
        ("SELECT text FROM message WHERE id = :id UNION SELECT name FROM channel", nil),
        ("SELECT text FROM message WHERE id IS :id", nil),
    ])
    func `a query is pinned to the row whose key it fixes`(sql: String, row: String?) throws {
        let query = try #require(try Fixture(Self.tables, queries: "-- name: q :many\n\(sql);").schema.query("q"))
        #expect(query.pinnedRow.map { "\($0.table) [\($0.key.map(\.text).joined(separator: ", "))]" } == row)
    }

    @Test func `queries may share a struct by name`() throws {
        let fixture = Fixture(
            Self.tables,
            queries: """
                -- name: all :many
                -- struct: Entry
                SELECT id, text FROM message;
                -- name: some :many
                -- struct: Entry
                SELECT id, name AS text FROM channel;
                """)
        let structs = try fixture.schema.rowStructs
        #expect(structs.map(\.name.name) == ["Entry"])
        #expect(structs.map(\.queries) == [["all", "some"]])
    }

    @Test func `a struct has one set of fields`() {
        let fixture = Fixture(
            Self.tables,
            queries: """
                -- name: all :many
                -- struct: Entry
                SELECT id, text FROM message;
                -- name: some :many
                -- struct: Entry
                SELECT id, name FROM channel;
                """)
        #expect(fixture.messages == ["queries.sql:4:10: `Entry` has other fields in the query `all`"])
    }
}
