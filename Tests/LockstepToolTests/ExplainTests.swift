import Foundation
import LockstepSQL
import LockstepSchema
import Testing

@testable import LockstepTool

@Suite("What lockstep explain says")
struct ExplainTests {
    private static let files = DefinitionFiles(
        migrations: [
            SourceText(
                path: "migrations/0001_notes.sql",
                text: """
                    -- A note.
                    CREATE TABLE note (
                      id TEXT NOT NULL PRIMARY KEY, -- type: UUID
                      text TEXT NOT NULL,
                      parent_id TEXT REFERENCES note(id) ON DELETE CASCADE
                    ) STRICT;
                    """)
        ],
        mutations: [
            SourceText(
                path: "mutations.sql",
                text: """
                    -- name: edit_note :mutation
                    -- Rewords a note.
                    -- require notFound: EXISTS (SELECT 1 FROM note WHERE id = :id)
                    -- optional: text
                    UPDATE note SET text = :text WHERE id = :id;
                    -- name: trim :mutation
                    DELETE FROM note WHERE id IN (SELECT id FROM note LIMIT 3);
                    """)
        ],
        queries: [
            SourceText(path: "queries.sql", text: "-- name: note :one\nSELECT id, text FROM note WHERE id = :id;")
        ])

    private var explanation: Explanation {
        get throws {
            let analysis = analyze(files: Self.files, targetName: "App")
            return Explanation(schema: try #require(analysis.schema), analysis: analysis)
        }
    }

    @Test("A mutation: its SQL and bindings on either side, where types come from, what it touches, how it travels")
    func mutation() throws {
        #expect(
            try explanation.text(of: "editNote") == """
                mutation editNote
                Rewords a note.

                Parameters
                  text: Change<String> = .keep
                    from `note.text`, at mutations.sql:5:24
                  id: UUID
                    from `note.id`, at mutations.sql:3:60
                    from `note.id`, at mutations.sql:5:41

                On clients
                  UPDATE note SET text = CASE WHEN ?1 THEN ?2 ELSE text END WHERE id = ?3
                    ?1 = 1 if :text is set, else 0
                    ?2 = :text, String as TEXT
                    ?3 = :id, UUID as TEXT
                    plan: SEARCH note USING INDEX sqlite_autoindex_note_1 (id=?)

                On the server
                  require notFound, at mutations.sql:3:22:
                  SELECT EXISTS (SELECT 1 FROM note WHERE id = ?1)
                    ?1 = :id, UUID as TEXT
                    plan: SCAN CONSTANT ROW
                    plan: SCALAR SUBQUERY 1
                    plan:   SEARCH note USING COVERING INDEX sqlite_autoindex_note_1 (id=?)
                  the same statements

                Reads
                  note(id, text)

                Writes (by foreign keys and triggers as well)
                  note(text)

                Row
                  note where id = :id

                Travels
                  as the mutation: it does the same to equal tables, so that other clients replay it

                """)
    }

    @Test("A mutation that is not replayable: the reason, its place and what would help")
    func obstacle() throws {
        let text = try #require(try explanation.text(of: "trim"))
        #expect(
            text.hasSuffix(
                """
                Travels
                  as the rows that it changed: other clients do not replay it
                    because LIMIT without an ORDER BY that ends in the primary key takes any rows
                      at mutations.sql:7:51
                      to make it replayable, end the ORDER BY with the primary key

                """))
        #expect(text.contains("Row\n  none: it is not about one row that its parameters name\n"))
    }

    @Test("A name that a query and a table share explains both")
    func queryAndTable() throws {
        #expect(
            try explanation.text(of: "note") == """
                query note (:one)

                Parameters
                  id: UUID
                    from `note.id`, at queries.sql:2:38

                Result
                  NoteRow?
                    id: UUID
                    text: String

                Runs on clients
                  SELECT id, text FROM note WHERE id = ?1
                    ?1 = :id, UUID as TEXT
                    plan: SEARCH note USING INDEX sqlite_autoindex_note_1 (id=?)

                Runs again when these change
                  note(id, text)

                Only for the row
                  note where id = :id

                table note (on the server and on clients)
                A note.

                Columns of Note
                  id: UUID from id (TEXT, key)
                  text: String from text (TEXT)
                  parentId: UUID? from parent_id (TEXT)

                Refers to
                  note(id) by parent_id, on delete cascade

                May be read by
                  everyone

                Read by
                  editNote, note, trim

                Written by
                  editNote, trim

                """)
    }

    @Test("A name that nothing has is complained about, with the nearest one and all others")
    func unknownName() throws {
        #expect(try explanation.text(of: "editNot") == nil)
        #expect(
            try explanation.complaint(about: "editNot") == """
                nothing in the definition files is called `editNot`; did you mean `editNote`?
                  mutations: editNote, trim
                  queries: note
                  tables: note
                """)
    }
}
