package import Lockstep

/// A schema for the tests of servers and stores: foreign keys that are deferred and that cascade, a UNIQUE column, a
/// REAL and a BLOB column, a key of two columns, a table WITHOUT ROWID, and mutations that fail in every way.
package enum Board: ServerSchema {
    package typealias Mutation = BoardMutation

    package static let name = "Board"
    package static let version = 1
    package static let fingerprint = "b0a2db0a2db0a2d0"

    package static let migrations = [
        Migration(
            name: "0001_board",
            sql: """
                CREATE TABLE board (
                  id TEXT PRIMARY KEY NOT NULL,
                  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60)
                ) STRICT;
                CREATE TABLE card (
                  id TEXT PRIMARY KEY NOT NULL,
                  board_id TEXT NOT NULL REFERENCES board (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                  slug TEXT UNIQUE,
                  weight REAL NOT NULL,
                  cover BLOB
                ) STRICT;
                CREATE TABLE member (
                  board_id TEXT NOT NULL REFERENCES board (id) ON DELETE CASCADE,
                  user_id TEXT NOT NULL,
                  role TEXT NOT NULL,
                  PRIMARY KEY (board_id, user_id)
                ) STRICT, WITHOUT ROWID;
                INSERT INTO board (id, name) VALUES ('first', 'From the migration');
                """)
    ]

    package static let tables = [
        TableDescription(
            name: "board", columns: [ColumnDescription("id", .text), ColumnDescription("name", .text)], key: ["id"]),
        TableDescription(
            name: "card",
            columns: [
                ColumnDescription("id", .text), ColumnDescription("board_id", .text), ColumnDescription("slug", .text),
                ColumnDescription("weight", .real), ColumnDescription("cover", .blob),
            ],
            key: ["id"]),
        TableDescription(
            name: "member",
            columns: [
                ColumnDescription("board_id", .text), ColumnDescription("user_id", .text),
                ColumnDescription("role", .text),
            ],
            key: ["board_id", "user_id"], isWithoutRowID: true),
    ]

    package static let rowVersionSQL = RowVersionText.sql(for: tables)

    package static func arbitraryQueries(
        using generator: inout some RandomNumberGenerator
    ) -> [any SchemaQuery<Board>] { [] }
}
