import Foundation
import Lockstep

/// A step that has another effect here than on the server: its transaction is rolled back.
struct Divergence: Error {
    let reason: String
}

extension ReplicaWriter {
    /// Moves the base by an answer of the server: undo, the step, outcomes, replay and cursor, all or nothing.
    ///
    /// - Parameter answer: The answer to `request`.
    /// - Throws: `JSONError` if the answer is not one that this request can have; `Divergence`. The caller rolls back.
    func apply(
        _ answer: PullResponse, to request: StepRequest, now: Int64, keepsAcknowledged: Duration,
        newClient: () -> UUID
    ) throws -> StepResult {
        let stateBefore = try state()
        var state = stateBefore
        guard state.client == request.client, state.cursor == request.cursor else { return .superseded }
        try check(answer, sentCursor: request.sentCursor)
        if try isForked(state, answer) {
            try fork(&state, as: newClient())
            return .forked
        }
        work = RebaseWork()
        var step = AppliedStep(more: answer.more, carriedMutations: request.pushedCount > 0)
        step.version = answer.version
        step.replacedBase = answer.from == nil && request.sentCursor != nil
        if answer.from == nil || answer.acknowledged != state.acknowledged || !answer.changes.isEmpty {
            step.path = try move(&state, by: answer, sentCursor: request.sentCursor, now: now)
            step.work = work
            let changed = work.mutationsApplied + work.rowsApplied
            step.isFruitful = changed > 0 || state.acknowledged != stateBefore.acknowledged
            try forgetAcknowledged(before: now - keepsAcknowledged.milliseconds)
        }
        if request.pushedCount > 0 { try forgetPushFailure() }
        state.cursor = answer.cursor
        step.cursor = answer.cursor
        step.checksums = answer.checksums
        step.movedCursor = state.cursor != stateBefore.cursor
        // Nothing is written for nothing: another process would take it for news.
        if state != stateBefore { try save(state) }
        step.hasPending = state.pendingCount > 0
        step.rejectedCount = change.rejectedCount
        step.appliedCount = change.decided.count - change.rejectedCount
        return .applied(step)
    }

    /// Checks what an answer says about itself.
    func check(_ answer: PullResponse, sentCursor: String?) throws {
        guard answer.from == nil || answer.from == sentCursor else {
            throw JSONError(field: "from", problem: "is another cursor than the one that was sent")
        }
        guard answer.acknowledged >= 0 else { throw JSONError(field: "acknowledged", problem: "must not be negative") }
        guard (answer.acknowledged == 0) == (answer.acknowledgedToken == nil) else {
            throw JSONError(field: "acknowledgedToken", problem: "must be there for a mutation, and only then")
        }
        guard answer.rejected.allSatisfy({ (1...max(answer.acknowledged, 1)).contains($0.id) }) else {
            throw JSONError(field: "rejected", problem: "has a mutation that is not acknowledged")
        }
    }

    private func move(
        _ state: inout ReplicaState, by answer: PullResponse, sentCursor: String?, now: Int64
    ) throws -> RebasePath {
        guard answer.from != nil else {
            try replaceBase(by: answer.changes)
            try dropAcknowledged(&state, answer, now: now)
            try restoreTail(&state, acknowledged: answer, sentCursor: sentCursor)
            try replayPending()
            return .replaced
        }
        if try !differsFromBase(), try !hasReplays() {
            try applyDirectly(answer.changes)
            try dropAcknowledged(&state, answer, now: now)
            return .direct
        }
        if !rebasesFully {
            if try isAcknowledgedAsApplied(answer, state) {
                try keepAsBase(upTo: answer.acknowledged, state)
                try dropAcknowledged(&state, answer, now: now)
                return .acknowledged
            }
            if let tables = try tablesOfKeyedMutations(after: answer.acknowledged) {
                return try moveKeyed(&state, by: answer, pendingTables: tables, now: now)
            }
        }
        try undoing(on: tablesWithImages()) { try undo() }
        try applyDirectly(answer.changes)
        try dropAcknowledged(&state, answer, now: now)
        try replayPending()
        return .full
    }

    /// Applies a step to tables that are equal to the base.
    private func applyDirectly(_ changes: PullResponse.Changes) throws {
        switch changes {
        case .mutations(let mutations):
            for mutation in mutations { try replay(mutation) }
        case .rows(let rows):
            try connection.withoutEnforcement { try apply(rows: rows) }
        case .snapshot:
            throw JSONError(field: "from", problem: "must be null with a snapshot, which holds everything")
        }
    }

    /// Takes a step that holds everything. The recorder does not watch: it would remember every row of the replica.
    private func replaceBase(by changes: PullResponse.Changes) throws {
        change.rows = .everything
        recorder.isRecording = false
        defer { recorder.isRecording = true }
        try fillingDerivedTables {
            try connection.withoutEnforcement {
                try forgetBase()
                if case .snapshot = changes {
                    work.rowsApplied += try copySnapshot()
                    return
                }
                for table in tables { try table.clear.run() }
                if case .rows(let rows) = changes { try apply(rows: rows) }
            }
        }
        guard case .mutations(let mutations) = changes else { return }
        recorder.isRecording = true
        for mutation in mutations { try replay(mutation) }
    }

    private func apply(rows: [UInt8]) throws {
        try fitting {
            work.rowsApplied += try RowStep(tables).delete(rows)
            try RowStep(tables).insert(rows)
        }
    }

    /// Runs the statements of a row step.
    func fitting<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as SQLiteError where error.isPermanent {
            throw Divergence(reason: "rows of the server do not fit the base: \(error.message)")
        }
    }

    /// Runs a mutation of the log. A failure rolls the whole step back, so it needs no savepoint of its own.
    func replay(_ entry: LoggedMutation) throws {
        let mutation = try mutation(of: entry)
        if let reason = try difference(of: entry, mutation) { throw Divergence(reason: reason) }
        work.mutationsApplied += 1
        noteOtherTables(of: mutation)
    }

    /// - Throws: `Divergence` if this client has no such mutation.
    func mutation(of entry: LoggedMutation) throws -> Schema.Mutation {
        guard let description = Schema.Mutation.description(of: entry.name), description.isReplayable else {
            throw Divergence(reason: "\(entry.name) is not a mutation that this client can replay")
        }
        do {
            return try JSONReader.read(entry.arguments) { try Schema.Mutation(name: entry.name, arguments: &$0) }
        } catch {
            throw Divergence(reason: "the arguments of \(entry.name) cannot be read: \(error)")
        }
    }

    /// Runs a mutation of the log.
    ///
    /// - Returns: In what it differs here from what it did on the server, or nil.
    func difference(of entry: LoggedMutation, _ mutation: Schema.Mutation) throws -> String? {
        recorder.beginMutation()
        do {
            let context = MutationContext(actor: entry.actor, now: entry.at, committedAt: entry.committedAt)
            try mutation.apply(to: connection, in: context)
        } catch let error as SQLiteError where error.isPermanent && !connection.isAutocommit {
            return "\(entry.name) of version \(entry.version) fails here: \(error.message)"
        }
        guard !connection.hasDeferredViolations else {
            return "\(entry.name) of version \(entry.version) leaves a foreign key without its row"
        }
        guard recorder.endMutation() == entry.effect else {
            return "\(entry.name) of version \(entry.version) has another effect here"
        }
        return nil
    }
}

extension PullResponse {
    /// The newest version that the answer names.
    fileprivate var version: Int64? {
        if case .mutations(let mutations) = changes { mutations.last?.version } else { nil }
    }
}

extension PullResponse.Changes {
    /// True if the step names neither a mutation nor a table.
    fileprivate var isEmpty: Bool {
        switch self {
        case .mutations(let mutations): mutations.isEmpty
        case .rows(let rows): rows.elementsEqual("{}".utf8)
        case .snapshot: false
        }
    }
}
