import LockstepSQL
import LockstepSchema
import Testing

/// What the rules of `permissions.sql` become.
@Suite struct ReadRuleTests {
    private static let tables = """
        -- read: everyone
        CREATE TABLE project (id TEXT NOT NULL PRIMARY KEY) STRICT; -- type: UUID
        -- read: everyone
        CREATE TABLE member (
          project_id TEXT NOT NULL REFERENCES project(id),
          user_id    TEXT NOT NULL,
          level      INTEGER NOT NULL,
          PRIMARY KEY (project_id, user_id)
        ) STRICT;
        CREATE TABLE issue (
          id         TEXT NOT NULL PRIMARY KEY, -- type: UUID
          project_id TEXT NOT NULL REFERENCES project(id),
          owner      TEXT NOT NULL,
          data       ANY,                       -- type: Payload
          rank       INTEGER NOT NULL
        ) STRICT;
        -- read: everyone
        CREATE TABLE comment (
          id       TEXT NOT NULL PRIMARY KEY, -- type: UUID
          issue_id TEXT NOT NULL REFERENCES issue(id),
          other    TEXT NOT NULL,             -- type: UUID
          text     TEXT NOT NULL
        ) STRICT;
        -- side: server
        CREATE TABLE secret (
          user_id    TEXT NOT NULL PRIMARY KEY,
          project_id TEXT NOT NULL -- type: UUID
        ) STRICT;
        -- side: client
        CREATE TABLE draft (id TEXT NOT NULL PRIMARY KEY) STRICT;
        """

    /// The tables, with `comment` left to a rule.
    private static let withComments = tables.replacing(
        "-- read: everyone\nCREATE TABLE comment", with: "CREATE TABLE comment")

    private static let byMember = "-- scope: project_id\nSELECT project_id FROM member WHERE user_id = :actor;"

    private func rules(_ permissions: String, of table: String, tables: String = tables) throws -> [String] {
        let schema = try Fixture(tables, permissions: permissions).schema
        guard case .rules(let rules) = schema.table(named: table)?.readAccess else { return ["everyone"] }
        return rules.map(\.text)
    }

    @Test(arguments: [
        (
            "-- name: issue :read\n\(byMember)",
            ["project_id UUID ← SELECT project_id FROM member WHERE user_id = ?1"]
        ),
        // Alternatives have names
        (
            "-- name: issue.member :read\n\(byMember)\n-- name: issue.owner :read\n-- scope: owner\nSELECT :actor;",
            [
                "member: project_id UUID ← SELECT project_id FROM member WHERE user_id = ?1",
                "owner: owner String ← SELECT ?1",
            ]
        ),
        (
            "-- name: issue.owner :read\n-- scope: owner\nSELECT :actor AS owner;",
            ["owner: owner String ← SELECT ?1 AS owner"]
        ),
        // Expressions over the row
        (
            "-- name: issue :read\n-- scope: CASE WHEN rank > 3\n--   THEN 'top' ELSE owner END\nSELECT :actor UNION SELECT 'top';",
            ["CASE WHEN rank > 3 THEN 'top' ELSE owner END String ← SELECT ?1 UNION SELECT 'top'"]
        ),
        (
            "-- name: issue :read\n-- scope: rank / 10\nSELECT level FROM member WHERE user_id = :actor;",
            ["rank / 10 Int ← SELECT level FROM member WHERE user_id = ?1"]
        ),
        // The server's own tables may grant
        (
            "-- name: issue :read\n-- scope: project_id\nSELECT project_id FROM secret WHERE user_id = :actor;",
            ["project_id UUID ← SELECT project_id FROM secret WHERE user_id = ?1"]
        ),
    ])
    func `of a table`(permissions: String, expected: [String]) throws {
        #expect(try rules(permissions, of: "issue") == expected)
        #expect(try rules(permissions, of: "comment") == ["everyone"])
    }

    @Test(arguments: [
        ("-- scope: issue_id -> issue", "issue_id -> issue"), ("-- scope: other->Issue", "other -> issue"),
    ])
    func `inherited from a parent`(scope: String, expected: String) throws {
        let permissions = "-- name: issue :read\n\(Self.byMember)\n-- name: comment :read\n\(scope)\n"
        #expect(try rules(permissions, of: "comment", tables: Self.withComments) == [expected])
    }

    @Test func `a grant says what it reads and binds`() throws {
        let schema = try Fixture(Self.tables, permissions: "-- name: issue :read\n\(Self.byMember)").schema
        guard case .rules(let rules) = schema.table(named: "issue")?.readAccess else { return }
        #expect(rules[0].reads.map(\.text) == ["member(project_id, user_id)"])
        #expect(rules[0].grant?.bindings.map(\.text) == ["actor String TEXT"])
        #expect(rules[0].grant?.side == .server)
        #expect("\(rules[0].place.location) \(rules[0].place.text)" == "1:10 issue")
    }

    @Test func `a schema without rules lets everyone read`() throws {
        let tables = "CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY) STRICT;"
        #expect(try Fixture(tables).schema.tables.map(\.readAccess) == [.everyone])
    }

    @Test(arguments: [
        (
            "UPDATE issue SET rank = 1 WHERE id = :id",
            ["3:8: a client has only those rows of `issue` that its user may read"]
        ),
        (
            "UPDATE comment SET text = 'x' WHERE issue_id IN (SELECT id FROM issue)",
            ["3:8: a client has only those rows of `issue` that its user may read"]
        ),
        ("UPDATE comment SET text = 'x' WHERE id = :id", []),
    ])
    func `a table with a rule is in the way of replay`(sql: String, obstacles: [String]) throws {
        let schema = try Fixture(
            Self.tables, mutations: "-- name: m :mutation\n-- allow: true\n\(sql);",
            permissions: "-- name: issue :read\n\(Self.byMember)"
        ).schema
        #expect(
            schema.mutation("m")?.replayObstacles.map { "\($0.place.location): \($0.message)" }
                == obstacles)
    }

    @Test(arguments: [
        // Names
        ("-- name: isue :read\n\(byMember)", "1:10: there is no table `isue`"),
        ("-- name: secret :read\n\(byMember)", "1:10: `secret` never reaches a client, so no rule says who reads it"),
        ("-- name: draft :read\n\(byMember)", "1:10: `draft` is each client's own, so no rule says who reads it"),
        ("-- name: comment :read\n\(byMember)", "1:10: `comment` is `-- read: everyone`, and has a rule"),
        (
            "-- name: issue :read\n\(byMember)\n-- name: issue.b :read\n\(byMember)",
            "1:10: `issue` has 2 rules, and this one has no name"
        ),
        (
            "-- name: issue.a :read\n\(byMember)\n-- name: issue.a :read\n\(byMember)",
            "4:10: two rules are called `issue.a`"
        ),
        ("-- name: issue.a.b :read\n\(byMember)", "1:1: a definition begins with `-- name: theName :kind`"),
        ("-- name: issue :many\n\(byMember)", "1:16: `:many` belongs in queries, not in permissions"),
        // Scopes
        ("-- name: issue :read\nSELECT 1;", "1:10: the rule `issue` has no scope"),
        ("-- name: issue :read\n-- scope:\nSELECT 1;", "2:1: `-- scope:` says nothing"),
        ("-- name: issue :read\n-- scope: a\n-- scope: b\nSELECT 1;", "3:1: `-- scope:` stands here twice"),
        ("-- name: issue :read\n-- scope: projct_id\nSELECT 1;", "2:11: there is no column `projct_id`"),
        (
            "-- name: issue :read\n-- scope: owner = :actor\nSELECT 1;",
            "2:19: a scope is what a row says, whoever reads it"
        ),
        (
            "-- name: issue :read\n-- scope: EXISTS (SELECT 1 FROM member)\nSELECT 1;",
            "2:11: a scope is an expression over the row's own columns"
        ),
        ("-- name: issue :read\n-- scope: random()\nSELECT 1;", "2:11: `random` cannot stand in a read rule"),
        ("-- name: issue :read\n-- scope: rowid\nSELECT 1;", "2:11: `rowid` differs between replicas"),
        ("-- name: issue :read\n-- scope: NULL\nSELECT 1;", "2:11: this scope is always NULL"),
        (
            "-- name: issue :read\n-- scope: json_extract(owner, '$.x')\nSELECT 1;",
            "2:11: whether this scope is INTEGER or REAL or TEXT"
        ),
        ("-- name: issue :read\n-- scope: (rank\nSELECT 1;", "2:16: "),
        // Grants
        ("-- name: issue :read\n-- scope: rank\n", "1:10: the rule `issue` has no grants"),
        ("-- name: issue :read\n-- scope: rank\nDELETE FROM issue;", "3:1: the grants of a rule are a SELECT"),
        ("-- name: issue :read\n-- scope: rank\nSELECT 1; SELECT 2;", "3:11: a read rule is one SELECT"),
        (
            "-- name: issue :read\n-- scope: project_id\nSELECT level FROM member;",
            "3:8: the grant is `Int` stored as INTEGER, and the scope of a row is `UUID` stored as TEXT"
        ),
        (
            "-- name: issue :read\n-- scope: owner\nSELECT user_id, level FROM member;",
            "3:17: a grant is one column, the scope, and this has 2"
        ),
        (
            "-- name: issue :read\n-- scope: owner\nSELECT user_id FROM member WHERE level > :level;",
            "3:42: a read rule has no parameter but `:actor`"
        ),
        (
            "-- name: issue :read\n-- scope: owner\nSELECT user_id FROM member WHERE level > :now;",
            "3:42: a read rule has no parameter but `:actor`"
        ),
        (
            "-- name: issue :read\n-- scope: owner\nSELECT user_id FROM member WHERE project_id = issue.project_id;",
            "3:47: there is no table `issue` here"
        ),
        ("-- name: issue :read\n-- scope: owner\nSELECT id FROM draft;", "3:1: a read rule is asked on the server"),
        ("-- name: issue :read\n-- scope: owner\nSELECT NULL;", "3:8: this grant is always NULL"),
        (
            "-- name: issue :read\n-- allow: true\n-- scope: owner\nSELECT :actor;",
            "2:1: `-- allow:` does not belong to a"
        ),
    ])
    func `mistakes`(permissions: String, message: String) {
        let fixture = Fixture(Self.tables, permissions: permissions)
        #expect(fixture.messages.contains { $0.hasPrefix("permissions.sql:\(message)") }, "\(fixture.messages)")
    }

    @Test(arguments: [
        ("-- scope: issue_id -> issue\nSELECT 1;", "5:1: the grants are those of `issue`"),
        ("-- scope: isue_id -> issue\n", "4:11: `comment` has no column `isue_id`"),
        ("-- scope: text -> issue\n", "4:11: `text` does not refer to a row of `issue`"),
        ("-- scope: id, text -> issue\n", "4:11: `id, text` does not refer to a row of `issue`"),
        ("-- scope: id -> comment\n", "4:11: a row cannot have its scope from another row of `comment`"),
        ("-- scope: other -> project\n", "3:10: `project` has no rule to be inherited"),
        ("-- scope: issue_id -> isue\n", "4:23: there is no column `isue`"),
    ])
    func `mistakes in an inherited scope`(rule: String, message: String) {
        let fixture = Fixture(
            Self.withComments,
            permissions: "\n\n-- name: comment :read\n\(rule)")
        #expect(fixture.messages.contains { $0.hasPrefix("permissions.sql:\(message)") }, "\(fixture.messages)")
    }

    @Test func `scopes that go round`() {
        let fixture = Fixture(
            """
            CREATE TABLE a (id TEXT NOT NULL PRIMARY KEY, b TEXT NOT NULL REFERENCES b(id)) STRICT;
            CREATE TABLE b (id TEXT NOT NULL PRIMARY KEY, a TEXT NOT NULL REFERENCES a(id)) STRICT;
            """, permissions: "-- name: a :read\n-- scope: b -> b\n-- name: b :read\n-- scope: a -> a\n")
        #expect(
            fixture.messages == [
                "permissions.sql:1:10: the scope goes round: a -> b -> a",
                "permissions.sql:3:10: the scope goes round: b -> a -> b",
            ])
    }

    @Test func `with a rule, every table and every mutation says who may`() {
        let fixture = Fixture(
            Self.withComments,
            mutations: """
                -- name: m :mutation
                DELETE FROM issue WHERE id = :id;
                -- name: n :mutation
                -- allow: true
                DELETE FROM issue WHERE id = :id;
                -- name: own :mutation
                DELETE FROM draft WHERE id = :id;
                """, permissions: "-- name: issue :read\n\(Self.byMember)")
        #expect(
            fixture.messages == [
                "migrations/0001_first.sql:17:14: `comment` does not say who may read it, and other tables do",
                "mutations.sql:1:10: `m` does not say who may do it, and the schema says who may read",
            ])
    }

    @Test(arguments: [
        ("-- name: issue :read\nSELECT 1;", "or `-- scope: project_id -> project` for the rules of `project`"),
        (
            "-- name: issue :read\n-- scope: EXISTS (SELECT 1)\nSELECT 1;",
            "take the parent's scope: `-- scope: project_id -> project`"
        ),
        ("-- name: issue :read\n-- scope: owner = :actor\nSELECT 1;", "compare in the grant: SELECT :actor;"),
        ("-- name: issue :read\n-- scope: rank\n", "SELECT project_id FROM member WHERE user_id = :actor;"),
    ])
    func `an impossible rule is answered with a possible one`(permissions: String, suggestion: String) {
        let suggestions = Fixture(Self.tables, permissions: permissions).analysis.diagnostics.compactMap(\.suggestion)
        #expect(suggestions.contains { $0.hasSuffix(suggestion) }, "\(suggestions)")
    }
}
