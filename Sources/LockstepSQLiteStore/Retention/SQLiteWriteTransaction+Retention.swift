import Lockstep
import LockstepServer

extension SQLiteWriteTransaction {
    public func trimLog(before version: Int64) throws {
        // The server's own mutations do not come again.
        let tokens = try connection.statement(
            """
            INSERT INTO lockstep_token (client, number, token, version, committed_at, is_repeat, code, message, violation)
            SELECT client, number, token, version, committed_at, kind = 'repeat', code, message, violation FROM lockstep_log
            WHERE version < min(?1, (SELECT max(version) FROM lockstep_log))
            AND client <> '00000000-0000-0000-0000-000000000000'
            ON CONFLICT DO NOTHING
            """ as StaticString)
        try tokens.bind(version, at: 1)
        try tokens.run()
        let entries = try connection.statement(
            "DELETE FROM lockstep_log WHERE version < min(?1, (SELECT max(version) FROM lockstep_log))" as StaticString)
        try entries.bind(version, at: 1)
        try entries.run()
    }

    public func trimGoneRows(upTo limit: Int) throws -> (tombstones: Int, exits: Int) {
        let oldest = try connection.statement("SELECT min(version) FROM lockstep_log" as StaticString)
            .first { try $0.value(Int64.self, at: 0) }
        guard let oldest else { return (0, 0) }
        var tombstones = 0
        var exits = 0
        let ruled = Set(Schema.readRules.map(\.table))
        for table in Schema.tables {
            let gone = GoneRows(table, hasExits: ruled.contains(table.name))
            if tombstones < limit { tombstones += try delete(gone.tombstones, through: oldest, limit - tombstones) }
            if exits < limit, let sql = gone.exits { exits += try delete(sql, through: oldest, limit - exits) }
        }
        return (tombstones, exits)
    }

    public func forgetTokens(committedBefore time: Int64, upTo limit: Int) throws -> Int {
        // A client's last one answers what it is acknowledged at a version before its newer entries.
        try delete(
            """
            DELETE FROM lockstep_token WHERE (client, number) IN (
              SELECT t.client, t.number FROM lockstep_token t INDEXED BY lockstep_token_age WHERE t.committed_at < ?1
              AND EXISTS (SELECT 1 FROM lockstep_token o WHERE o.client = t.client AND o.number > t.number)
              ORDER BY t.committed_at LIMIT ?2)
            """, through: time, limit)
    }

    /// What is kept of a mutation: whose it was.
    func trimmedMutation(of token: UUID) throws -> SubmittedMutation? {
        let statement = try connection.statement(
            """
            SELECT t.client, t.number, t.committed_at, c.actor FROM lockstep_token t
            JOIN lockstep_client c ON c.id = t.client WHERE t.token = ?1 AND t.is_repeat = 0
            """ as StaticString)
        try statement.bind(token, at: 1)
        return try statement.first { row in
            SubmittedMutation(
                client: try row.value(at: 0), number: try row.value(at: 1), token: token, actor: try row.value(at: 3),
                name: "", arguments: [], at: try row.value(at: 2))
        }
    }

    private func delete(_ sql: String, through bound: Int64, _ limit: Int) throws -> Int {
        let statement = try connection.statement(sql)
        try statement.bind(bound, at: 1)
        try statement.bind(limit, at: 2)
        try statement.run()
        return Int(connection.changes)
    }
}
