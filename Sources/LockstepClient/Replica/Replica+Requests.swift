import Foundation
import GRDB
import Lockstep

// MARK: - Writing

extension Replica {
    func mutate(_ mutations: [Schema.Mutation]) async throws -> [UUID] {
        let environment = environment
        let maximumBytes = configuration.maximumBytesPerMutation
        return try await write { writer in
            var generator = EnvironmentGenerator(environment: environment)
            return try writer.mutate(
                mutations, now: environment.now(), maximumBytes: maximumBytes, random: &generator)
        }
    }

    /// Applies an answer, all or nothing.
    ///
    /// - Throws: `JSONError` if the answer cannot be one to the request; `ClientError`.
    func apply(_ answer: PullResponse, to request: StepRequest) async throws -> StepResult {
        let environment = environment
        let keepsAcknowledged = configuration.keepsAcknowledged
        do {
            return try await write { writer in
                try writer.apply(
                    answer, to: request, now: environment.now(), keepsAcknowledged: keepsAcknowledged,
                    newClient: { Self.newClient(environment) })
            }
        } catch let divergence as Divergence {
            return .diverged(divergence.reason)
        }
    }

    /// Goes on under a new client id, unless another process did so since the request.
    func fork(after client: UUID) async throws {
        let environment = environment
        try await write { writer in
            var state = try writer.state()
            if state.client == client { try writer.fork(&state, as: Self.newClient(environment)) }
        }
    }

    func dismiss(_ token: UUID) async throws -> Bool {
        try await write { try $0.dismiss(token) }
    }

    private static func newClient(_ environment: ClientEnvironment) -> UUID {
        var generator = EnvironmentGenerator(environment: environment)
        return UUID.v7(at: environment.now(), using: &generator)
    }
}

// MARK: - Reading

extension Replica {
    /// Makes the request of a plan from the replica as it is.
    func request(_ plan: ExchangePlan, maximumMutations: Int, maximumBytes: Int) async throws -> StepRequest {
        try await read { database in
            let state = try Self.state(database)
            let schema = SchemaIdentity(of: Schema.self)
            let sentCursor = plan == .everything ? nil : state.cursor
            var batch: [PushedMutation] = []
            if plan == .pushAndPull || plan == .pushAsNewClient {
                batch = try Self.batch(database, maximumMutations: maximumMutations, maximumBytes: maximumBytes)
            }
            let body =
                if batch.isEmpty {
                    PullRequest(
                        client: state.client, schema: schema, cursor: sentCursor,
                        rowsOnly: plan == .rows || plan == .everything
                    ).json
                } else {
                    PushRequest(
                        client: state.client, schema: schema, mutations: batch,
                        pull: PushRequest.Pull(cursor: sentCursor)
                    ).json
                }
            return StepRequest(
                path: batch.isEmpty ? SyncProtocol.pullPath : SyncProtocol.pushPath, body: body, client: state.client,
                cursor: state.cursor, sentCursor: sentCursor, pushedCount: batch.count)
        }
    }

    private static func batch(
        _ database: Database, maximumMutations: Int, maximumBytes: Int
    ) throws -> [PushedMutation] {
        let statement = try database.statement(PendingRow.sql)
        defer { statement.reset() }
        var batch: [PushedMutation] = []
        var bytes = 0
        while batch.count < maximumMutations, try statement.step() {
            let row = try PendingRow(statement)
            bytes += row.arguments.count
            guard batch.isEmpty || bytes <= maximumBytes else { break }
            batch.append(
                PushedMutation(
                    id: row.number, token: row.token, name: row.name, arguments: row.arguments, at: row.madeAt))
        }
        return batch
    }

    private static func state(_ database: Database) throws -> ReplicaState {
        guard let state = try database.statement(ReplicaState.sql).first({ try ReplicaState($0) }) else {
            throw ClientError(
                .damaged, "The replica has lost the row that says whose it is. Restore or delete the file.")
        }
        return state
    }

    func pendingCount() async throws -> Int {
        try await read { try Self.state($0).pendingCount }
    }

    /// The outcome of a mutation, or nil if it is pending.
    ///
    /// - Throws: `ClientError` with code `.unknownToken`.
    static func outcome(of token: UUID, _ database: Database) throws -> MutationOutcome? {
        let rejection = try database.statement(
            """
            SELECT token, name, arguments, made_at, rejection_code, rejection_message, is_reverted \
            FROM lockstep_acknowledged WHERE token = ?1 AND rejection_code IS NOT NULL
            UNION ALL
            SELECT token, name, arguments, made_at, code, message, is_reverted FROM lockstep_rejection WHERE token = ?1
            """)
        try rejection.bind(token, at: 1)
        if let rejection = try rejection.first({ try Rejection($0) }) { return .rejected(rejection) }
        for sql in [
            "SELECT 1 FROM lockstep_acknowledged WHERE token = ?1", "SELECT 0 FROM lockstep_pending WHERE token = ?1",
        ] as [StaticString] {
            let statement = try database.statement(sql)
            try statement.bind(token, at: 1)
            if let isApplied = try statement.first({ try $0.value(Bool.self, at: 0) }) {
                return isApplied ? .applied : nil
            }
        }
        throw ClientError(
            .unknownToken,
            """
            The replica knows no mutation \(token.lowercaseString): it was made elsewhere, or so long ago that its \
            outcome is no longer kept.
            """)
    }

    static func rejections(_ database: Database) throws -> [Rejection] {
        try database.statement(
            """
            SELECT token, name, arguments, made_at, code, message, is_reverted FROM lockstep_rejection ORDER BY sequence
            """
        ).all { try Rejection($0) }
    }

    static func pendingMutations(_ database: Database) throws -> [PendingMutation] {
        try database.statement(PendingRow.sql).all { try PendingMutation(PendingRow($0)) }
    }
}

extension Rejection {
    fileprivate init(_ row: Lockstep.SQLiteStatement) throws {
        self.init(
            token: try row.value(at: 0), name: try row.value(at: 1), arguments: Array(row.column(2).blob),
            madeAt: try row.value(at: 3), code: try row.value(at: 4), message: try row.value(at: 5),
            isReverted: try row.value(at: 6))
    }
}

extension PendingMutation {
    fileprivate init(_ row: PendingRow) {
        self.init(
            number: row.number, token: row.token, name: row.name, arguments: row.arguments,
            madeAt: Date(millisecondsSince1970: row.madeAt), failure: row.failure)
    }
}
