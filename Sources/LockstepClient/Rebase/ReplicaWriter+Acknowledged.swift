import Foundation
import Lockstep

/// The path of a step that is what this replica had made itself.
///
/// The tables are the base with the pending mutations p1, p2, … run on it. If the server ran p1 … pk on the same base, and
/// nothing else, and each had the effect that it had here, then by induction its tables are those of the base with
/// p1 … pk, whatever the times that it gave them; and p(k+1), … were run on those here.
extension ReplicaWriter {
    func isAcknowledgedAsApplied(_ answer: PullResponse, _ state: ReplicaState) throws -> Bool {
        guard case .mutations(let entries) = answer.changes, !entries.isEmpty, answer.rejected.isEmpty,
            answer.acknowledged == state.acknowledged + Int64(entries.count), answer.acknowledged <= state.lastNumber
        else { return false }
        var number = state.acknowledged
        for entry in entries {
            number += 1
            guard entry.client == state.client, entry.id == number else { return false }
        }
        guard try haveEffects(entries, upTo: answer.acknowledged) else { return false }
        return try answer.acknowledged == state.lastNumber || !isTouchedAfter(answer.acknowledged)
    }

    private func haveEffects(_ entries: [LoggedMutation], upTo number: Int64) throws -> Bool {
        let statement = try connection.statement(
            """
            SELECT iif(is_held OR failure IS NOT NULL, NULL, effect) FROM lockstep_pending WHERE number <= ?1 \
            ORDER BY number
            """ as StaticString)
        try statement.bind(number, at: 1)
        defer { statement.reset() }
        for entry in entries {
            guard try statement.step(), try statement.value(Int64?.self, at: 0) == entry.effect.stored else {
                return false
            }
        }
        return try !statement.step()
    }

    /// True if a pending mutation after a number touched a row that one before it had touched too: the base gets a
    /// version of the row that is not there any longer.
    private func isTouchedAfter(_ number: Int64) throws -> Bool {
        let statement = try connection.statement(
            """
            SELECT EXISTS (SELECT 1 FROM lockstep_touched AS a JOIN lockstep_touched AS b \
            ON b.row_table = a.row_table AND b.row_key = a.row_key WHERE a.number <= ?1 AND b.number > ?1)
            """ as StaticString)
        try statement.bind(number, at: 1)
        return try statement.only { try $0.value(at: 0) }
    }

    /// Makes what the pending mutations up to a number did the base.
    func keepAsBase(upTo number: Int64, _ state: ReplicaState) throws {
        guard number < state.lastNumber else { return try forgetBase() }
        for row in try touchedRows(upTo: number) { _ = try forgetImage(of: row) }
    }
}
