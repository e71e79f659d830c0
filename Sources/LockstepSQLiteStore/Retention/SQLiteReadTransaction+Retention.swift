import Lockstep
public import LockstepServer

extension SQLiteReadTransaction {
    public func entrySizes(after version: Int64, upTo limit: Int) throws -> [EntrySize] {
        // 100 bytes stand for the numbers and identifiers of an entry.
        let statement = try statement(
            """
            SELECT version, committed_at, 100 + ifnull(length(CAST(args AS BLOB)), 0) + ifnull(length(name), 0)
              + ifnull(length(message), 0)
            FROM lockstep_log WHERE version > ?1 ORDER BY version LIMIT ?2
            """)
        try statement.bind(version, at: 1)
        try statement.bind(limit, at: 2)
        return try statement.all { row in
            EntrySize(
                version: try row.value(at: 0), committedAt: try row.value(at: 1), bytes: try row.value(at: 2))
        }
    }
}
