import LockstepSQL
import Testing

@Suite("Layout of definition files")
struct LayoutTests {
    private func format(_ sql: String) -> String {
        Formatter.format(SourceText(path: "test.sql", text: sql)).text
    }

    @Test("Columns stand below each other, and comments stay with their columns")
    func table() {
        let written = """
            create table issue(id text not null primary key, -- type: UUID
            -- Where it belongs.
            project_id text not null references project ( id ) -- in a project
            ,title text not null check(length(title) between 1 and 200),

            created_at integer not null    -- type: Date
                                           --   in milliseconds
            , primary key(id,title)) strict , without rowid
            """
        #expect(
            format(written) == """
                CREATE TABLE issue (
                  id         text    NOT NULL PRIMARY KEY,            -- type: UUID
                  -- Where it belongs.
                  project_id text    NOT NULL REFERENCES project(id), -- in a project
                  title      text    NOT NULL CHECK (length(title) BETWEEN 1 AND 200),

                  created_at integer NOT NULL,                        -- type: Date
                                                                      --   in milliseconds
                  PRIMARY KEY (id, title)
                ) STRICT, WITHOUT ROWID

                """)
    }

    @Test("Comments of definitions stay before them, with an empty line before the header")
    func definitions() {
        let written = """
            -- What people do.


            -- name: createIssue :mutation
            --   goes on
            -- allow: EXISTS (SELECT 1
            --   FROM member)
            insert into issue(id,title) values(:id,:title);
            select 1; -- beside it
            -- name: next :many

            -- About it.
            select * from issue where id=:id;;
            -- The end.
            """
        #expect(
            format(written) == """
                -- What people do.

                -- name: createIssue :mutation
                --   goes on
                -- allow: EXISTS (SELECT 1
                --   FROM member)
                INSERT INTO issue (id, title) VALUES (:id, :title);
                SELECT 1; -- beside it

                -- name: next :many

                -- About it.
                SELECT * FROM issue WHERE id = :id;;
                -- The end.

                """)
    }

    @Test("A long statement has a line for each clause")
    func clauses() {
        let written = """
            with late as (select id from issue where due < :now and status <> 'done') select issue.id, issue.title, \
            count(comment.id) as comments from issue join late using (id) left join comment on \
            comment.issue_id = issue.id where issue.project_id = :projectId and (issue.title like :text || '%' or exists (select 1 from \
            label where \
            label.issue_id = issue.id and label.name = :text and label.is_visible = 1)) group by issue.id order by \
            issue.due desc, issue.id limit :limit;
            """
        #expect(
            format(written) == """
                WITH late AS (SELECT id FROM issue WHERE due < :now AND status <> 'done')
                SELECT issue.id, issue.title, count(comment.id) AS comments
                FROM issue JOIN late USING (id) LEFT JOIN comment ON comment.issue_id = issue.id
                WHERE issue.project_id = :projectId
                  AND (issue.title LIKE :text || '%'
                    OR EXISTS (
                      SELECT 1
                      FROM label
                      WHERE label.issue_id = issue.id AND label.name = :text AND label.is_visible = 1
                    ))
                GROUP BY issue.id
                ORDER BY issue.due DESC, issue.id
                LIMIT :limit;

                """)
    }

    @Test("The text that names a column of a view or a subquery stays as it is")
    func namingText() {
        let written = """
            create view sums as select a+b,count( * ), c from t;
            select "a+b" from (select a+b from t), (select a+b as x) where exists (select a+b);
            """
        #expect(
            format(written) == """
                CREATE VIEW sums AS SELECT a+b, count( * ), c FROM t;
                SELECT "a+b" FROM (SELECT a+b FROM t), (SELECT a + b AS x) WHERE EXISTS (SELECT a + b);

                """)
    }

    @Test("A trigger has a line for each statement")
    func trigger() {
        let written =
            "create trigger t after insert on issue when new.a>1 begin update issue set a=1; -- first\n "
            + "delete from b; end;"
        #expect(
            format(written) == """
                CREATE TRIGGER t AFTER INSERT ON issue WHEN new.a > 1 BEGIN
                  UPDATE issue SET a = 1; -- first
                  DELETE FROM b;
                END;

                """)
    }

    @Test("Line ends and a byte order mark are kept")
    func lineEnds() {
        #expect(
            format("\u{FEFF}select 1;\r\n\r\n-- x \r\nselect 'a\nb';")
                == "\u{FEFF}SELECT 1;\r\n\r\n-- x\r\nSELECT 'a\nb';\r\n")
    }

    @Test("A file without statements keeps its comments", arguments: ["", "-- nothing\n", "/* a */ -- b\n\n-- c\n"])
    func nothing(text: String) {
        #expect(format(text) == text)
    }

    @Test("A file with a syntax error is left as it is")
    func syntaxError() {
        let formatted = Formatter.format(SourceText(path: "test.sql", text: "select 1;\nselect from;"))
        #expect(formatted.text == "select 1;\nselect from;")
        #expect(formatted.diagnostics.map(\.place.location.line) == [2])
    }

    @Test(
        "A statement stays as it was where a comment would come to belong to something else",
        arguments: [
            "create table t(a TEXT, b TEXT, -- type: UUID\n c TEXT);\n",
            "create table t\n(-- of nothing\n a TEXT);\n",
        ])
    func verbatim(sql: String) {
        let formatted = Formatter.format(SourceText(path: "test.sql", text: sql))
        #expect(formatted.text == sql)
        #expect(formatted.unformatted.count == 1)
    }
}
