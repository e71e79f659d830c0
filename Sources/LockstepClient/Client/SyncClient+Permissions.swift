import GRDB
public import Lockstep

extension SyncClient {
    /// Whether the server would let the mutation run, as far as this replica can tell: a hint for an interface, such as
    /// for a button that is dimmed. It decides nothing: `mutate` asks no condition, and the server asks them all.
    ///
    /// The conditions (`-- allow:` and `-- require`) are asked on the optimistic state, with this device's clock. What the
    /// replica has not yet been sent, or may not see, counts as not there; so a condition may fail here that holds on the
    /// server, and the other way round.
    ///
    /// - Returns: True if every condition holds here; false if one does not; nil if those hold that can be asked here, and
    ///   others read tables that only the server has.
    /// - Throws: `ClientError` with code `.closed`, `.signedOut` or `.database`; `CancellationError`.
    public func allows(_ mutation: Schema.Mutation) async throws -> Bool? {
        let now = replica.environment.now()
        let context = MutationContext(actor: replica.actor, now: now, committedAt: now)
        return try await replica.read { database in
            guard let handle = database.sqliteConnection else { throw ClientError.closed }
            // Its statements are finalized before the pool has the connection back.
            let connection = Lockstep.SQLiteConnection(handle)
            defer { connection.close() }
            do {
                return try mutation.checkConditions(on: connection, in: context) ? true : nil
            } catch is FailedCondition {
                return false
            } catch let error as SQLiteError where error.isPermanent {
                // The server would reject it as `failed`.
                return false
            }
        }
    }
}
