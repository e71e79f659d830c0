import Lockstep
public import LockstepServer

/// The statements about the outbox, on a connection that reads or writes.
struct SQLiteOutbox {
    /// The connection's prepared form of a statement.
    let statement: (String) throws -> SQLiteStatement

    private static let columns = """
        version, client, number, token, actor, name, args, at, committed_at, attempts, due, failure, is_abandoned
        """

    func next(of name: String) throws -> OutboxEntry? {
        let statement = try statement(
            """
            SELECT \(Self.columns) FROM lockstep_outbox WHERE name = ?1 AND NOT is_abandoned ORDER BY version LIMIT 1
            """)
        try statement.bind(name, at: 1)
        return try statement.first { try OutboxEntry($0) }
    }

    func entry(_ version: Int64) throws -> OutboxEntry? {
        let statement = try statement("SELECT \(Self.columns) FROM lockstep_outbox WHERE version = ?1")
        try statement.bind(version, at: 1)
        return try statement.first { try OutboxEntry($0) }
    }

    func abandoned(limit: Int) throws -> [OutboxEntry] {
        let statement = try statement(
            "SELECT \(Self.columns) FROM lockstep_outbox WHERE is_abandoned ORDER BY version LIMIT ?1")
        try statement.bind(limit, at: 1)
        return try statement.all { try OutboxEntry($0) }
    }

    func counts() throws -> [OutboxCount] {
        try statement(
            """
            SELECT name, sum(NOT is_abandoned), sum(is_abandoned) FROM lockstep_outbox GROUP BY name ORDER BY name
            """
        ).all { OutboxCount(name: try $0.value(at: 0), waiting: try $0.value(at: 1), abandoned: try $0.value(at: 2)) }
    }

    func insert(_ entry: OutboxEntry) throws {
        let statement = try statement(
            """
            INSERT INTO lockstep_outbox (\(Self.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """)
        try statement.bind(entry.version, at: 1)
        try statement.bind(entry.mutation.client, at: 2)
        try statement.bind(entry.mutation.number, at: 3)
        try statement.bind(entry.mutation.token, at: 4)
        try statement.bind(entry.mutation.actor, at: 5)
        try statement.bind(entry.mutation.name, at: 6)
        try entry.mutation.arguments.withUnsafeBufferPointer { try statement.bind(text: $0, at: 7) }
        try statement.bind(entry.mutation.at, at: 8)
        try statement.bind(entry.committedAt, at: 9)
        try statement.bind(entry.attempts, at: 10)
        try statement.bind(entry.due, at: 11)
        try statement.bind(entry.failure, at: 12)
        try statement.bind(entry.isAbandoned, at: 13)
        try statement.run()
    }

    func update(_ entry: OutboxEntry) throws {
        let statement = try statement(
            """
            UPDATE lockstep_outbox SET attempts = ?2, due = ?3, failure = ?4, is_abandoned = ?5 WHERE version = ?1
            """)
        try statement.bind(entry.version, at: 1)
        try statement.bind(entry.attempts, at: 2)
        try statement.bind(entry.due, at: 3)
        try statement.bind(entry.failure, at: 4)
        try statement.bind(entry.isAbandoned, at: 5)
        try statement.run()
    }

    func remove(_ version: Int64) throws {
        let statement = try statement("DELETE FROM lockstep_outbox WHERE version = ?1")
        try statement.bind(version, at: 1)
        try statement.run()
    }
}

extension OutboxEntry {
    /// From the columns of `SQLiteOutbox.columns`.
    fileprivate init(_ row: SQLiteStatement) throws {
        self.init(
            version: try row.value(at: 0),
            mutation: SubmittedMutation(
                client: try row.value(at: 1), number: try row.value(at: 2), token: try row.value(at: 3),
                actor: try row.value(at: 4), name: try row.value(at: 5), arguments: Array(row.column(6).text),
                at: try row.value(at: 7)),
            committedAt: try row.value(at: 8), attempts: try row.value(at: 9), due: try row.value(at: 10),
            failure: try row.value(at: 11), isAbandoned: try row.value(at: 12))
    }
}

extension SQLiteWriteTransaction {
    private var outbox: SQLiteOutbox { SQLiteOutbox { [connection] in try connection.statement($0) } }

    public func enqueue(_ entry: OutboxEntry) throws { try outbox.insert(entry) }

    public func nextInOutbox(of name: String) throws -> OutboxEntry? { try outbox.next(of: name) }

    public func inOutbox(_ version: Int64) throws -> OutboxEntry? { try outbox.entry(version) }

    public func update(_ entry: OutboxEntry) throws { try outbox.update(entry) }

    public func removeFromOutbox(_ version: Int64) throws { try outbox.remove(version) }
}

extension SQLiteReadTransaction {
    private var outbox: SQLiteOutbox { SQLiteOutbox(statement: statement) }

    public func nextInOutbox(of name: String) throws -> OutboxEntry? { try outbox.next(of: name) }

    public func abandonedInOutbox(limit: Int) throws -> [OutboxEntry] { try outbox.abandoned(limit: limit) }

    public func outboxCounts() throws -> [OutboxCount] { try outbox.counts() }
}
