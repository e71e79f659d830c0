import LockstepServer

/// Projects with members, issues that their members and their owners read, and comments that go with their issue.
enum Team {
    static let migration = """
        CREATE TABLE project (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT;
        CREATE TABLE member (
          project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
          user_id    TEXT NOT NULL,
          PRIMARY KEY (project_id, user_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX member_by_user ON member (user_id);
        CREATE TABLE issue (
          id         TEXT NOT NULL PRIMARY KEY,
          project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
          owner      TEXT NOT NULL,
          title      TEXT NOT NULL
        ) STRICT;
        CREATE TABLE comment (
          id       INTEGER NOT NULL PRIMARY KEY,
          issue_id TEXT NOT NULL REFERENCES issue(id) ON DELETE CASCADE,
          text     TEXT NOT NULL
        ) STRICT;
        -- read: everyone
        CREATE TABLE label (name TEXT NOT NULL PRIMARY KEY) STRICT;
        -- side: server
        CREATE TABLE audit (id INTEGER NOT NULL PRIMARY KEY, note TEXT NOT NULL) STRICT;
        """

    static let permissions = """
        -- name: project :read
        -- scope: id
        SELECT project_id FROM member WHERE user_id = :actor;

        -- name: member :read
        -- scope: project_id
        SELECT project_id FROM member WHERE user_id = :actor;

        -- name: issue.member :read
        -- scope: project_id
        SELECT project_id FROM member WHERE user_id = :actor;

        -- name: issue.owner :read
        -- scope: owner
        SELECT :actor;

        -- name: comment :read
        -- scope: issue_id -> issue
        """

    /// Ann is in the projects p and q, Bob in p.
    static let rows = """
        INSERT INTO project VALUES ('p', 'Project P'), ('q', 'Project Q');
        INSERT INTO member VALUES ('p', 'ann'), ('q', 'ann'), ('p', 'bob');
        INSERT INTO issue VALUES ('p1', 'p', 'ann', 'First of P'), ('q1', 'q', 'ann', 'First of Q');
        INSERT INTO comment VALUES (1, 'p1', 'on P'), (2, 'q1', 'on Q');
        INSERT INTO label VALUES ('urgent');
        INSERT INTO audit VALUES (1, 'audited')
        """

    static func server() async throws -> RuledServer {
        let definition = try RuledSchema.Definition(migration: migration, permissions: permissions)
        let server = try RuledServer(definition, actors: [], visibleRows: [])
        try await server.server.mutate(.run(rows), as: "server")
        return server
    }
}
