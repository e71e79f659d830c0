import Foundation
import Lockstep

extension ReplicaWriter {
    /// True if pending mutations are to be replayed at a step.
    func hasReplays() throws -> Bool {
        let statement = try connection.statement(
            "SELECT EXISTS (SELECT 1 FROM lockstep_pending WHERE is_held = 0)" as StaticString)
        return try statement.only { try $0.value(at: 0) }
    }

    /// Runs the pending mutations on the base, in their order, and keeps the images that this takes.
    ///
    /// One that fails keeps its place and has no effect for now: its server may yet apply it.
    func replayPending() throws {
        beginReplays()
        var last = Int64.min
        while true {
            var batch: [PendingRow] = []
            try forEachPending(after: last, limit: Self.batchSize) { batch.append($0) }
            guard let newest = batch.last else { return }
            last = newest.number
            try replay(batch.filter { !$0.isHeld })
        }
    }

    /// Runs pending mutations, given by their numbers in ascending order.
    func replayPending(_ numbers: [Int64]) throws {
        beginReplays()
        var rest = numbers[...]
        while !rest.isEmpty {
            var batch: [PendingRow] = []
            for number in rest.prefix(Self.batchSize) {
                try forEachPending(after: number - 1, upTo: number) { if !$0.isHeld { batch.append($0) } }
            }
            rest = rest.dropFirst(Self.batchSize)
            try replay(batch)
        }
    }

    /// The mutations that are in memory at a time.
    private static var batchSize: Int { 500 }

    private func beginReplays() {
        recorder.forgetImages()
        recorder.takesImages = true
    }

    /// Runs mutations in one savepoint, or each in its own if one fails after it has changed rows.
    private func replay(_ batch: [PendingRow]) throws {
        guard !batch.isEmpty else { return }
        let workBefore = work
        let changeBefore = change
        try connection.statement("SAVEPOINT lockstep_batch" as StaticString).run()
        recorder.beginBatch()
        let isWhole = try batch.allSatisfy { try replay($0, isAlone: false) }
        if !isWhole {
            try connection.statement("ROLLBACK TO lockstep_batch" as StaticString).run()
            recorder.cancelBatch()
            work = workBefore
            change = changeBefore
            for row in batch { _ = try replay(row, isAlone: true) }
        }
        recorder.endBatch()
        try connection.statement("RELEASE lockstep_batch" as StaticString).run()
    }

    /// - Parameter isAlone: Whether it runs in a savepoint of its own.
    /// - Returns: False if it failed and left changes that only a savepoint can take back.
    private func replay(_ row: PendingRow, isAlone: Bool) throws -> Bool {
        work.mutationsReplayed += 1
        let mutation: Schema.Mutation
        do {
            mutation = try JSONReader.read(row.arguments) { try Schema.Mutation(name: row.name, arguments: &$0) }
        } catch {
            // Recorded by another build of the app with the same tables.
            try note(failure: "\(error)", effect: EffectHash(), for: row)
            return true
        }
        if isAlone { try connection.statement("SAVEPOINT lockstep_replay" as StaticString).run() }
        recorder.beginMutation()
        let failure = try failure {
            let context = MutationContext(actor: actor, now: row.madeAt, committedAt: row.madeAt)
            try mutation.apply(to: connection, in: context)
        }
        var effect = EffectHash()
        if failure == nil {
            effect = recorder.endMutation()
            noteOtherTables(of: mutation)
            try keepImages()
            if !row.isKeyed, effect != row.effect { try keepRows(of: mutation, row) }
        } else if isAlone {
            try connection.statement("ROLLBACK TO lockstep_replay" as StaticString).run()
            recorder.cancelMutation()
        } else if recorder.touchCount > 0 {
            // SQLite has taken back the statement that failed, but not those before it, nor what OR FAIL keeps.
            return false
        }
        if isAlone { try connection.statement("RELEASE lockstep_replay" as StaticString).run() }
        try note(failure: failure, effect: effect, for: row)
        return true
    }

    /// - Returns: What the mutation itself is to blame for.
    /// - Throws: What says nothing about the mutation, such as a full disk.
    private func failure(_ body: () throws -> Void) throws -> String? {
        do {
            try body()
        } catch let error as SQLiteError where error.isPermanent && !connection.isAutocommit {
            return error.message
        }
        return connection.hasDeferredViolations ? "FOREIGN KEY constraint failed" : nil
    }

    private func note(failure: String?, effect: EffectHash, for row: PendingRow) throws {
        if failure != nil { work.failedReplays += 1 }
        if failure != row.failure { change.pending = true }
        guard failure != row.failure || effect != row.effect else { return }
        let statement = try connection.statement(
            "UPDATE lockstep_pending SET failure = ?1, effect = ?2 WHERE number = ?3" as StaticString)
        try statement.bind(failure, at: 1)
        try statement.bind(effect.stored, at: 2)
        try statement.bind(row.number, at: 3)
        try statement.run()
    }
}
