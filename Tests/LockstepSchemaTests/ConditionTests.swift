import LockstepSQL
import LockstepSchema
import Testing

/// What `-- allow:`, `-- require:` and `-- handler:` become.
@Suite struct ConditionTests {
    private static let tables = """
        CREATE TABLE project (id TEXT NOT NULL PRIMARY KEY) STRICT; -- type: UUID
        CREATE TABLE member (
          project_id TEXT NOT NULL REFERENCES project(id),
          user_id    TEXT NOT NULL,
          until      INTEGER, -- type: Date
          PRIMARY KEY (project_id, user_id)
        ) STRICT;
        CREATE TABLE issue (
          id         TEXT NOT NULL PRIMARY KEY, -- type: UUID
          project_id TEXT NOT NULL REFERENCES project(id),
          title      TEXT NOT NULL,
          status     TEXT NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'done'))
        ) STRICT;
        -- side: server
        CREATE TABLE ban (user_id TEXT NOT NULL PRIMARY KEY) STRICT;
        -- side: client
        CREATE TABLE draft (id TEXT NOT NULL PRIMARY KEY, text TEXT NOT NULL) STRICT;
        """

    private static let rename = "UPDATE issue SET title = :title WHERE id = :id;"

    private func mutation(_ directives: String, _ statements: String = rename) throws -> Mutation {
        let text = "-- name: m :mutation\n\(directives)\n\(statements)"
        return try #require(try Fixture(Self.tables, mutations: text).schema.mutation("m"))
    }

    @Test(arguments: [
        ("-- allow: true", ["denied: SELECT true []"]),
        ("-- allow: :actor = 'ann'", ["denied: SELECT ?1 = 'ann' [actor String TEXT]"]),
        (
            "-- allow: EXISTS (SELECT 1 FROM member WHERE project_id = :projectId AND user_id = :actor)",
            [
                "denied: SELECT EXISTS (SELECT 1 FROM member WHERE project_id = ?1 AND user_id = ?2) "
                    + "[projectId UUID TEXT, actor String TEXT]"
            ]
        ),
        // Lines that are indented by two more belong to the value; comments in it are left out
        (
            "-- allow: EXISTS (  -- somebody\n--   SELECT * FROM member\n--     WHERE user_id = :actor)",
            ["denied: SELECT EXISTS ( SELECT * FROM member WHERE user_id = ?1) [actor String TEXT]"]
        ),
        ("-- allow:\n--   true", ["denied: SELECT true []"]), ("--allow: true", ["denied: SELECT true []"]),
        // `allow` comes first, then the others in their order; a code may stand more than once
        (
            "-- require notFound: EXISTS (SELECT 1 FROM issue WHERE id = :id)\n-- allow: true\n"
                + "-- require titled: :title <> ''\n-- require titled: length(:title) < 9",
            [
                "denied: SELECT true []",
                "notFound: SELECT EXISTS (SELECT 1 FROM issue WHERE id = ?1) [id UUID TEXT]",
                "titled: SELECT ?1 <> '' [title String TEXT]",
                "titled: SELECT length(?1) < 9 [title String TEXT]",
            ]
        ),
        // What differs from device to device is the server's here
        (
            "-- allow: EXISTS (SELECT 1 FROM member WHERE until > :now AND rowid > 0) OR random() > 0",
            [
                "denied: SELECT EXISTS (SELECT 1 FROM member WHERE until > ?1 AND rowid > 0) OR random() > 0 [now Date INTEGER]"
            ]
        ),
        (
            "-- allow: :actor NOT IN (SELECT user_id FROM ban)",
            ["denied: SELECT ?1 NOT IN (SELECT user_id FROM ban) [actor String TEXT]"]
        ),
        (
            "-- allow: :id IN (SELECT value FROM json_each(:ids))",
            ["denied: SELECT ?1 IN (SELECT value FROM json_each(?2)) [id UUID TEXT, ids [UUID] TEXT]"]
        ),
    ])
    func `conditions`(directives: String, expected: [String]) throws {
        #expect(try mutation(directives).conditions.map(\.text) == expected)
    }

    @Test func `only a literal true holds for everyone`() throws {
        let directives = ["-- allow: true", "-- allow: TRUE", "-- allow: 1", "-- allow: :actor = ''"]
        #expect(try directives.map { try mutation($0).conditions[0].isAlwaysTrue } == [true, true, false, false])
        #expect(try mutation("-- require open: true").conditions[0].isAlwaysTrue == false)
        #expect(try mutation("-- allow: true").conditions[0].isPermission)
    }

    @Test func `conditions type parameters, and their own are arguments too, after those of the statements`() throws {
        let mutation = try mutation(
            "-- allow: EXISTS (SELECT 1 FROM issue WHERE status = :expected AND project_id = :projectId AND title <> :title)"
        )
        #expect(
            mutation.arguments.map(\.text) == [
                "title: String", "id: UUID", "expected: Status", "projectId: UUID",
            ])
    }

    @Test func `what conditions read is theirs alone, and does not bear on replay`() throws {
        let mutation = try mutation("-- allow: EXISTS (SELECT 1 FROM member WHERE user_id = :actor LIMIT 1)")
        #expect(mutation.conditions[0].reads.map(\.text) == ["member(project_id, user_id)"])
        #expect(mutation.reads.map(\.text) == ["issue(id)"])
        #expect(mutation.isReplayable)
        #expect(mutation.addressedRow?.table == "issue")
        #expect(mutation.conditions[0].statement.side == .both)
        #expect(try self.mutation("-- allow: EXISTS (SELECT 1 FROM ban)").conditions[0].statement.side == .server)
    }

    @Test func `a condition's place is its text in the file`() throws {
        let place = try mutation("-- allow:  :actor\n--     <> 'bob'").conditions[0].place
        #expect("\(place.location) \(place.text)" == "2:12 :actor\n--     <> 'bob'")
    }

    @Test func `codes are collected once`() throws {
        let schema = try Fixture(
            Self.tables,
            mutations: """
                -- name: a :mutation
                -- allow: true
                -- require notFound: true
                -- require closed: true
                DELETE FROM project WHERE id = :id;
                -- name: b :mutation
                -- require notFound: true
                DELETE FROM issue WHERE id = :id;
                """
        ).schema
        #expect(schema.codes.map(\.name) == ["closed", "notFound"])
    }

    @Test(arguments: [
        ("-- allow: true\n-- allow: true", "3:1: `-- allow:` stands here twice"),
        ("-- allow:", "2:1: `-- allow:` has no condition"),
        ("-- allow title: true", "2:1: `-- allow:` takes no name, and `title` stands before its colon"),
        ("-- allow : true", "2:1: a space stands before the colon of `-- allow`"),
        ("-- Allow: true", "2:1: there is no directive `Allow`"),
        ("-- allows: true", "2:1: there is no directive `allows`"),
        ("-- require: true", "2:1: `-- require` needs the code of its rejection"),
        ("-- require not-found: true", "2:1: `not-found` is not a name: it has letters, digits and `_`"),
        ("-- require not_found: true", "2:1: the code `not_found` is not in lowerCamelCase"),
        ("-- require denied: true", "2:1: the code `denied` is one of Lockstep's own"),
        ("-- require tooLarge: true", "2:1: the code `tooLarge` is one of Lockstep's own"),
        ("-- require rawValue: true", "2:1: a code cannot be called `rawValue` in Swift"),
        // Spans point into the file, on whatever line
        ("-- allow: EXISTS (SELECT 1 FROM membr)", "2:33: there is no table `membr`"),
        (
            "-- allow: EXISTS (SELECT 1\n--   FROM member\n--   WHERE usr_id = :actor)",
            "4:12: there is no column `usr_id`"
        ),
        ("-- allow: EXISTS (SELECT 1\n--   FROM member", "3:17: "),
        ("-- allow: true true", "2:16: near \"true\""),
        ("-- allow: title = 'a'", "2:11: there is no column `title`"),
        ("-- allow: :x", "2:11: a condition is true or false, and this is TEXT"),
        ("-- allow: 'yes'", "2:11: a condition is true or false, and this is TEXT"),
        ("-- allow: count(*) > 1", "2:11: the aggregate `count` cannot stand here"),
        ("-- allow: ? = 1", "2:11: a parameter has a name"),
        (
            "-- allow: EXISTS (SELECT 1 FROM member WHERE until > :title)",
            "3:26: `:title` is `String`, like `issue.title`, here, and `Date`, like `member.until`, in another place"
        ),
        ("-- allow: (SELECT unhex('00')) IS NULL", "2:19: `unhex` came with SQLite 3.41"),
        ("-- optional: title\n-- allow: :title <> ''", "3:11: `:title` is optional, and can only be"),
        (
            "-- allow: EXISTS (SELECT 1 FROM draft)",
            "2:11: a condition is asked on the server, which does not have `draft`"
        ),
        ("-- scope: id", "2:1: `-- scope:` does not belong to a mutation"),
        ("-- handler: server", "2:13: a handler runs before, instead or after, not `server`"),
        ("-- handler: after\n-- handler: before", "3:1: `-- handler:` stands here twice"),
    ])
    func `mistakes`(directives: String, message: String) {
        let directives = directives == "-- allow: :x" ? "-- param x: String\n\(directives)" : directives
        let expected = directives.hasPrefix("-- param") ? message.replacing("2:", with: "3:") : message
        let fixture = Fixture(Self.tables, mutations: "-- name: m :mutation\n\(directives)\n\(Self.rename)")
        #expect(fixture.messages.contains { $0.hasPrefix("mutations.sql:\(expected)") }, "\(fixture.messages)")
    }

    @Test(arguments: ["-- allow: true", "-- require a: true", "-- handler: before"])
    func `no server asks about a mutation of a client's own tables`(directive: String) {
        let fixture = Fixture(Self.tables, mutations: "-- name: m :mutation\n\(directive)\nDELETE FROM draft;")
        #expect(
            fixture.messages == ["mutations.sql:2:1: `m` changes tables that only clients have, and no server sees it"])
    }

    // MARK: - Handlers

    @Test(arguments: [
        ("before", ["2:1: a handler runs on the server before the statements"]),
        ("instead", ["2:1: a handler runs on the server instead of the statements"]),
        ("after", []),
    ])
    func `a handler`(kind: String, obstacles: [String]) throws {
        let mutation = try mutation("-- handler: \(kind)")
        #expect(mutation.handler?.rawValue == kind)
        #expect(mutation.replayObstacles.map { "\($0.place.location): \($0.message)" } == obstacles)
    }

    @Test func `a handler may be all that there is, and look at parameters that no SQL has`() throws {
        let mutation = try mutation("-- handler: instead\n-- param email: String\n-- param count: Int?", "")
        #expect(mutation.statements.isEmpty)
        #expect(mutation.arguments.map(\.text) == ["email: String", "count: Int?"])
        #expect(!mutation.isLocal)
        let both = try self.mutation("-- handler: before\n-- param note: String")
        #expect(both.arguments.map(\.text) == ["title: String", "id: UUID", "note: String"])
    }
}
