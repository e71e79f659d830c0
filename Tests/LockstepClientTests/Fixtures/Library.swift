import Lockstep

/// `Notebook` with full-text indexes of the notes and of the drafts.
enum Library: SyncSchema {
    typealias Mutation = Notebook.Mutation

    static let name = "Notebook"
    static let version = 1
    static let fingerprint = "library"

    static let migrations = [
        Migration(
            name: "0001_notes",
            sql: Notebook.migrations[0].sql + """

                CREATE VIRTUAL TABLE note_text USING fts5(text, content='note', content_rowid='id');
                CREATE VIRTUAL TABLE draft_text USING fts5(text);
                """)
    ]

    static let tables = Notebook.tables

    static let derivedTables = [
        DerivedTable(
            name: "note_text", sources: [TableAccess("note", ["id", "text"])],
            clearSQL: "INSERT INTO note_text (note_text) VALUES ('delete-all')"),
        DerivedTable(
            name: "draft_text", sources: [TableAccess("draft", ["note", "text"])], clearSQL: "DELETE FROM draft_text"),
    ]

    static let derivedTriggers = [
        DerivedTrigger(
            name: "note_added", table: "note", moment: "AFTER INSERT",
            action: "BEGIN INSERT INTO note_text (rowid, text) VALUES (new.id, new.text); END"),
        DerivedTrigger(
            name: "note_removed", table: "note", moment: "AFTER DELETE",
            action: """
                BEGIN INSERT INTO note_text (note_text, rowid, text) VALUES ('delete', old.id, old.text); END
                """),
        DerivedTrigger(
            name: "note_changed", table: "note", moment: "AFTER UPDATE OF text",
            action: """
                BEGIN
                  INSERT INTO note_text (note_text, rowid, text) VALUES ('delete', old.id, old.text);
                  INSERT INTO note_text (rowid, text) VALUES (new.id, new.text);
                END
                """),
        DerivedTrigger(
            name: "draft_added", table: "draft", moment: "AFTER INSERT",
            action: "BEGIN INSERT INTO draft_text (rowid, text) VALUES (new.note, new.text); END"),
        DerivedTrigger(
            name: "draft_changed", table: "draft", moment: "AFTER UPDATE OF text",
            action: "BEGIN UPDATE draft_text SET text = new.text WHERE rowid = new.note; END"),
    ]

    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>] {
        [Query.notes("a"), Query.drafts("a")]
    }
}

extension Query where Schema == Library, Value == [String] {
    /// The notes that have a word.
    static func notes(_ word: String) -> Self {
        Query(
            name: "searchNotes", sql: "SELECT text FROM note_text WHERE note_text MATCH ?1 ORDER BY rowid",
            reads: [TableAccess("note_text", ["text"])], bind: { try $0.bind(word, at: 1) },
            decode: { try $0.all { try $0.value(String.self, at: 0) } })
    }

    static func drafts(_ word: String) -> Self {
        Query(
            name: "searchDrafts", sql: "SELECT text FROM draft_text WHERE draft_text MATCH ?1 ORDER BY rowid",
            reads: [TableAccess("draft_text", ["text"])], bind: { try $0.bind(word, at: 1) },
            decode: { try $0.all { try $0.value(String.self, at: 0) } })
    }
}

/// `Notebook` with a derived table that its trigger cannot keep when two notes have the same text.
enum Glossary: SyncSchema {
    typealias Mutation = Notebook.Mutation

    static let name = "Notebook"
    static let version = 1
    static let fingerprint = "glossary"

    static let migrations = [
        Migration(
            name: "0001_notes",
            sql: Notebook.migrations[0].sql + "\nCREATE TABLE word (text TEXT NOT NULL PRIMARY KEY) STRICT;")
    ]

    static let tables = Notebook.tables

    static let derivedTables = [
        DerivedTable(
            name: "word", sources: [TableAccess("note", ["id", "text"])], clearSQL: "DELETE FROM word")
    ]

    static let derivedTriggers = [
        DerivedTrigger(
            name: "word_added", table: "note", moment: "AFTER INSERT",
            action: "BEGIN INSERT INTO word VALUES (new.text); END"),
        DerivedTrigger(
            name: "word_removed", table: "note", moment: "AFTER DELETE",
            action: "BEGIN DELETE FROM word WHERE text = old.text; END"),
    ]

    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>] {
        [Query.words]
    }
}

/// `Glossary` with a trigger that another build of the app has.
enum LoudGlossary: SyncSchema {
    typealias Mutation = Notebook.Mutation

    static let name = "Notebook"
    static let version = 1
    static let fingerprint = "glossary"
    static let migrations = Glossary.migrations
    static let tables = Notebook.tables
    static let derivedTables = Glossary.derivedTables

    static let derivedTriggers = [
        DerivedTrigger(
            name: "word_added", table: "note", moment: "AFTER INSERT",
            action: "BEGIN INSERT INTO word VALUES (upper(new.text)) ON CONFLICT DO NOTHING; END")
    ]

    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>] { [] }
}

extension Query where Schema == Glossary, Value == [String] {
    static var words: Self {
        Query(
            name: "words", sql: "SELECT text FROM word ORDER BY text", reads: [TableAccess("word", ["text"])],
            decode: { try $0.all { try $0.value(String.self, at: 0) } })
    }
}
