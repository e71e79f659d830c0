import Foundation

/// The definition files of an app that is larger than most: 200 tables, 500 mutations, 500 queries.
enum LargeSchema {
    static let tableCount = 200
    static let mutationCount = 500
    static let queryCount = 500

    /// Writes a folder `schema` of them.
    static func write(to folder: URL) throws {
        for name in ["migrations", "mutations", "queries"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: name), withIntermediateDirectories: true)
        }
        // Ten migrations, ten files of each kind of definition.
        for part in 0..<10 {
            let number = String(format: "%04d", part + 1)
            let tables = (0..<tableCount).filter { $0 / (tableCount / 10) == part }
            try write(tables.map(table), to: folder.appending(path: "migrations/\(number)_part.sql"))
            let mutations = (0..<mutationCount).filter { $0 % 10 == part }
            try write(mutations.map(mutation), to: folder.appending(path: "mutations/part\(part).sql"))
            let queries = (0..<queryCount).filter { $0 % 10 == part }
            try write(queries.map(query), to: folder.appending(path: "queries/part\(part).sql"))
        }
    }

    private static func write(_ texts: [String], to file: URL) throws {
        try Data(texts.joined(separator: "\n").utf8).write(to: file)
    }

    private static func table(_ number: Int) -> String {
        """
        -- Things of the kind \(number).
        CREATE TABLE thing\(number) (
          id         TEXT    NOT NULL PRIMARY KEY,            -- type: UUID
          parent_id  TEXT    NOT NULL REFERENCES thing\(number / 3) (id) ON DELETE CASCADE,
          title      TEXT    NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
          note       TEXT,                                    -- What there is to say.
          status     TEXT    NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'busy', 'done\(number)')),
          is_starred INTEGER NOT NULL DEFAULT 0 CHECK (is_starred IN (0, 1)),
          position   REAL    NOT NULL DEFAULT 0,
          size       INTEGER NOT NULL DEFAULT 0,
          created_at INTEGER NOT NULL,                        -- type: Date
          owner      TEXT    NOT NULL
        ) STRICT;

        CREATE INDEX thing\(number)_by_parent ON thing\(number) (parent_id, created_at);
        CREATE INDEX thing\(number)_by_status ON thing\(number) (status, created_at);

        """
    }

    private static func mutation(_ number: Int) -> String {
        let table = "thing\(number % tableCount)"
        let head = "-- name: change\(number) :mutation\n-- Changes a thing of the kind \(number % tableCount).\n"
        switch number / tableCount {
        case 0:
            return head + """
                -- allow: EXISTS (SELECT 1 FROM \(table) WHERE id = :parentId AND owner <> :actor)
                INSERT INTO \(table) (id, parent_id, title, note, created_at, owner)
                VALUES (:id, :parentId, :title, :note, :now, :actor);

                """
        case 1:
            return head + """
                -- require notFound: EXISTS (SELECT 1 FROM \(table) WHERE id = :id)
                -- optional: title, note, status, isStarred
                UPDATE \(table) SET title = :title, note = :note, status = :status, is_starred = :isStarred WHERE id = :id;

                """
        default:
            return head + """
                UPDATE \(table) SET position = :position, size = size + 1 WHERE id = :id AND status <> 'done\(number % tableCount)';
                DELETE FROM \(table) WHERE parent_id = :id AND created_at < :now - 86400000;

                """
        }
    }

    private static func query(_ number: Int) -> String {
        let index = number % tableCount
        let table = "thing\(index)"
        let kind = number / tableCount == 1 ? "one" : "many"
        let head = "-- name: find\(number) :\(kind)\n-- Finds things of the kind \(index).\n"
        switch number / tableCount {
        case 0:
            return head + """
                SELECT * FROM \(table) WHERE status = :status AND created_at > :since ORDER BY created_at, id LIMIT :count;

                """
        case 1:
            return head + """
                SELECT count(*) AS count, max(created_at) AS newest, coalesce(sum(size), 0) AS size
                FROM \(table) WHERE parent_id IN (SELECT value FROM json_each(:parents)) AND is_starred;

                """
        default:
            return head + """
                SELECT \(table).*, parent.title AS parent_title,
                  (SELECT count(*) FROM \(table) AS other WHERE other.parent_id = \(table).parent_id) AS siblings
                FROM \(table) LEFT JOIN thing\(index / 3) AS parent ON parent.id = \(table).parent_id
                WHERE \(table).status = :status ORDER BY \(table).created_at, \(table).id;

                """
        }
    }
}
