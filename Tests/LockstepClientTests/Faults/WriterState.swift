import CSQLite
import GRDB

@testable import LockstepClient

/// What a transaction may leave of a pool's writing connection.
struct WriterState: Hashable, Sendable {
    var isAutocommit: Bool
    var firesTriggers: Bool
    var enforcesForeignKeys: Bool
    var ignoresChecks: Bool

    /// The files that are attached.
    var attached: [String]

    /// What every transaction leaves, the failed ones too.
    static let afterTransaction = WriterState(
        isAutocommit: true, firesTriggers: true, enforcesForeignKeys: true, ignoresChecks: false, attached: [])
}

extension DatabasePool {
    func writeState() async throws -> WriterState {
        try await writeWithoutTransaction { database in
            let handle = database.sqliteConnection
            let names = try String.fetchAll(database, sql: "SELECT name FROM pragma_database_list")
            return WriterState(
                isAutocommit: sqlite3_get_autocommit(handle) != 0,
                firesTriggers: lockstep_db_config_value(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER) == 1,
                enforcesForeignKeys: lockstep_db_config_value(handle, SQLITE_DBCONFIG_ENABLE_FKEY) == 1,
                ignoresChecks: try Bool.fetchOne(database, sql: "PRAGMA ignore_check_constraints") ?? true,
                attached: names.filter { !["main", "temp"].contains($0) })
        }
    }

    /// Copies what it can of the WAL into the file, as a commit does now and then.
    func asyncCheckpoint() async throws {
        try await ClientError.wrapping {
            try await writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
        }
    }
}
