import LockstepSQL
import LockstepSchema
import Testing

/// Derived tables and the triggers that keep them, as clients are told of them.
@Suite struct DerivedTableTests {
    private static let tables = """
        CREATE TABLE issue (id TEXT NOT NULL PRIMARY KEY, title TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE remark (id TEXT NOT NULL PRIMARY KEY, issue_id TEXT NOT NULL, text TEXT NOT NULL);
        -- side: derived
        CREATE VIRTUAL TABLE issue_text USING fts5(title, content='issue');

        """

    private static let triggers = """
        CREATE TRIGGER added AFTER INSERT ON issue BEGIN
          -- What is searched.
          INSERT INTO issue_text (rowid, title) VALUES (NEW.rowid, NEW.title);
        END;
        CREATE TRIGGER changed AFTER UPDATE OF title ON issue FOR EACH ROW WHEN (NEW.title <> OLD.title) BEGIN
          INSERT INTO issue_text (issue_text, rowid, title) VALUES ('delete', OLD.rowid, OLD.title);
          INSERT INTO issue_text (rowid, title) VALUES (NEW.rowid, NEW.title);
        END;

        """

    private func describe(_ schema: Schema) -> [String] {
        schema.derivedTriggers.map { "\($0.name): \($0.moment) ON \($0.table) \($0.action)" }
    }

    @Test func `the triggers leave the migrations, and are told with their text`() throws {
        let schema = try Fixture(Self.tables + Self.triggers).schema
        #expect(
            describe(schema) == [
                """
                added: AFTER INSERT ON issue BEGIN
                  INSERT INTO issue_text (rowid, title) VALUES (NEW.rowid, NEW.title);
                END
                """,
                """
                changed: AFTER UPDATE OF title ON issue FOR EACH ROW WHEN (NEW.title <> OLD.title) BEGIN
                  INSERT INTO issue_text (issue_text, rowid, title) VALUES ('delete', OLD.rowid, OLD.title);
                  INSERT INTO issue_text (rowid, title) VALUES (NEW.rowid, NEW.title);
                END
                """,
            ])
        #expect(schema.migrations[0].sql.contains("TRIGGER"))
        #expect(!schema.migrations[0].clientSQL.contains("TRIGGER"))
        #expect(!schema.migrations[0].serverSQL.contains("TRIGGER"))
        #expect(schema.migrations[0].clientSQL.contains("issue_text"))
    }

    @Test func `the newest migration decides`() throws {
        let schema = try Fixture(
            Self.tables + Self.triggers + """
                DROP TRIGGER added;
                ALTER TABLE issue RENAME COLUMN title TO name;
                ALTER TABLE remark RENAME TO comment;
                CREATE TRIGGER added AFTER INSERT ON comment BEGIN
                  INSERT INTO issue_text (rowid, title) VALUES (NEW.rowid, NEW.text);
                END;
                """
        ).schema
        #expect(
            describe(schema) == [
                """
                changed: AFTER UPDATE OF name ON issue FOR EACH ROW WHEN (NEW.name <> OLD.name) BEGIN
                  INSERT INTO issue_text (issue_text, rowid, title) VALUES ('delete', OLD.rowid, OLD.name);
                  INSERT INTO issue_text (rowid, title) VALUES (NEW.rowid, NEW.name);
                END
                """,
                """
                added: AFTER INSERT ON comment BEGIN
                  INSERT INTO issue_text (rowid, title) VALUES (NEW.rowid, NEW.text);
                END
                """,
            ])
        #expect(!schema.migrations[0].clientSQL.contains("TRIGGER"))
        #expect(
            schema.derivedTables[0].sources.map(\.text) == ["comment(id, text)", "issue(id, name)"])
    }

    @Test func `a table that is dropped takes its triggers along`() throws {
        let schema = try Fixture(
            Self.tables + """
                CREATE TRIGGER remarked AFTER INSERT ON remark BEGIN
                  INSERT INTO issue_text (rowid, title) VALUES (NEW.rowid, NEW.text);
                END;
                DROP TABLE remark;
                """
        ).schema
        #expect(schema.derivedTriggers.isEmpty)
        #expect(schema.derivedTables.map(\.clearSQL) == [nil])
    }

    @Test func `sources are the tables that are not derived, with the columns that matter`() throws {
        let schema = try Fixture(
            Self.tables + """
                -- side: client
                CREATE TABLE setting (id INTEGER PRIMARY KEY, language TEXT);
                -- side: derived
                CREATE TABLE count (issue_id TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL);
                -- side: derived
                CREATE TABLE loud (issue_id TEXT NOT NULL PRIMARY KEY, title TEXT, language TEXT);
                -- side: derived
                CREATE TABLE word (text TEXT NOT NULL PRIMARY KEY);
                CREATE TRIGGER counted AFTER INSERT ON remark BEGIN
                  INSERT INTO count VALUES (NEW.issue_id, 1) ON CONFLICT (issue_id) DO UPDATE SET n = n + 1;
                END;
                CREATE TRIGGER shouted AFTER UPDATE ON count WHEN NEW.n > 10 BEGIN
                  INSERT INTO loud
                  SELECT NEW.issue_id, (SELECT title FROM issue WHERE id = NEW.issue_id), language FROM setting;
                END;
                """
        ).schema
        #expect(
            schema.derivedTables.map { "\($0.name): \($0.sources.map(\.text).joined(separator: " "))" } == [
                "issue_text: ",
                "count: remark(id, issue_id)",
                "loud: issue(id, title) remark(id, issue_id) setting(id, language)",
                "word: ",
            ])
        #expect(schema.derivedTables.map(\.clearSQL) == [nil, "DELETE FROM count", "DELETE FROM loud", nil])
    }

    @Test(arguments: [
        (
            "CREATE TABLE note (id TEXT REFERENCES note (id))",
            "2:28: a derived table cannot have a foreign key: a rebase changes rows with foreign keys off"
        ),
        (
            "CREATE VIRTUAL TABLE note USING fts4(text, content=\"\")",
            "2:44: a derived table of fts4 keeps its text itself: without it, it cannot be emptied"
        ),
    ])
    func `derived tables that cannot be`(sql: String, message: String) {
        let messages = Fixture("-- side: derived\n" + sql + ";").messages
        #expect(messages.contains { $0.hasPrefix("migrations/0001_first.sql:\(message)") }, "\(messages)")
    }
}
