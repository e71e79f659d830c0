import CSQLite
import GRDB

@testable import LockstepClient

/// What a transaction that fails must leave of a pool's writing connection.
struct WriterState: Hashable, Sendable {
    var isAutocommit: Bool
    var firesTriggers: Bool
    var enforcesForeignKeys: Bool
}

extension DatabasePool {
    func writeState() async throws -> WriterState {
        try await writeWithoutTransaction { database in
            WriterState(
                isAutocommit: sqlite3_get_autocommit(database.sqliteConnection) != 0,
                firesTriggers: lockstep_db_config_value(database.sqliteConnection, SQLITE_DBCONFIG_ENABLE_TRIGGER) == 1,
                enforcesForeignKeys: lockstep_db_config_value(
                    database.sqliteConnection, SQLITE_DBCONFIG_ENABLE_FKEY) == 1)
        }
    }

    /// Copies what it can of the WAL into the file, as a commit does now and then.
    func asyncCheckpoint() async throws {
        try await ClientError.wrapping {
            try await writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
        }
    }
}
