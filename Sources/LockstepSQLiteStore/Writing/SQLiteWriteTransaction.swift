public import Lockstep
public import LockstepServer

/// A writing transaction of a `SQLiteStore`.
public struct SQLiteWriteTransaction<Schema: ServerSchema>: StoreWriteTransaction {
    let connection: SQLiteConnection
    let recorder: Recorder
    let deadline: MutationDeadline
    let constraints: ClientConstraints

    public func head() throws -> LogHead {
        try LogHead.read(connection.statement(LogHead.sql))
    }

    public func client(_ id: UUID) throws -> ClientRecord? {
        try ClientRecord.read(connection.statement(ClientRecord.sql), id: id)
    }

    public func token(of client: UUID, number: Int64) throws -> UUID? {
        let statement = try connection.statement(
            """
            SELECT token FROM lockstep_log WHERE client = ?1 AND number = ?2
            UNION ALL SELECT token FROM lockstep_token WHERE client = ?1 AND number = ?2
            """ as StaticString)
        try statement.bind(client, at: 1)
        try statement.bind(number, at: 2)
        return try statement.first { try $0.value(at: 0) }
    }

    public func outcome(of token: UUID) throws -> LoggedOutcome? {
        let statement = try connection.statement(
            """
            SELECT code, message, violation FROM lockstep_log WHERE token = ?1 AND kind IN ('mutation', 'rejection')
            UNION ALL SELECT code, message, violation FROM lockstep_token WHERE token = ?1 AND is_repeat = 0
            """ as StaticString)
        try statement.bind(token, at: 1)
        return try statement.first { row in
            guard let rejection = try MutationRejection(row, at: 0) else { return .applied }
            return .rejected(rejection)
        }
    }

    public func mutation(of token: UUID) throws -> SubmittedMutation? {
        let statement = try connection.statement(
            """
            SELECT \(LogEntry.columns) FROM lockstep_log WHERE token = ?1 AND kind IN ('mutation', 'rejection')
            """)
        try statement.bind(token, at: 1)
        return try statement.first { row in
            switch try LogEntry(row).content {
            case .applied(let mutation, _, _), .rejected(let mutation, _): mutation
            case .repeated, .external, .migration: nil
            }
        } ?? trimmedMutation(of: token)
    }

    public func run(
        _ mutation: Schema.Mutation, in context: MutationContext, at now: Int64, within limits: MutationLimits,
        handler: MutationHandler<Schema>?
    ) throws -> EffectHash {
        try connection.statement("SAVEPOINT lockstep" as StaticString).run()
        recorder.beginMutation()
        do {
            try deadline.watch(connection, within: limits, recorder) {
                try Schema.checkConditions(
                    of: mutation, on: connection,
                    in: MutationContext(actor: context.actor, now: now, committedAt: context.committedAt))
                if let handler {
                    try handler.run(mutation, on: connection, recorder, in: context)
                    // It may have caught the interruption, or have let the time pass between statements. Which limit it
                    // was is asked below.
                    guard !deadline.isOver() else { throw MutationTimedOut(limit: limits.duration) }
                }
                if handler?.replacesStatements != true { try Schema.apply(mutation, to: connection, in: context) }
            }
            // RELEASE would let it pass, and COMMIT fail for the whole transaction.
            guard !connection.hasDeferredViolations else {
                throw MutationRejection(
                    .constraint, "FOREIGN KEY constraint failed", constraint: ViolatedConstraint(.foreignKey, nil))
            }
            guard recorder.changeCount <= limits.rows else { throw MutationRejection.tooManyRows(limit: limits.rows) }
        } catch {
            recorder.cancelMutation()
            if deadline.hasPassed { throw MutationTimedOut(limit: limits.duration) }
            let rejection =
                recorder.changeCount > limits.rows
                ? MutationRejection.tooManyRows(limit: limits.rows)
                : MutationRejection(error, on: connection, knownTo: constraints)
            guard !connection.isAutocommit else { throw TransactionLost(rejection: rejection, underlying: error) }
            guard let rejection else { throw error }
            try connection.statement("ROLLBACK TO lockstep" as StaticString).run()
            try connection.statement("RELEASE lockstep" as StaticString).run()
            throw rejection
        }
        try connection.statement("RELEASE lockstep" as StaticString).run()
        return recorder.endMutation()
    }

    public func append(_ entry: LogEntry) throws {
        switch entry.content {
        case .applied(let mutation, let effect, let fingerprint):
            let statement = try connection.statement(
                """
                INSERT INTO lockstep_log (version, tag, committed_at, client, number, token, actor, name, args, at, \
                kind, effect, fingerprint) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'mutation', ?11, ?12)
                """ as StaticString)
            try bind(entry, mutation, to: statement)
            try statement.bind(Int64(bitPattern: effect.value), at: 11)
            try statement.bind(fingerprint, at: 12)
            try statement.run()
        case .rejected(let mutation, let rejection):
            try append(entry, mutation, kind: "rejection", rejection)
        case .repeated(let mutation, let rejection):
            try append(entry, mutation, kind: "repeat", rejection)
        case .external, .migration:
            preconditionFailure("Triggers and migrations write their own entries.")
        }
    }

    private func append(
        _ entry: LogEntry, _ mutation: SubmittedMutation, kind: String, _ rejection: MutationRejection?
    ) throws {
        let statement = try connection.statement(
            """
            INSERT INTO lockstep_log (version, tag, committed_at, client, number, token, actor, name, args, at, \
            kind, code, message, violation) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
            """ as StaticString)
        try bind(entry, mutation, to: statement)
        try statement.bind(kind, at: 11)
        try statement.bind(rejection?.code.rawValue, at: 12)
        try statement.bind(rejection?.message, at: 13)
        try statement.bind(rejection?.constraint?.text, at: 14)
        try statement.run()
    }

    private func bind(_ entry: LogEntry, _ mutation: SubmittedMutation, to statement: SQLiteStatement) throws {
        try statement.bind(entry.version, at: 1)
        try statement.bind(entry.tag, at: 2)
        try statement.bind(entry.committedAt, at: 3)
        try statement.bind(mutation.client, at: 4)
        try statement.bind(mutation.number, at: 5)
        try statement.bind(mutation.token, at: 6)
        try statement.bind(mutation.actor, at: 7)
        try statement.bind(mutation.name, at: 8)
        try mutation.arguments.withUnsafeBufferPointer { try statement.bind(text: $0, at: 9) }
        try statement.bind(mutation.at, at: 10)
    }

    public func setClient(_ client: ClientRecord) throws {
        let statement = try connection.statement(
            """
            INSERT INTO lockstep_client (id, actor, number, token) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (id) DO UPDATE SET number = excluded.number, token = excluded.token
            """ as StaticString)
        try statement.bind(client.id, at: 1)
        try statement.bind(client.actor, at: 2)
        try statement.bind(client.number, at: 3)
        try statement.bind(client.token, at: 4)
        try statement.run()
    }
}
