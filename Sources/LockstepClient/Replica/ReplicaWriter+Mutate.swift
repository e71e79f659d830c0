import Foundation
import Lockstep

extension ReplicaWriter {
    /// Runs mutations on the optimistic state and queues them, but for those that are about tables of clients only.
    ///
    /// - Returns: Their tokens.
    /// - Throws: `ClientError` with code `.constraint` or `.mutationTooLarge`, and the index of the mutation that cannot be
    ///   made. The caller rolls back.
    func mutate(
        _ mutations: [Schema.Mutation], now: Int64, maximumBytes: Int, random: inout some RandomNumberGenerator
    ) throws -> [UUID] {
        var state = try state()
        recorder.takesImages = true
        var tokens: [UUID] = []
        for (index, mutation) in mutations.enumerated() {
            let token = UUID.v7(at: now, using: &random)
            do {
                try make(mutation, token: token, &state, now: now, maximumBytes: maximumBytes)
            } catch var error as ClientError {
                error.mutationIndex = index
                throw error
            }
            tokens.append(token)
        }
        try saveQueued(state)
        return tokens
    }

    /// Runs a mutation and queues it. The recorder takes images.
    func make(
        _ mutation: Schema.Mutation, token: UUID, _ state: inout ReplicaState, now: Int64, maximumBytes: Int
    ) throws {
        guard !mutation.description.isLocal else {
            try run(mutation, now: now)
            return
        }
        let arguments = mutation.encodedArguments
        guard arguments.count <= maximumBytes else {
            throw ClientError(
                .mutationTooLarge,
                """
                The arguments of \(mutation.name) take \(arguments.count) bytes, and \(maximumBytes) is the limit. \
                Split them, or raise `maximumBytesPerMutation` here and the limit on the server.
                """)
        }
        let effect = try run(mutation, now: now)
        try enqueue(mutation, arguments, token: token, number: state.lastNumber + 1, now: now, effect: effect)
        state.lastNumber += 1
        change.queued = true
    }

    /// Saves the numbers that were given out.
    func saveQueued(_ state: ReplicaState) throws {
        guard change.queued else { return }
        try save(state)
        change.pending = true
    }

    @discardableResult
    private func run(_ mutation: Schema.Mutation, now: Int64) throws -> EffectHash {
        recorder.beginMutation()
        do {
            try mutation.apply(
                to: connection, in: MutationContext(actor: actor, now: now, committedAt: now))
        } catch let error as SQLiteError where error.isPermanent {
            throw ClientError(
                .constraint, "\(mutation.name) cannot be made on the local rows: \(error.message).", underlying: error)
        }
        guard !connection.hasDeferredViolations else {
            throw ClientError(.constraint, "\(mutation.name) leaves a foreign key without its row.")
        }
        let effect = recorder.endMutation()
        noteOtherTables(of: mutation)
        try keepImages()
        return effect
    }

    private func enqueue(
        _ mutation: Schema.Mutation, _ arguments: [UInt8], token: UUID, number: Int64, now: Int64, effect: EffectHash
    ) throws {
        let statement = try connection.statement(
            """
            INSERT INTO lockstep_pending (number, token, name, arguments, made_at, effect, row_table, row_key) \
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """ as StaticString)
        try statement.bind(number, at: 1)
        try statement.bind(token, at: 2)
        try statement.bind(mutation.name, at: 3)
        try arguments.withUnsafeBytes { try statement.bind(blob: $0, at: 4) }
        try statement.bind(now, at: 5)
        try statement.bind(effect.stored, at: 6)
        let isKeyed = try bindKey(of: mutation, to: statement, at: 7, 8)
        try statement.run()
        if !isKeyed { try keepTouches(of: number) }
    }

    /// Stores the images that the recorder took, unless the base's row was kept before, maybe by another process.
    func keepImages() throws {
        let statement = try connection.statement(
            "INSERT INTO lockstep_base (table_name, key, row) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"
                as StaticString)
        for image in recorder.takeImages() {
            try statement.bind(tables[image.table].description.name, at: 1)
            try image.key.withUnsafeBytes { try statement.bind(blob: $0, at: 2) }
            if let row = image.row {
                try row.withUnsafeBytes { try statement.bind(blob: $0, at: 3) }
            } else {
                try statement.bindNull(at: 3)
            }
            try statement.run()
        }
    }
}
