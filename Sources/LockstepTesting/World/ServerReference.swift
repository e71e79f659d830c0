import Foundation
import Lockstep

/// What a server's tables were at each version of its log, found by running the log's mutations in a database of its own.
///
/// Of the engine it knows the log's columns and the generated mutations. Not `Sendable`: it stays on the scheduler's thread.
final class ServerReference<Schema: ServerSchema> {
    /// The newest versions of which there is an image.
    private static var depth: Int { 400 }

    private struct State {
        let tag: Int64
        let image: DatabaseImage
    }

    private var replay: SimulationDatabase
    private let tables: [TableContent]
    private var states: [Int64: State] = [:]
    private(set) var version: Int64 = 0
    private var tag: Int64 = 0
    private var committedAt: Int64 = 0
    private let visibility = Visibility<Schema>()
    private let handlers: Schema.Handlers
    private let moments: [String: HandledMutation.Moment]
    private let replica: DatabaseImage

    init(handlers: Schema.Handlers) throws {
        self.handlers = handlers
        moments = Dictionary(Schema.handledMutations.map { ($0.name, $0.moment) }) { first, _ in first }
        replay = try SimulationDatabase()
        for migration in Schema.serverMigrations { try replay.execute(migration.sql) }
        tables = try replay.with { try TableContent.all(in: $0) }
        let empty = try SimulationDatabase()
        for migration in Schema.migrations { try empty.execute(migration.sql) }
        replica = try empty.with { try DatabaseImage(of: $0) }
        states[0] = State(tag: 0, image: try replay.with { try DatabaseImage(of: $0) })
    }

    // MARK: Following the log

    /// Runs what came into the log since the last call.
    ///
    /// - Throws: `Violation` if the log does not lead to what the server says.
    func follow(_ server: SQLiteConnection) throws -> [FollowedEntry] {
        let log = try server.statement(
            """
            SELECT version, tag, kind, committed_at, actor, name, args, at, code, client, number, token
            FROM lockstep_log WHERE version > ?1 ORDER BY version
            """ as StaticString)
        try log.bind(version, at: 1)
        return try log.all { row in
            let entry = try FollowedEntry(row)
            guard entry.version == version + 1 || version == 0 else {
                throw Violation(.logTruth, "version \(entry.version) follows \(version)")
            }
            guard entry.committedAt > committedAt, entry.at <= entry.committedAt else {
                throw Violation(
                    .logTruth, "\(entry) was committed at \(entry.committedAt), after \(committedAt) and \(entry.at)")
            }
            try run(entry, server)
            version = entry.version
            committedAt = entry.committedAt
            tag = entry.tag
            states[version] = State(tag: tag, image: try replay.with { try DatabaseImage(of: $0) })
            states[version - Int64(Self.depth)] = nil
            return entry
        }
    }

    private func run(_ entry: FollowedEntry, _ server: SQLiteConnection) throws {
        switch entry.kind {
        case "mutation":
            do {
                try apply(entry)
            } catch let error as Violation {
                throw error
            } catch {
                throw Violation(.logTruth, "\(entry) was applied, and fails on the same rows: \(error)")
            }
        case "rejection" where entry.isDecidedByRows:
            if (try? apply(entry, undoing: true)) != nil {
                throw Violation(.logTruth, "\(entry) was rejected, and succeeds on the same rows")
            }
        case "external": try copy(server)
        default: break
        }
    }

    private func apply(_ entry: FollowedEntry, undoing: Bool = false) throws {
        let mutation = try JSONReader.read(entry.arguments) { try Schema.Mutation(name: entry.name, arguments: &$0) }
        let context = MutationContext(actor: entry.actor, now: entry.at, committedAt: entry.committedAt)
        try replay.with { connection in
            try connection.execute("BEGIN")
            do {
                // Conditions are asked at the server's time.
                var asking = context
                asking.now = entry.committedAt
                try Schema.checkConditions(of: mutation, on: connection, in: asking)
                let moment = moments[entry.name]
                if moment == .before || moment == .instead {
                    try handlers.handle(mutation, in: context, using: ReplayTransaction(connection, context))
                }
                if moment != .instead { try Schema.apply(mutation, to: connection, in: context) }
                try connection.execute(undoing && !connection.hasDeferredViolations ? "ROLLBACK" : "COMMIT")
            } catch {
                if !connection.isAutocommit { try connection.execute("ROLLBACK") }
                throw error
            }
        }
    }

    /// Takes the rows of tables that only the server has: their changes by others come into no log.
    func takeServerTables(_ server: SQLiteConnection) throws {
        let shared = Set(Schema.tables.map(\.name))
        try copy(server) { !shared.contains($0.name) }
    }

    private func copy(_ server: SQLiteConnection, where isCopied: (TableContent) -> Bool = { _ in true }) throws {
        try replay.with { connection in
            try connection.execute("BEGIN")
            try connection.withoutEnforcement {
                for table in tables where isCopied(table) { try table.copy(from: server, to: connection) }
            }
            try connection.execute("COMMIT")
        }
    }

    /// Compares every table with the server's.
    ///
    /// - Precondition: Nothing was committed since `follow`.
    func compare(_ server: SQLiteConnection) throws {
        for table in tables {
            let (expected, found) = (try replay.with { try table.rows(in: $0) }, try table.rows(in: server))
            if let difference = RowDifferenceText(expected: expected, found: found) {
                throw Violation(.logTruth, "the log does not lead to the rows of \(table.name): \(difference.text)")
            }
        }
    }

    // MARK: Going back

    /// True if the log still has the newest entry that was followed.
    func isContinued(in server: SQLiteConnection) throws -> Bool {
        let statement = try server.statement("SELECT tag FROM lockstep_log WHERE version = ?1" as StaticString)
        try statement.bind(version, at: 1)
        return try statement.first { try $0.value(Int64.self, at: 0) } == tag || version == 0
    }

    /// Goes on from the newest entry of another file of the server, or of what a crash left of it.
    func restart(_ server: SQLiteConnection) throws {
        let head = try server.statement(
            "SELECT version, tag, committed_at FROM lockstep_log ORDER BY version DESC LIMIT 1" as StaticString
        ).first { row -> (version: Int64, tag: Int64, committedAt: Int64) in
            (try row.value(at: 0), try row.value(at: 1), try row.value(at: 2))
        }
        guard let head else { throw Violation(.integrity, "the server's log has no entry") }
        for version in states.keys where version > head.version { states[version] = nil }
        (version, tag, committedAt) = head
        if let state = states[version], state.tag == tag {
            // Not into the connection that there is: its statements know another schema.
            replay = try SimulationDatabase(state.image)
            try takeServerTables(server)
        } else {
            try copy(server)
            states[version] = State(tag: tag, image: try replay.with { try DatabaseImage(of: $0) })
        }
    }

    /// True if the entry that a cursor stands for is in the log, as far back as there are images.
    func knows(_ cursor: CursorPlace) -> Bool { states[cursor.version]?.tag == cursor.tag }

    // MARK: What an actor sees

    /// What a replica should show: what its actor may see of the server's rows at a version, and on it mutations that are
    /// pending.
    ///
    /// - Parameter order: An SQL expression for where rows stand that have no place by their key; by default where they
    ///   stand on the server. A mutation whose effect depends on it, such as one that counts rows up past each other under
    ///   a unique index, has another effect on a replica whose rows came in another order.
    /// - Parameter grants: The version as of which the actor has its grants; by default that of the cursor. A snapshot that
    ///   others have as well is older than the grants of who is given it.
    /// - Returns: By table; nil if the version is too long ago.
    func expectedRows(
        at cursor: CursorPlace?, actor: String, pending: [(mutation: Schema.Mutation, madeAt: Int64)],
        inOrder order: String? = nil, grantedAt grants: Int64? = nil
    ) throws -> [[RowContent]]? {
        // Before its first pull a replica has what the migrations insert.
        let expected = try SimulationDatabase(replica)
        if let cursor {
            guard let state = states[cursor.version], state.tag == cursor.tag else { return nil }
            let server = try SimulationDatabase(state.image)
            let granting = try grants.flatMap { states[$0]?.image }.map { try SimulationDatabase($0) }
            try server.with { server in
                try withExtendedLifetime(granting) {
                    try visibility.lookUpGrants(of: actor, on: server, from: granting?.connection)
                }
                try expected.with { expected in
                    try expected.execute("BEGIN")
                    try expected.withoutEnforcement {
                        for table in Schema.tables {
                            try TableContent(table).copy(
                                from: server, where: visibility.condition(for: table.name), to: expected,
                                inOrder: table.isWithoutRowID ? nil : order)
                        }
                    }
                    try expected.execute("COMMIT")
                }
            }
        }
        return try rows(of: expected, actor: actor, pending: pending)
    }

    /// What a replica should show that has no rows of the server's: mutations that are pending.
    func expectedRows(
        ofNothing pending: [(mutation: Schema.Mutation, madeAt: Int64)], actor: String
    ) throws -> [[RowContent]] {
        let expected = try SimulationDatabase(replica)
        try expected.with { connection in
            try connection.withoutEnforcement {
                for table in Schema.tables {
                    try connection.execute("DELETE FROM \(SQLIdentifier.quoted(table.name))")
                }
            }
        }
        return try rows(of: expected, actor: actor, pending: pending)
    }

    private func rows(
        of expected: SimulationDatabase, actor: String, pending: [(mutation: Schema.Mutation, madeAt: Int64)]
    ) throws -> [[RowContent]] {
        try expected.with { connection in
            for (mutation, madeAt) in pending {
                try connection.execute("SAVEPOINT pending")
                do {
                    let context = MutationContext(actor: actor, now: madeAt, committedAt: madeAt)
                    try mutation.apply(to: connection, in: context)
                    if connection.hasDeferredViolations { try connection.execute("ROLLBACK TO pending") }
                } catch is SQLiteError {
                    try connection.execute("ROLLBACK TO pending")
                }
                try connection.execute("RELEASE pending")
            }
            return try Schema.tables.map { try TableContent($0).rows(in: connection) }
        }
    }

    /// The keys of what an actor may see at a version, each with its table.
    func visibleKeys(at cursor: CursorPlace, actor: String) throws -> Set<String>? {
        guard let state = states[cursor.version], state.tag == cursor.tag else { return nil }
        let server = try SimulationDatabase(state.image)
        return try server.with { server in
            try visibility.lookUpGrants(of: actor, on: server)
            var keys: Set<String> = []
            for table in Schema.tables {
                let key = table.key.map(SQLIdentifier.quoted).joined(separator: ", ")
                let statement = try server.statement(
                    """
                    SELECT \(key) FROM \(SQLIdentifier.quoted(table.name))
                    WHERE \(visibility.condition(for: table.name))
                    """)
                _ = try statement.all { row in
                    let key = JSONWriter.write { json in
                        json.array { for index in 0..<row.columnCount { $0.value(row.column(index)) } }
                    }
                    keys.insert(table.name + String(decoding: key, as: UTF8.self))
                }
            }
            return keys
        }
    }
}
