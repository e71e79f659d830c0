import Foundation
import Lockstep

extension ReplicaWriter {
    /// True if pending mutations touched rows: the tables differ from the base.
    func differsFromBase() throws -> Bool {
        let statement = try connection.statement("SELECT EXISTS (SELECT 1 FROM lockstep_base)" as StaticString)
        return try statement.first { try $0.value(at: 0) } ?? false
    }

    /// Makes the tables equal to the base. Runs without enforcement: a row may be deleted before another that refers to
    /// it, and an action of a foreign key would take rows of the base along.
    func undo() throws {
        let keys = try connection.statement(
            "SELECT key FROM lockstep_base WHERE table_name = ?1 AND (row IS NULL OR ?2)" as StaticString)
        let rows = try connection.statement(
            "SELECT row FROM lockstep_base WHERE table_name = ?1 AND row IS NOT NULL" as StaticString)
        for table in tables {
            try keys.bind(table.description.name, at: 1)
            try keys.bind(table.deletesFirst, at: 2)
            try keys.forEach { try table.delete(key: $0.column(0).blob) }
            try rows.bind(table.description.name, at: 1)
            try rows.forEach { try table.insert(row: $0.column(0).blob) }
        }
        try forgetBase()
    }

    func forgetBase() throws {
        try connection.statement("DELETE FROM lockstep_base" as StaticString).run()
    }

    /// Runs the pending mutations on the base, in their order, and keeps the images that this takes.
    ///
    /// One that fails keeps its place and has no effect for now: its server may yet apply it.
    func replayPending() throws {
        recorder.forgetImages()
        recorder.takesImages = true
        for row in try pending() where !row.isHeld {
            let failure = try replay(row)
            if failure != row.failure {
                change.pending = true
                try note(failure, for: row)
            }
        }
    }

    /// - Returns: Why the mutation has no effect, or nil if it has its own.
    private func replay(_ row: PendingRow) throws -> String? {
        let mutation: Schema.Mutation
        do {
            mutation = try JSONReader.read(row.arguments) { try Schema.Mutation(name: row.name, arguments: &$0) }
        } catch {
            // Recorded by another build of the app with the same tables.
            return "\(error)"
        }
        try connection.statement("SAVEPOINT lockstep_replay" as StaticString).run()
        recorder.beginMutation()
        let failure = try failure {
            let context = MutationContext(actor: actor, now: row.madeAt, committedAt: row.madeAt)
            try mutation.apply(to: connection, in: context)
        }
        if failure == nil {
            _ = recorder.endMutation()
            noteOtherTables(of: mutation)
            try keepImages()
        } else {
            try connection.statement("ROLLBACK TO lockstep_replay" as StaticString).run()
            recorder.cancelMutation()
        }
        try connection.statement("RELEASE lockstep_replay" as StaticString).run()
        return failure
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

    private func note(_ failure: String?, for row: PendingRow) throws {
        let statement = try connection.statement(
            "UPDATE lockstep_pending SET failure = ?1 WHERE number = ?2" as StaticString)
        try statement.bind(failure, at: 1)
        try statement.bind(row.number, at: 2)
        try statement.run()
    }
}

extension SQLiteStatement {
    /// Runs the statement and lends every row to `body`.
    func forEach(_ body: (SQLiteStatement) throws -> Void) throws {
        defer { reset() }
        while try step() { try body(self) }
    }
}
