import LockstepSQL
import LockstepSchema
import Testing

/// Migrations that change what earlier ones made. Real SQLite runs all of them.
@Suite struct SchemaChangeTests {
    private static let first = """
        -- A board.
        CREATE TABLE board (
          id TEXT NOT NULL PRIMARY KEY, -- type: UUID
          name TEXT NOT NULL DEFAULT ''
        ) STRICT;
        -- A card on a board.
        -- struct: Ticket
        CREATE TABLE card (
          id TEXT NOT NULL PRIMARY KEY, -- type: UUID
          board_id TEXT NOT NULL REFERENCES board(id) ON DELETE CASCADE,
          -- What it says.
          title TEXT NOT NULL CHECK (length(title) > 0),
          state TEXT NOT NULL CHECK (state IN ('open', 'done')), -- type: CardState
          rank INTEGER NOT NULL DEFAULT 0,
          label TEXT AS (upper(title))
        ) STRICT;
        CREATE UNIQUE INDEX card_rank ON card (board_id, rank) WHERE rank > 0;
        CREATE INDEX card_title ON card (lower(title));
        CREATE VIEW open_card AS SELECT c.id, card.title FROM card AS c JOIN card USING (id) WHERE c.state = 'open';
        CREATE TRIGGER card_added AFTER INSERT ON card WHEN NEW.rank > 0 BEGIN
          UPDATE board SET name = name || NEW.title WHERE board.id = NEW.board_id;
        END;
        """

    private func schema(after migrations: String..., queries: String = "", mutations: String = "") throws -> Schema {
        var fixture = Fixture(Self.first, mutations: mutations, queries: queries)
        for (index, text) in migrations.enumerated() {
            fixture.files.migrations.append(.init(path: "migrations/000\(index + 2)_next.sql", text: text + ";"))
        }
        return try fixture.schema
    }

    private func columns(_ schema: Schema, _ table: String) -> [String] {
        (schema.table(named: table)?.columns ?? []).map { "\($0.name) \($0.type.spelling)" }
    }

    @Test func `a table that is renamed keeps what refers to it`() throws {
        let schema = try schema(
            after: "ALTER TABLE board RENAME TO project", "ALTER TABLE card RENAME TO \"order\"",
            queries: "-- name: open :many\nSELECT title FROM open_card WHERE id = :id;",
            mutations: "-- name: add :mutation\n"
                + "INSERT INTO \"order\" (id, board_id, title, state, rank) VALUES (:id, :board, :title, 'open', 1);")
        #expect(schema.tables.map(\.name) == ["project", "order"])
        #expect(schema.tables[1].structName.name == "Ticket")
        #expect(schema.tables[1].foreignKeys.map(\.parentTable) == ["project"])
        #expect(schema.query("open")?.reads.map(\.text) == ["order(id, title, state)"])
        #expect(schema.mutation("add")?.writes.map(\.table) == ["order", "project"])
    }

    @Test func `a column that is renamed keeps its comments and all that names it`() throws {
        let schema = try schema(
            after: "ALTER TABLE card RENAME COLUMN title TO \"as\"; ALTER TABLE card RENAME state TO phase",
            "ALTER TABLE board RENAME COLUMN id TO key; ALTER TABLE board RENAME COLUMN name TO caption",
            queries: "-- name: open :many\nSELECT \"as\" FROM open_card WHERE id = :id;",
            mutations: "-- name: add :mutation\n"
                + "INSERT INTO card (id, board_id, \"as\", phase) VALUES (:id, :board, :title, 'open');")
        #expect(
            columns(schema, "card") == [
                "id UUID", "board_id UUID", "as String", "phase CardState", "rank Int", "label String",
            ])
        #expect(schema.table(named: "card")?.columns[2].documentation == "What it says.")
        #expect(schema.table(named: "card")?.foreignKeys.map(\.parentColumns) == [["key"]])
        #expect(schema.enums.map { "\($0.name) \($0.columns)" } == ["CardState [\"card.phase\"]"])
        #expect(schema.query("open")?.reads.map(\.text) == ["card(id, as, phase)"])
        #expect(schema.mutation("add")?.writes.first { $0.table == "board" }?.columns == ["caption"])
    }

    @Test func `a view whose column another view names keeps it from being renamed`() {
        var fixture = Fixture(Self.first + "\nCREATE VIEW titles AS SELECT title FROM card;\n")
        fixture.files.migrations.append(
            .init(
                path: "migrations/0002_next.sql",
                text: "CREATE VIEW loud AS SELECT upper(title) AS t FROM titles;\n"
                    + "ALTER TABLE card RENAME COLUMN title TO text;"))
        #expect(
            fixture.messages == [
                "migrations/0002_next.sql:2:1: after this the view `loud` does not work: there is no column `title`"
            ])
    }

    @Test func `a table that is created anew inherits comments`() throws {
        let schema = try schema(
            after: """
                DROP VIEW open_card;
                CREATE TABLE card_new (
                  id TEXT NOT NULL PRIMARY KEY,
                  board_id TEXT NOT NULL REFERENCES board(id),
                  title TEXT, -- Shown in bold.
                  state TEXT NOT NULL CHECK (state IN ('open', 'doing', 'done'))
                ) STRICT;
                INSERT INTO card_new SELECT id, board_id, title, state FROM card;
                DROP TABLE card;
                ALTER TABLE card_new RENAME TO card;
                CREATE VIEW open_card AS SELECT id, title FROM card WHERE state <> 'done'
                """,
            mutations: "-- name: add :mutation\n"
                + "INSERT INTO card (id, board_id, title, state) VALUES (:id, :board, :title, 'doing');")
        let card = try #require(schema.table(named: "card"))
        #expect(schema.tables.map(\.name) == ["board", "card"])
        #expect(card.structName.name == "Ticket")
        #expect(card.documentation == "A card on a board.")
        #expect(columns(schema, "card") == ["id UUID", "board_id UUID", "title String?", "state CardState"])
        #expect(card.columns.map(\.documentation) == ["", "", "Shown in bold.", ""])
        #expect(schema.enums.first?.cases.map(\.name.name) == ["open", "doing", "done"])
        #expect(card.uniqueConstraints.isEmpty)
        #expect(schema.mutation("add")?.writes.map(\.table) == ["card"])
    }

    @Test func `columns come and go`() throws {
        let schema = try schema(
            after: "ALTER TABLE card ADD COLUMN due INTEGER; -- type: Date\n"
                + "ALTER TABLE card ADD note TEXT NOT NULL DEFAULT '' CHECK (note <> 'x')",
            "DROP INDEX card_rank; DROP TRIGGER card_added; ALTER TABLE card DROP COLUMN rank; "
                + "ALTER TABLE card DROP note; CREATE UNIQUE INDEX card_due ON card (due, title)",
            queries: "-- name: all :many\nSELECT * FROM card ORDER BY id;")
        #expect(
            columns(schema, "card") == [
                "id UUID", "board_id UUID", "title String", "state CardState", "label String", "due Date?",
            ])
        #expect(schema.table(named: "card")?.uniqueConstraints.map(\.columns) == [["due", "title"]])
        #expect(schema.table(named: "card")?.foreignKeys.map(\.columns) == [["board_id"]])
    }

    @Test func `a generated column follows its columns through renaming and dropping`() throws {
        let schema = try schema(
            after: "ALTER TABLE card RENAME COLUMN title TO headline; DROP INDEX card_rank; DROP TRIGGER card_added",
            "ALTER TABLE card DROP COLUMN rank; ALTER TABLE card ADD COLUMN size INTEGER AS (length(label))")
        #expect(columns(schema, "card").suffix(2) == ["label String", "size Int"])
    }

    @Test func `IF EXISTS and IF NOT EXISTS do what they say`() throws {
        let schema = try schema(
            after: "DROP TABLE IF EXISTS missing; DROP INDEX IF EXISTS missing; DROP VIEW IF EXISTS missing; "
                + "DROP TRIGGER IF EXISTS missing; CREATE TABLE IF NOT EXISTS tag (id TEXT NOT NULL PRIMARY KEY)")
        #expect(schema.tables.map(\.name).contains("tag"))
    }

    @Test func `tables of both ends of a foreign key can go together`() throws {
        let schema = try schema(after: "DROP VIEW open_card; DROP TABLE card; DROP TABLE board")
        #expect(schema.tables.isEmpty)
        #expect(schema.enums.isEmpty)
    }
}
