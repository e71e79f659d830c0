import CSQLite
import Foundation
import Lockstep

@testable import LockstepClient

/// A replica in memory, with its writer at hand.
final class MemoryReplica<Schema: SyncSchema> {
    private let database: MemoryDatabase
    private(set) var writer: ReplicaWriter<Schema>
    private(set) var divergenceCount = 0
    private(set) var steps: [AppliedStep] = []
    private var now = VirtualClock.origin

    var connection: Lockstep.SQLiteConnection { database.connection }

    init(_ schema: Schema.Type, actor: String = "ann") throws {
        database = try MemoryDatabase()
        let recorder = Recorder(on: database.connection, tables: Schema.tables)
        let client = UUID(uuidString: "00000000-0000-7000-8000-0000000000aa").unsafelyUnwrapped
        try ReplicaOpening<Schema>(database.connection).open(actor: actor, newClient: client)
        writer = try ReplicaWriter<Schema>(database.connection, recorder: recorder, actor: actor)
        if try !writer.findDerivedTables() { try transaction { try $0.fillDerivedTables() } }
    }

    deinit {
        writer.recorder.remove()
    }

    /// Forgets what the writer has in memory.
    func restart() throws {
        writer.recorder.remove()
        let recorder = Recorder(on: database.connection, tables: Schema.tables)
        writer = try ReplicaWriter<Schema>(database.connection, recorder: recorder, actor: writer.actor)
        if try !writer.findDerivedTables() { try transaction { try $0.fillDerivedTables() } }
    }

    func dump() throws -> [String] { try database.dump(Schema.self) }

    @discardableResult
    func transaction<Value>(_ body: (ReplicaWriter<Schema>) throws -> Value) throws -> Value {
        try connection.execute("BEGIN IMMEDIATE")
        writer.beginTransaction()
        defer { writer.endTransaction() }
        do {
            try writer.followDerivedTables()
            let value = try body(writer)
            _ = try writer.finishTransaction()
            try connection.execute("COMMIT")
            return value
        } catch {
            // A failure may have ended the transaction.
            if !connection.isAutocommit { try connection.execute("ROLLBACK") }
            throw error
        }
    }

    func mutate(_ mutation: Schema.Mutation, using generator: inout some RandomNumberGenerator) throws {
        now += 1
        _ = try transaction {
            try $0.mutate([mutation], now: now, maximumBytes: .max, random: &generator)
        }
    }

    /// Makes a mutation that the rows may not allow.
    func tryMutate(_ mutation: Schema.Mutation, using generator: inout some RandomNumberGenerator) {
        // A constraint that fails is what a user may meet, and leaves nothing behind.
        try? mutate(mutation, using: &generator)
    }

    /// What the tables are once everything pending is taken back, which it then is not.
    func dumpBase() throws -> [String] {
        var base: [String] = []
        do {
            try transaction { writer in
                try writer.connection.withoutEnforcement { try writer.undo() }
                base = try dump()
                throw CancellationError()
            }
        } catch is CancellationError {}
        return base
    }

    func undo() throws {
        try transaction { writer in try writer.connection.withoutEnforcement { try writer.undo() } }
    }
}

extension MemoryReplica where Schema == Workshop {
    /// Fills the base with what random statements leave.
    func seedBase(_ count: Int, using generator: inout some RandomNumberGenerator) throws {
        for _ in 0..<count {
            let mutation = Workshop.Mutation.arbitrary(using: &generator)
            let context = MutationContext(actor: "", now: 0, committedAt: 0)
            // Some violate a constraint, and do nothing.
            try? mutation.apply(to: connection, in: context)
        }
    }
}

// MARK: - Exchanges

extension MemoryReplica {
    func pending() throws -> [PendingRow] { try transaction { try $0.pending() } }
    func state() throws -> ReplicaState { try transaction { try $0.state() } }

    /// The images of the base that are kept.
    func imageCount() throws -> Int {
        try connection.statement("SELECT count(*) FROM lockstep_base").only { try $0.value(at: 0) }
    }

    /// Pushes the first of what is pending, pulls a step, and applies it; divergence leads to rows.
    ///
    /// - Returns: The version of the base afterwards.
    @discardableResult
    func exchange(with server: ReferenceServer<Schema>, pushing count: Int = .max) async throws -> Int64 {
        let state = try state()
        let batch = try pending().prefix(count).map { row in
            PushedMutation(id: row.number, token: row.token, name: row.name, arguments: row.arguments, at: row.madeAt)
        }
        let schema = SchemaIdentity(of: Schema.self)
        let request = StepRequest(
            path: "", body: [], client: state.client, cursor: state.cursor, sentCursor: state.cursor,
            pushedCount: batch.count)
        let body = PushRequest(
            client: state.client, schema: schema, mutations: Array(batch),
            pull: PushRequest.Pull(cursor: state.cursor)
        ).json
        let response = try await server.post(SyncProtocol.pushPath, body, as: writer.actor)
        let answer = try PushResponse(json: response.body)
        guard let pull = answer.pull else { throw JSONError.missing("pull") }
        do {
            try apply(pull, to: request)
        } catch is Divergence {
            divergenceCount += 1
            let rows = PullRequest(client: state.client, schema: schema, cursor: state.cursor, rowsOnly: true)
            let response = try await server.post(SyncProtocol.pullPath, rows.json, as: writer.actor)
            try apply(try PullResponse(json: response.body), to: request)
        }
        return try self.state().cursor.flatMap { Int64($0.split(separator: ".")[0]) } ?? 0
    }

    func apply(_ answer: PullResponse, to request: StepRequest) throws {
        now += 1
        let result = try transaction { writer in
            try writer.apply(
                answer, to: request, now: now, keepsAcknowledged: .seconds(3600),
                newClient: { UUID() })
        }
        if case .applied(let step) = result { steps.append(step) }
    }
}
