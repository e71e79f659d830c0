import CSQLite
import Foundation
import Lockstep

/// What a server's file says of mutations, trimmed entries among them.
struct ServerLog {
    private let connection: SQLiteConnection

    init(_ file: URL) throws {
        var handle: OpaquePointer?
        guard sqlite3_open(file.path(), &handle) == SQLITE_OK, let handle else {
            throw SQLiteError(connection: handle, phase: .open)
        }
        connection = SQLiteConnection(handle)
    }

    /// The tokens of an actor's mutations, in the order of the log.
    func tokens(of actor: String) throws -> [String] {
        let statement = try connection.statement(
            "SELECT token FROM lockstep_log WHERE actor = ?1 AND kind IN ('mutation', 'rejection') ORDER BY version")
        try statement.bind(actor, at: 1)
        return try statement.all { try $0.value(String.self, at: 0) }
    }
}
