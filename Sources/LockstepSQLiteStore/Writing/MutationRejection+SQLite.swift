import CSQLite
import Lockstep
import LockstepServer

extension MutationRejection {
    /// The rejection that an error of a mutation's statements means, or nil if the error is not the mutation's.
    ///
    /// Errors that are not SQLite's come from binding an argument, which depends on nothing but its value; but for a
    /// handler's.
    ///
    /// - Parameter constraints: What of the error clients are told.
    init?(_ error: any Error, on connection: SQLiteConnection, knownTo constraints: ClientConstraints) {
        if let rejection = error as? MutationRejection {
            self = rejection
            return
        }
        if let failure = error as? FailedCondition {
            self.init(failure)
            return
        }
        if error is HandlerFailed { return nil }
        guard let error = error as? SQLiteError else {
            self.init(.invalidArguments, "An argument cannot be stored: \(error)")
            return
        }
        guard error.isPermanent, !Self.isBookkeeping(error, on: connection) else { return nil }
        switch error.code {
        case SQLITE_CONSTRAINT, SQLITE_MISMATCH:
            let violated = constraints.violated(error)
            self.init(.constraint, constraints.message(error, violated), constraint: violated)
        case SQLITE_TOOBIG:
            self.init(.tooLarge, error.message)
        default:
            let isPlain = ClientConstraints.plainMessages.contains(error.message)
            self.init(.failed, isPlain ? error.message : "A statement failed over the values that it found.")
        }
    }

    /// True if the fault is in the database's schema or in Lockstep's own tables, which triggers write.
    private static func isBookkeeping(_ error: SQLiteError, on connection: SQLiteConnection) -> Bool {
        switch error.code {
        case SQLITE_CONSTRAINT:
            // SQLite names the table of the constraint in the message only.
            return error.message.contains("lockstep_")
        case SQLITE_ERROR:
            // A statement that was prepared before the schema changed is prepared again by its step, and may fail to.
            guard let sql = error.sql else { return true }
            return !isValid(sql, on: connection)
        default:
            return false
        }
    }

    /// True if the tables that there are let the statement be prepared. It is prepared anew: one that is kept from
    /// earlier says nothing about them.
    private static func isValid(_ sql: String, on connection: SQLiteConnection) -> Bool {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        return sqlite3_prepare_v2(connection.handle, sql, -1, &statement, nil) == SQLITE_OK
    }
}
