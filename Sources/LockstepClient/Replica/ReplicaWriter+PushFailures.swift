import Foundation
import Lockstep

extension ReplicaWriter {
    /// Notes why a push failed, for those who wait for the outcome of what it carried.
    ///
    /// Nothing is written if the same is noted already: a client that is offline tries again and again, and each commit
    /// wakes the other processes.
    /// - Parameters:
    ///   - client: The client id of the push.
    ///   - count: How many mutations it carried, the first of those that were pending.
    func notePushFailure(_ error: ClientError, of client: UUID, count: Int, now: Int64) throws {
        let state = try state()
        guard state.client == client, state.pendingCount > 0 else { return }
        let statement = try connection.statement(
            """
            INSERT INTO lockstep_push_failure (id, through, code, message, since) VALUES (1, ?1, ?2, ?3, ?4) \
            ON CONFLICT (id) DO UPDATE SET through = max(through, excluded.through), code = excluded.code, \
            message = excluded.message, since = iif(code = excluded.code, since, excluded.since) \
            WHERE code <> excluded.code OR message <> excluded.message OR through < excluded.through
            """ as StaticString)
        try statement.bind(state.acknowledged + Int64(count), at: 1)
        try statement.bind(error.code.description, at: 2)
        try statement.bind(error.message, at: 3)
        try statement.bind(now, at: 4)
        try statement.run()
        if connection.changes > 0 { change.pending = true }
    }

    /// Forgets it: a push succeeded, or the numbers have changed.
    func forgetPushFailure() throws {
        try connection.statement("DELETE FROM lockstep_push_failure" as StaticString).run()
        if connection.changes > 0 { change.pending = true }
    }
}
