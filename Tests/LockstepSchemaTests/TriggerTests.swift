import LockstepSQL
import LockstepSchema
import Testing

/// Triggers in migrations, and what they add to the mutations that fire them.
@Suite struct TriggerTests {
    private static let tables = """
        CREATE TABLE board (id TEXT NOT NULL PRIMARY KEY, cards INTEGER NOT NULL DEFAULT 0, last TEXT, size REAL);
        CREATE TABLE card (
          id TEXT NOT NULL PRIMARY KEY, board_id TEXT NOT NULL REFERENCES board(id) ON DELETE CASCADE,
          title TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0
        );
        CREATE TABLE entry (id TEXT NOT NULL PRIMARY KEY, text TEXT);
        -- side: server
        CREATE TABLE audit (id INTEGER PRIMARY KEY, text TEXT, at TEXT DEFAULT CURRENT_TIMESTAMP);
        -- side: client
        CREATE TABLE draft (id TEXT NOT NULL PRIMARY KEY, text TEXT);
        -- side: derived
        CREATE VIRTUAL TABLE found USING fts5(title, body UNINDEXED);

        """
    private static let line = 13

    private static let mutations = """
        -- name: add :mutation
        INSERT INTO card (id, board_id, title) VALUES (:id, :board, :title);
        -- name: finish :mutation
        UPDATE card SET done = 1 WHERE id = :id;
        -- name: finishAll :mutation
        UPDATE card SET done = 1 WHERE board_id = :board;
        -- name: delete :mutation
        DELETE FROM card WHERE id = :id;
        -- name: deleteBoard :mutation
        DELETE FROM board WHERE id = :id;
        """

    private func schema(_ triggers: String) throws -> Schema {
        try Fixture(Self.tables + triggers, mutations: Self.mutations).schema
    }

    @Test func `a mutation writes what its triggers write`() throws {
        let schema = try schema(
            """
            CREATE TRIGGER added AFTER INSERT ON card BEGIN
              UPDATE board SET cards = cards + 1 WHERE id = NEW.board_id;
            END;
            CREATE TRIGGER removed AFTER DELETE ON card BEGIN
              UPDATE board SET cards = cards - 1 WHERE id = OLD.board_id;
            END;
            CREATE TRIGGER finished AFTER UPDATE OF done ON card WHEN NEW.done <> OLD.done BEGIN
              INSERT INTO entry (id, text) VALUES (NEW.id, NEW.title);
            END;
            """)
        let writes = { (name: String) in schema.mutation(name)?.writes.map(\.text) }
        #expect(writes("add") == ["board(cards)", "card(id, board_id, title, done)"])
        #expect(writes("finish") == ["card(done)", "entry(id, text)"])
        #expect(writes("delete") == ["board(cards)", "card(id, board_id, title, done)"])
        #expect(writes("deleteBoard")?.first == "board(id, cards, last, size)")
        #expect(schema.mutation("finish")?.reads.map(\.text) == ["card(id, title, done)"])
        #expect(schema.mutation("add")?.addressedRow == nil)
        #expect(schema.mutations.flatMap { $0.replayObstacles.map(\.message) } == [])
    }

    @Test(arguments: [
        // The order of the rows
        ("finishAll", "AFTER UPDATE ON card BEGIN UPDATE board SET last = NEW.title WHERE id = NEW.board_id; END"),
        ("finishAll", "AFTER UPDATE ON card BEGIN UPDATE board SET size = size + 1 WHERE id = NEW.board_id; END"),
        ("finishAll", "AFTER UPDATE ON card BEGIN INSERT OR IGNORE INTO entry (id) VALUES (NEW.title); END"),
        ("finishAll", "AFTER UPDATE ON card BEGIN UPDATE board SET cards = 1 WHERE cards = 0; END"),
        ("finishAll", "AFTER UPDATE ON card BEGIN INSERT INTO entry SELECT NEW.id, max(text) FROM entry; END"),
        ("deleteBoard", "AFTER DELETE ON card BEGIN UPDATE board SET last = OLD.title; END"),
        // What is open in the trigger itself
        ("finish", "AFTER UPDATE ON card BEGIN UPDATE board SET last = (SELECT text FROM entry LIMIT 1); END"),
    ])
    func `an obstacle in a trigger is one of its mutations`(mutation: String, trigger: String) throws {
        let schema = try schema("CREATE TRIGGER t \(trigger);")
        let obstacles = try #require(schema.mutation(mutation)?.replayObstacles)
        #expect(obstacles.contains { $0.message.contains("trigger `t`") }, "\(obstacles)")
    }

    @Test func `two triggers that see each other have an order that is open`() throws {
        let schema = try schema(
            """
            CREATE TRIGGER t AFTER UPDATE ON card BEGIN UPDATE board SET last = 'a' WHERE id = NEW.board_id; END;
            CREATE TRIGGER u AFTER UPDATE ON card BEGIN
              UPDATE board SET last = last || 'b' WHERE id = NEW.board_id;
            END;
            """)
        #expect(
            schema.mutation("finish")?.replayObstacles.map(\.message) == [
                "which of the triggers `t` and `u` comes first is open"
            ])
    }

    @Test func `triggers that fire each other are followed once`() throws {
        let schema = try schema(
            """
            CREATE TRIGGER t AFTER UPDATE OF done ON card BEGIN UPDATE board SET last = 'a' WHERE id = NEW.board_id; END;
            CREATE TRIGGER u AFTER UPDATE OF last ON board BEGIN
              UPDATE card SET done = 0 WHERE board_id = NEW.id AND done <> 0;
            END;
            """)
        #expect(schema.mutation("finish")?.writes.map(\.text) == ["board(last)", "card(done)"])
        #expect(schema.mutation("finish")?.isReplayable == false)
    }

    @Test func `what a trigger of one side does is no part of the mutation`() throws {
        let schema = try schema(
            """
            CREATE TRIGGER on_server AFTER INSERT ON card BEGIN
              INSERT INTO audit (text) VALUES (NEW.title || random());
            END;
            CREATE TRIGGER on_client AFTER INSERT ON card BEGIN
              INSERT INTO found (rowid, title, body) VALUES (NEW.rowid, NEW.title, NEW.id);
            END;
            CREATE TRIGGER gone AFTER DELETE ON card BEGIN DELETE FROM found WHERE rowid = OLD.rowid; END;
            """)
        let add = try #require(schema.mutation("add"))
        #expect(add.isReplayable)
        #expect(add.statements.map(\.side) == [.both])
        #expect(add.addressedRow?.table == "card")
        #expect(add.writes.map(\.table) == ["audit", "card", "found"])
        let migration = schema.migrations[0]
        #expect(!migration.clientSQL.contains("on_client") && !migration.clientSQL.contains("on_server"))
        #expect(migration.serverSQL.contains("on_server") && !migration.serverSQL.contains("on_client"))
        #expect(schema.derivedTriggers.map(\.name) == ["gone", "on_client"])
    }

    @Test func `REPLACE and ON CONFLICT REPLACE fire the triggers of a deletion`() throws {
        let schema = try Fixture(
            """
            CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, u TEXT UNIQUE ON CONFLICT REPLACE);
            CREATE TABLE b (id TEXT NOT NULL PRIMARY KEY);
            CREATE TRIGGER t AFTER DELETE ON a BEGIN DELETE FROM b WHERE id = OLD.id; END;
            """, mutations: "-- name: m :mutation\nINSERT INTO a (id, u) VALUES (:id, :u);"
        ).schema
        #expect(schema.mutation("m")?.writes.map(\.table) == ["a", "b"])
    }

    @Test(arguments: [
        ("t AFTER INSERT ON crd BEGIN SELECT 1; END", "34: there is no table `crd`"),
        ("t AFTER INSERT ON card BEGIN UPDATE board SET card = 1; END", "62: `board` has no column `card`"),
        ("t AFTER UPDATE OF dne ON card BEGIN SELECT 1; END", "34: `card` has no column `dne`"),
        ("t AFTER INSERT ON card BEGIN SELECT OLD.id; END", "52: there is no table `OLD` here"),
        ("t AFTER DELETE ON card BEGIN SELECT NEW.id; END", "52: there is no table `NEW` here"),
        ("t AFTER INSERT ON card WHEN NEW.titel = '' BEGIN SELECT 1; END", "48: `NEW` has no column `titel`"),
        (
            "t AFTER INSERT ON card BEGIN INSERT INTO entry VALUES (random(), ''); END",
            "71: `random` cannot stand in a trigger"
        ),
        (
            "t AFTER INSERT ON card BEGIN SELECT RAISE(ROLLBACK, 'no'); END",
            "52: ROLLBACK would take the mutations of others with it"
        ),
        (
            "t AFTER INSERT ON card BEGIN UPDATE OR ROLLBACK board SET cards = 1; END",
            "52: ROLLBACK would take the mutations of others with it"
        ),
        (
            "t AFTER INSERT ON card BEGIN INSERT INTO entry DEFAULT VALUES; END",
            "63: near \"DEFAULT\": DEFAULT VALUES is not allowed inside a trigger"
        ),
        ("t AFTER INSERT ON card BEGIN INSERT INTO entry (text) VALUES ('a'); END", "63: `id` is NOT NULL"),
        ("t INSTEAD OF INSERT ON card BEGIN SELECT 1; END", "16: INSTEAD OF belongs to views"),
        ("t AFTER INSERT ON found BEGIN SELECT 1; END", "34: `found` is a virtual table, which has no triggers"),
        ("t AFTER INSERT ON card BEGIN SELECT :x; END", "52: a migration has no parameters"),
        // Sides
        (
            "t AFTER INSERT ON card BEGIN INSERT INTO audit (text) VALUES (''); DELETE FROM entry; END",
            "16: a trigger runs on one side or on both, and this one is about `audit`"
        ),
        (
            "t AFTER INSERT ON card BEGIN DELETE FROM audit; DELETE FROM draft; END",
            "16: a trigger runs on one side or on both, and this one is about `audit`"
        ),
        (
            "t AFTER INSERT ON draft BEGIN DELETE FROM entry; END",
            "16: a trigger runs on one side or on both, and this one is about `draft`"
        ),
        (
            "t AFTER INSERT ON card BEGIN INSERT INTO entry SELECT id, text FROM draft; END",
            "16: a trigger runs on one side or on both, and this one is about `entry`"
        ),
        (
            "t AFTER INSERT ON card BEGIN DELETE FROM found; SELECT RAISE(IGNORE); END",
            "71: this trigger runs on clients only, and RAISE would make the sides differ"
        ),
        // Derived tables
        (
            "t AFTER INSERT ON card BEGIN INSERT INTO draft (id) VALUES (NEW.id); END",
            "16: a rebase takes rows of `card` back and makes them again, and this trigger would change `draft`"
        ),
        (
            "t AFTER INSERT ON draft BEGIN DELETE FROM found; DELETE FROM draft WHERE id <> NEW.id; END",
            "16: this trigger writes `found`, which is derived, and `draft`, which is not"
        ),
        (
            "t AFTER INSERT ON card BEGIN DELETE FROM found; DELETE FROM entry; END",
            "16: a trigger runs on one side or on both, and this one is about `entry`"
        ),
        (
            "t INSERT ON card BEGIN INSERT INTO found (title) VALUES (NEW.title); END",
            "16: BEFORE INSERT fires for rows that are not inserted in the end"
        ),
    ])
    func `a trigger that cannot be`(trigger: String, message: String) {
        let messages = Fixture(Self.tables + "CREATE TRIGGER \(trigger);").messages
        #expect(
            messages.contains { $0.hasPrefix("migrations/0001_first.sql:\(Self.line):\(message)") }, "\(messages)")
    }

    @Test func `a trigger of a view is refused`() {
        let fixture = Fixture(
            Self.tables + "CREATE VIEW v AS SELECT id FROM card;\n"
                + "CREATE TRIGGER t INSTEAD OF INSERT ON v BEGIN SELECT 1; END;")
        #expect(
            fixture.messages == ["migrations/0001_first.sql:14:39: `v` is a view, whose rows cannot be changed"])
    }
}
