import Foundation
import Lockstep

extension ReplicaWriter {
    /// Makes mutations of an import, and notes how far it has come.
    ///
    /// - Parameters:
    ///   - first: The place of the first mutation in the source, from 0. Those that are in already are left out.
    ///   - isOver: Asked after each mutation: true if the transaction has taken long enough.
    func importBatch(
        _ mutations: [Schema.Mutation], from first: Int, as name: String, _ policy: ImportFailurePolicy, now: Int64,
        maximumBytes: Int, random: inout some RandomNumberGenerator, isOver: () -> Bool
    ) throws -> ImportStep {
        var state = try state()
        var step = ImportStep(progress: try importProgress(name) ?? ImportProgress(name: name))
        // Fewer only if the import was forgotten meanwhile.
        step.progress.done = max(step.progress.done, first)
        recorder.takesImages = true
        for mutation in mutations.dropFirst(step.progress.done - first) {
            let token = UUID.v7(at: now, using: &random)
            let failure = try isolated {
                try make(mutation, token: token, &state, now: now, maximumBytes: maximumBytes)
            }
            if var failure {
                failure.mutationIndex = step.progress.done
                guard policy == .skip else {
                    step.error = failure
                    break
                }
                step.progress.failures.append(failure)
                step.progress.skipped += 1
            }
            step.progress.done += 1
            if isOver() { break }
        }
        try saveQueued(state)
        try save(step.progress)
        return step
    }

    /// Runs `body`, and undoes what it did if the mutation that it makes is to blame.
    private func isolated(_ body: () throws -> Void) throws -> ClientError? {
        try connection.statement("SAVEPOINT lockstep_import" as StaticString).run()
        var failure: ClientError?
        do {
            try body()
        } catch let error as ClientError where !connection.isAutocommit {
            failure = error
            try connection.statement("ROLLBACK TO lockstep_import" as StaticString).run()
            recorder.cancelMutation()
        }
        try connection.statement("RELEASE lockstep_import" as StaticString).run()
        return failure
    }

    func importProgress(_ name: String) throws -> ImportProgress? {
        let statement = try connection.statement(ImportProgress.sql)
        try statement.bind(name, at: 1)
        return try statement.first { try ImportProgress($0) }
    }

    func save(_ progress: ImportProgress) throws {
        let statement = try connection.statement(
            """
            INSERT INTO lockstep_import (name, done, skipped, is_complete) VALUES (?1, ?2, ?3, ?4) \
            ON CONFLICT (name) DO UPDATE SET done = ?2, skipped = ?3, is_complete = ?4
            """ as StaticString)
        try statement.bind(progress.name, at: 1)
        try statement.bind(progress.done, at: 2)
        try statement.bind(progress.skipped, at: 3)
        try statement.bind(progress.isComplete, at: 4)
        try statement.run()
    }

    func forgetImport(_ name: String) throws {
        let statement = try connection.statement("DELETE FROM lockstep_import WHERE name = ?1" as StaticString)
        try statement.bind(name, at: 1)
        try statement.run()
    }
}

extension ImportProgress {
    /// Parameter: the name.
    static let sql: StaticString = "SELECT name, done, skipped, is_complete FROM lockstep_import WHERE name = ?1"

    /// - Parameter row: a row of `sql`.
    init(_ row: SQLiteStatement) throws {
        name = try row.value(at: 0)
        done = try row.value(at: 1)
        skipped = try row.value(at: 2)
        isComplete = try row.value(at: 3)
    }
}
