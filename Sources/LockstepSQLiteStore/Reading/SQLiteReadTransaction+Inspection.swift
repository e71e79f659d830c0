public import Lockstep
public import LockstepServer

extension SQLiteReadTransaction {
    public func firstVersion() throws -> Int64 {
        try statement("SELECT version FROM lockstep_log ORDER BY version LIMIT 1").only { try $0.value(at: 0) }
    }

    public func newestEntries(
        before version: Int64?, limit: Int, argumentCharacters: Int?
    ) throws -> [InspectedEntry] {
        // A text is read no further than it is asked for: arguments may have megabytes.
        let statement = try statement(
            """
            SELECT version, committed_at, kind, client, number, substr(actor, 1, 200), substr(name, 1, 200), at,
              substr(code, 1, 200), CASE WHEN ?3 > 0 THEN substr(message, 1, 1000) END,
              CASE WHEN ?3 > 0 THEN substr(args, 1, ?3) END
            FROM lockstep_log WHERE version < ?1 ORDER BY version DESC LIMIT ?2
            """)
        try statement.bind(version ?? .max, at: 1)
        try statement.bind(limit, at: 2)
        try statement.bind(argumentCharacters ?? 0, at: 3)
        return try statement.all { try InspectedEntry($0) }
    }

    public func clientCount(upTo limit: Int) throws -> Int {
        // The nil UUID stands for the server.
        let statement = try statement(
            """
            SELECT count(*) FROM (
              SELECT 1 FROM lockstep_client WHERE id <> '00000000-0000-0000-0000-000000000000' LIMIT ?1)
            """)
        try statement.bind(limit, at: 1)
        return try statement.only { try $0.value(at: 0) }
    }

    public func rejectionCount(of client: UUID, after version: Int64, upTo limit: Int) throws -> Int {
        let statement = try statement(
            """
            SELECT count(*) FROM (
              SELECT 1 FROM lockstep_log WHERE client = ?1 AND code IS NOT NULL AND version > ?2 LIMIT ?3)
            """)
        try statement.bind(client, at: 1)
        try statement.bind(version, at: 2)
        try statement.bind(limit, at: 3)
        return try statement.only { try $0.value(at: 0) }
    }

    public func rowCount(ofTable table: Int, upTo limit: Int) throws -> Int {
        let name = SQLIdentifier.quoted(selections[table].table)
        let statement = try statement("SELECT count(*) FROM (SELECT 1 FROM \(name) LIMIT ?1)")
        try statement.bind(limit, at: 1)
        return try statement.only { try $0.value(at: 0) }
    }
}

extension InspectedEntry {
    fileprivate init(_ row: SQLiteStatement) throws {
        let kind: Kind =
            switch try row.value(String.self, at: 2) {
            case "mutation": .applied
            case "rejection": .rejected
            case "repeat": .repeated
            case "external": .external
            case "migration": .migration
            case let kind: throw MalformedLog(problem: "it has an entry of the unknown kind `\(kind)`")
            }
        var mutation: Mutation?
        if let client = try row.value(UUID?.self, at: 3) {
            mutation = Mutation(
                client: client, number: try row.value(at: 4), actor: try row.value(at: 5), name: try row.value(at: 6),
                at: try row.value(at: 7), arguments: try row.value(at: 10))
        }
        self.init(
            version: try row.value(at: 0), committedAt: try row.value(at: 1), kind: kind, mutation: mutation,
            code: try row.value(at: 8), message: try row.value(at: 9))
    }
}
