import Foundation
import Lockstep

/// The path of a step below pending mutations each of which is about one row.
///
/// On tables that are isolated (see `TableRelations`) what such a mutation does depends on its row alone, so the row is the
/// base's with the pending mutations of that key run on it, and those of other keys do not matter. Only the rows that the
/// step touches, and those of the mutations that it acknowledges, are given the base's values; the step is applied; and
/// the pending mutations of those rows are run again.
///
/// A mutation of the log runs on tables of which some rows are not yet the base's. If it has the effect that it had on
/// the server, the rows that it changed are those that it changed there, to the same values. If none of them is a row
/// that pending mutations had touched, the base has changed in just these rows, whatever else the mutation has read.
extension ReplicaWriter {
    /// The tables of the pending mutations after a number.
    ///
    /// - Returns: nil if one of them is not about one row, or about a row of a table that is not isolated.
    func tablesOfKeyedMutations(after number: Int64) throws -> Set<Int>? {
        let unkeyed = try connection.statement(
            """
            SELECT EXISTS (SELECT 1 FROM lockstep_pending WHERE row_table IS NULL AND is_held = 0 AND number > ?1)
            """ as StaticString)
        try unkeyed.bind(number, at: 1)
        guard try !unkeyed.only({ try $0.value(Bool.self, at: 0) }) else { return nil }
        // Goes from each name to the next in the index, and not through the queue.
        let names = try connection.statement(
            """
            WITH RECURSIVE name (value) AS (
              SELECT (SELECT min(row_table) FROM lockstep_pending WHERE row_table IS NOT NULL)
              UNION ALL
              SELECT (SELECT min(row_table) FROM lockstep_pending WHERE row_table > value) FROM name
              WHERE value IS NOT NULL
            )
            SELECT value FROM name WHERE value IS NOT NULL
            """ as StaticString)
        let indexes = tableIndexes
        var found: Set<Int> = []
        for name in try names.all({ try $0.value(String.self, at: 0) }) {
            guard let table = indexes[name], relations.isolated.contains(table) else { return nil }
            found.insert(table)
        }
        return found
    }

    /// - Parameter pendingTables: The tables of the pending mutations that the step does not acknowledge.
    func moveKeyed(
        _ state: inout ReplicaState, by answer: PullResponse, pendingTables: Set<Int>, now: Int64
    ) throws -> RebasePath {
        let undone = UndoneRows()
        let acknowledged =
            answer.acknowledged > state.acknowledged ? try touchedRows(upTo: answer.acknowledged) : []
        switch answer.changes {
        case .mutations(let entries):
            try undo(acknowledged, undone)
            try replay(entries, beside: undone, pendingCount: state.pendingCount)
        case .rows(let rows):
            try connection.withoutEnforcement { try apply(rows, acknowledged, undone) }
        case .snapshot:
            throw JSONError(field: "from", problem: "must be null with a snapshot, which holds everything")
        }
        let connected = pendingTables.reduce(into: Set<Int>()) { $0.formUnion(relations.neighbours[$1] ?? []) }
        if !undone.isEverything, !undone.touchedTables.isDisjoint(with: connected) { try undoRest(undone) }
        try dropAcknowledged(&state, answer, now: now)
        if undone.isEverything {
            try replayPending()
            return .full
        }
        try replayPending(try numbers(touching: undone.rows))
        return .keyed
    }

    /// Switching enforcement off makes every statement prepare again, so it is done where something is enforced only.
    private func undo(_ rows: [TableRow], _ undone: UndoneRows) throws {
        undone.rows.formUnion(rows)
        let tables = Set(rows.map(\.table))
        undone.touchedTables.formUnion(tables)
        try undoing(on: tables) { try undo(rows) }
    }

    private func undoRest(_ undone: UndoneRows) throws {
        try undoing(on: tablesWithImages()) { try undo() }
        undone.isEverything = true
    }

    // MARK: Rows

    private func apply(_ rows: [UInt8], _ acknowledged: [TableRow], _ undone: UndoneRows) throws {
        try fitting {
            work.rowsApplied += try RowStep(tables).delete(rows) { [self] table, key in
                guard !undone.isEverything else { return }
                guard let key else { return try undoRest(undone) }
                undone.touchedTables.insert(table)
                let row = TableRow(table: table, key: key)
                // The step has the row's values itself. A mutation that failed has no image, and may succeed on them.
                if try forgetImage(of: row) || isPending(row) { undone.rows.insert(row) }
            }
            if !undone.isEverything { try undo(acknowledged, undone) }
            try RowStep(tables).insert(rows)
        }
    }

    // MARK: Mutations

    /// The mutations that run in one savepoint as long as none is in the way of another.
    private static var entriesAtOnce: Int { 200 }

    private func replay(_ entries: [LoggedMutation], beside undone: UndoneRows, pendingCount: Int) throws {
        var rest = entries[...]
        // Where rows of pending mutations were met, more are to be expected.
        var isAlone = false
        while !rest.isEmpty {
            let batch = rest.prefix(Self.entriesAtOnce)
            rest = rest.dropFirst(batch.count)
            if !isAlone, try !replayAtOnce(batch, beside: undone) {
                isAlone = true
                // To try mutation by mutation costs more than to take a short queue back.
                if pendingCount <= 2 * (batch.count + rest.count) { try undoRest(undone) }
            }
            if isAlone { for entry in batch { try replay(entry, beside: undone) } }
        }
    }

    /// Runs mutations of the log in one savepoint.
    ///
    /// - Returns: False if one of them needs rows taken back, or has another effect. Nothing is done then.
    private func replayAtOnce(_ entries: ArraySlice<LoggedMutation>, beside undone: UndoneRows) throws -> Bool {
        var mutations: [Schema.Mutation] = []
        var concerned: [TableRow] = []
        try connection.statement("SAVEPOINT lockstep_entries" as StaticString).run()
        recorder.beginBatch()
        let isClean = try entries.allSatisfy { entry in
            let mutation = try mutation(of: entry)
            mutations.append(mutation)
            guard try difference(of: entry, mutation) == nil else { return false }
            let touched = try touchedRows(isChangedOnly: true, undone)
            concerned += touched.pending
            return touched.kept.isEmpty
        }
        if isClean {
            recorder.endBatch()
            undone.rows.formUnion(concerned)
            work.mutationsApplied += mutations.count
            for mutation in mutations { noteOtherTables(of: mutation) }
        } else {
            try connection.statement("ROLLBACK TO lockstep_entries" as StaticString).run()
            recorder.cancelBatch()
        }
        try connection.statement("RELEASE lockstep_entries" as StaticString).run()
        return isClean
    }

    /// Runs a mutation of the log, and takes back what is in its way: rows that it touches and that pending mutations had
    /// touched; all of them if it does not have its effect then.
    private func replay(_ entry: LoggedMutation, beside undone: UndoneRows) throws {
        guard !undone.isEverything else { return try replay(entry) }
        let mutation = try mutation(of: entry)
        for _ in 0..<2 {
            try connection.statement("SAVEPOINT lockstep_entry" as StaticString).run()
            let hasEffect = try difference(of: entry, mutation) == nil
            let touched = try touchedRows(isChangedOnly: hasEffect, undone)
            if hasEffect, touched.kept.isEmpty {
                try connection.statement("RELEASE lockstep_entry" as StaticString).run()
                undone.rows.formUnion(touched.pending)
                work.mutationsApplied += 1
                noteOtherTables(of: mutation)
                return
            }
            try connection.statement("ROLLBACK TO lockstep_entry" as StaticString).run()
            try connection.statement("RELEASE lockstep_entry" as StaticString).run()
            recorder.cancelMutation()
            guard !touched.kept.isEmpty else { break }
            try undo(touched.kept, undone)
        }
        try undoRest(undone)
        try replay(entry)
    }

    /// Of the rows that a mutation touched those of which the base's values are kept, and those that pending mutations
    /// are about without having changed them.
    private func touchedRows(
        isChangedOnly: Bool, _ undone: UndoneRows
    ) throws -> (kept: [TableRow], pending: [TableRow]) {
        let statement = try connection.statement(
            """
            SELECT EXISTS (SELECT 1 FROM lockstep_base WHERE table_name = ?1 AND key = ?2), \
            EXISTS (SELECT 1 FROM lockstep_pending WHERE row_table = ?1 AND row_key = ?2)
            """ as StaticString)
        var kept: [TableRow] = []
        var pending: [TableRow] = []
        try recorder.forEachTouch { table, key, hasChanged in
            undone.touchedTables.insert(table)
            guard hasChanged || !isChangedOnly else { return }
            try statement.bind(tables[table].description.name, at: 1)
            try statement.bind(blob: key, at: 2)
            let isKept: Bool
            let isPending: Bool
            (isKept, isPending) = try statement.only { (try $0.value(at: 0), try $0.value(at: 1)) }
            guard isKept || isPending else { return }
            let row = TableRow(table: table, key: Array(key))
            if isKept { kept.append(row) } else { pending.append(row) }
        }
        return (kept, pending)
    }
}
