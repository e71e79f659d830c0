import Foundation

/// Definition files with a given number of mutations: ten for each table, which has nine columns, and five queries.
enum ScaledSchema {
    /// - Parameter folder: Where to write; made if it is missing.
    static func write(mutations: Int, to folder: URL) throws {
        let tables = (0..<(mutations / 10)).map { "thing\($0)" }
        let files = [
            "lockstep.json": "{\"name\": \"Large\"}\n",
            "migrations/0001_things.sql": tables.map(migration).joined(separator: "\n"),
            "mutations.sql": tables.map(changes).joined(separator: "\n"),
            "queries.sql": tables.map(queries).joined(separator: "\n"),
        ]
        try FileManager.default.createDirectory(
            at: folder.appending(path: "migrations"), withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    }

    private static func migration(_ table: String) -> String {
        """
        CREATE TABLE \(table) (
          id TEXT NOT NULL PRIMARY KEY, -- type: UUID
          title TEXT NOT NULL,
          body TEXT,
          status TEXT NOT NULL DEFAULT 'todo' CHECK (status IN ('todo', 'doing', 'done')),
          owner TEXT NOT NULL,
          weight REAL,
          done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
          created_at INTEGER NOT NULL, -- type: Date
          updated_at INTEGER -- type: Date
        ) STRICT;
        """
    }

    private static func changes(_ table: String) -> String {
        """
        -- name: create_\(table) :mutation
        INSERT INTO \(table) (id, title, body, owner, weight, created_at)
        VALUES (:id, :title, :body, :actor, :weight, :now);
        -- name: edit_\(table) :mutation
        -- optional: title, body, status, weight
        UPDATE \(table) SET title = :title, body = :body, status = :status, weight = :weight WHERE id = :id;
        -- name: touch_\(table) :mutation
        UPDATE \(table) SET updated_at = :now WHERE id = :id;
        -- name: finish_\(table) :mutation
        UPDATE \(table) SET done = 1, status = 'done', updated_at = :now WHERE id = :id AND owner = :actor;
        -- name: delete_\(table) :mutation
        DELETE FROM \(table) WHERE id = :id;
        -- name: assign_\(table) :mutation
        UPDATE \(table) SET owner = :owner, updated_at = :now WHERE id IN (SELECT value FROM json_each(:ids));
        -- name: archive_\(table) :mutation
        DELETE FROM \(table) WHERE status = :status AND created_at < :before;
        -- name: copy_\(table) :mutation
        INSERT INTO \(table) (id, title, body, owner, weight, created_at)
        VALUES (:id, :title, :body, :owner, :weight, :at);
        UPDATE \(table) SET updated_at = :now WHERE id = :source;
        -- name: weigh_\(table) :mutation
        UPDATE \(table) SET weight = :weight WHERE id = :id AND status = :status;
        -- name: clear_\(table) :mutation
        DELETE FROM \(table) WHERE owner = :owner;
        """
    }

    private static func queries(_ table: String) -> String {
        """
        -- name: \(table)_all :many
        SELECT * FROM \(table) ORDER BY created_at, id;
        -- name: \(table) :one
        SELECT * FROM \(table) WHERE id = :id;
        -- name: \(table)_counts :many
        SELECT status, count(*) AS count FROM \(table) GROUP BY status ORDER BY status;
        -- name: \(table)_by_status :many
        SELECT id, title, weight FROM \(table) WHERE status = :status AND owner = :owner ORDER BY created_at, id;
        -- name: \(table)_total :one
        SELECT count(*) FROM \(table) WHERE created_at >= :since;
        """
    }
}
