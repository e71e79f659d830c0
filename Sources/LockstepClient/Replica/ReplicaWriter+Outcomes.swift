import Foundation
import Lockstep

// MARK: - Outcomes

extension ReplicaWriter {
    /// Records the outcome of the mutations that the base contains as of an answer, which are then no longer pending.
    func dropAcknowledged(_ state: inout ReplicaState, _ answer: PullResponse, now: Int64) throws {
        guard answer.acknowledged > state.acknowledged else { return }
        let tokens = try connection.statement("SELECT token FROM lockstep_pending WHERE number <= ?1" as StaticString)
        try tokens.bind(answer.acknowledged, at: 1)
        try tokens.forEach { change.decided.insert(try $0.value(at: 0)) }
        try keepAcknowledged(upTo: answer.acknowledged, client: state.client, now: now)
        let rejected = Dictionary(answer.rejected.map { ($0.id, $0) }) { first, _ in first }
        for rejection in rejected.values.sorted(by: { $0.id < $1.id }) { try keep(rejection) }
        try forgetPending(upTo: answer.acknowledged, state)
        state.acknowledged = answer.acknowledged
        state.acknowledgedToken = answer.acknowledgedToken
        change.pending = true
    }

    private func forgetPending(upTo number: Int64, _ state: ReplicaState) throws {
        guard number < state.lastNumber else {
            try recorder.clearUnseen("lockstep_pending")
            return try recorder.clearUnseen("lockstep_touch")
        }
        let statement = try connection.statement("DELETE FROM lockstep_pending WHERE number <= ?1" as StaticString)
        try statement.bind(number, at: 1)
        try statement.run()
        try forgetTouches(upTo: number)
    }

    private func keepAcknowledged(upTo number: Int64, client: UUID, now: Int64) throws {
        let statement = try connection.statement(
            """
            INSERT INTO lockstep_acknowledged (token, client, number, name, arguments, made_at, acknowledged_at, \
            is_reverted) SELECT token, ?1, number, name, arguments, made_at, ?2, 0 FROM lockstep_pending \
            WHERE number <= ?3 ORDER BY number
            """ as StaticString)
        try statement.bind(client, at: 1)
        try statement.bind(now, at: 2)
        try statement.bind(number, at: 3)
        try statement.run()
    }

    /// Keeps why a mutation that is kept as acknowledged, and still pending, was rejected.
    private func keep(_ rejection: RejectedMutation) throws {
        let insert = try connection.statement(
            """
            INSERT INTO lockstep_rejection (token, name, arguments, made_at, code, message, violation, \
            is_reverted) SELECT token, name, arguments, made_at, ?2, ?3, ?4, was_applied FROM lockstep_pending WHERE number = ?1
            """ as StaticString)
        try insert.bind(rejection.id, at: 1)
        try insert.bind(rejection.code, at: 2)
        try insert.bind(rejection.message, at: 3)
        try insert.bind(rejection.constraint?.text, at: 4)
        try insert.run()
        guard connection.changes > 0 else { return }
        let update = try connection.statement(
            """
            UPDATE lockstep_acknowledged SET rejection_code = ?2, rejection_message = ?3, rejection_violation = ?4, \
            is_reverted = (SELECT was_applied FROM lockstep_pending WHERE number = ?1) \
            WHERE token = (SELECT token FROM lockstep_pending WHERE number = ?1)
            """ as StaticString)
        try update.bind(rejection.id, at: 1)
        try update.bind(rejection.code, at: 2)
        try update.bind(rejection.message, at: 3)
        try update.bind(rejection.constraint?.text, at: 4)
        try update.run()
        change.rejectedCount += 1
        change.rejections = true
    }

    /// Forgets mutations whose outcome was recorded before a time.
    func forgetAcknowledged(before time: Int64) throws {
        // They lie in the order of their times, but for a clock that was set back: then the older wait for the newer.
        let statement = try connection.statement(
            """
            DELETE FROM lockstep_acknowledged WHERE sequence < coalesce((SELECT sequence FROM lockstep_acknowledged \
            WHERE acknowledged_at >= ?1 ORDER BY sequence LIMIT 1), 9223372036854775807)
            """ as StaticString)
        try statement.bind(time, at: 1)
        try statement.run()
    }

    /// - Returns: False if there is no such rejection.
    func dismiss(_ token: UUID) throws -> Bool {
        let statement = try connection.statement("DELETE FROM lockstep_rejection WHERE token = ?1" as StaticString)
        try statement.bind(token, at: 1)
        try statement.run()
        change.rejections = connection.changes > 0
        return change.rejections
    }
}

// MARK: - Copies and restores

extension ReplicaWriter {
    /// True if the server knows mutations of this client id that this replica did not make: the file was copied, or
    /// restored from an older copy; or if the server, on the base that the client has, knows fewer than the base.
    func isForked(_ state: ReplicaState, _ answer: PullResponse) throws -> Bool {
        if answer.acknowledged < state.acknowledged, answer.from != nil { return true }
        return try !knows(answer.acknowledged, as: answer.acknowledgedToken, state)
    }

    /// False if the replica has another mutation by a number that the server acknowledges, or has not given it out.
    func knows(_ number: Int64, as token: UUID?, _ state: ReplicaState) throws -> Bool {
        guard number <= state.lastNumber else { return false }
        guard number > 0, let known = try state.token(of: number, connection.statement) else { return true }
        return known == token
    }

    /// Goes on under a new client id: what is pending is numbered from 1, with the tokens that identify it.
    func fork(_ state: inout ReplicaState, as client: UUID) throws {
        try renumberPending(by: -state.acknowledged)
        change.forkedFrom = state.client
        state.client = client
        state.lastNumber -= state.acknowledged
        state.acknowledged = 0
        state.acknowledgedToken = nil
        try save(state)
        change.pending = true
    }

    /// Adds to the numbers of what is pending, by way of negative ones: a new number may be another mutation's old one.
    /// Numbers that are negative already are made positive, and not added to.
    private func renumberPending(by difference: Int64) throws {
        let away = try connection.statement(
            "UPDATE lockstep_pending SET number = -(number + ?1) WHERE number > 0" as StaticString)
        try away.bind(difference, at: 1)
        try away.run()
        try connection.statement("UPDATE lockstep_pending SET number = -number" as StaticString).run()
        try renumberTouches(by: difference)
        try forgetPushFailure()
    }

    /// Puts mutations that the server has lost back before what is pending: it was restored from a backup.
    ///
    /// Those are the applied ones of this client id beyond what the server acknowledges. Of former client ids the server
    /// says nothing; after a cursor that it does not know, or where it lacks some of this id, they are sent too, and their tokens keep them from running
    /// twice there. Here they are held: the base may contain them, and a replay would run them on themselves.
    func restoreTail(_ state: inout ReplicaState, acknowledged answer: PullResponse, sentCursor: String?) throws {
        let statement = try connection.statement(
            """
            INSERT INTO lockstep_pending (number, token, name, arguments, made_at, was_applied, is_held, failure) \
            SELECT -(?2 + row_number() OVER (ORDER BY sequence)), token, name, arguments, made_at, 1, client <> ?1, \
            iif(client <> ?1, 'The server was restored, and has not yet said whether it still has this.', NULL) \
            FROM lockstep_acknowledged WHERE rejection_code IS NULL \
            AND (client = ?1 AND number > ?2 OR client <> ?1 AND ?3)
            """ as StaticString)
        try statement.bind(state.client, at: 1)
        try statement.bind(answer.acknowledged, at: 2)
        try statement.bind(sentCursor != nil || answer.acknowledged < state.acknowledged, at: 3)
        try statement.run()
        let restored = connection.changes
        if restored > 0 { change.queued = true }
        guard restored > 0 || answer.acknowledged < state.acknowledged else { return }
        let difference = answer.acknowledged + restored - state.acknowledged
        try renumberPending(by: difference)
        try forgetRestored(state, answer)
        state.lastNumber += difference
        state.acknowledged = answer.acknowledged
        state.acknowledgedToken = answer.acknowledgedToken
        change.pending = true
    }

    private func forgetRestored(_ state: ReplicaState, _ answer: PullResponse) throws {
        try connection.statement(
            """
            DELETE FROM lockstep_acknowledged WHERE token IN (SELECT token FROM lockstep_pending)
            """ as StaticString
        ).run()
        // The server no longer has these numbers, and gives them to others.
        let statement = try connection.statement(
            "UPDATE lockstep_acknowledged SET number = NULL WHERE client = ?1 AND number > ?2" as StaticString)
        try statement.bind(state.client, at: 1)
        try statement.bind(answer.acknowledged, at: 2)
        try statement.run()
    }
}
