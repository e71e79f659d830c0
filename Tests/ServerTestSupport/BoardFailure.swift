import CSQLite
import Lockstep

/// The ways in which the mutation `fail` fails.
package enum BoardFailure: String, CaseIterable, Sendable {
    /// A constraint with a ROLLBACK clause: SQLite ends the outer transaction.
    case rollback

    /// An interruption in the middle of a statement that writes: SQLite ends the outer transaction.
    case interrupt

    /// A statement of more than 100,000 instructions that writes. It fails only if it is interrupted.
    case slowWrite

    /// Such a statement that only reads.
    case slowRead

    /// An I/O error that leaves the transaction open.
    case inputOutput

    /// A statement that cannot be computed from the values there are.
    case overflow

    /// A value that is larger than SQLite takes.
    case tooBig

    /// A statement on a table that is missing: the database, not the mutation, is at fault.
    case missingTable

    /// From here on the file does not grow: SQLITE_FULL for whoever needs a new page.
    case fillDisk

    /// Undoes `fillDisk`.
    case freeDisk

    func happen(on connection: SQLiteConnection) throws {
        switch self {
        case .rollback:
            try connection.execute("INSERT OR ROLLBACK INTO board (id, name) VALUES ('poison', '')")
        case .interrupt:
            sqlite3_progress_handler(connection.handle, 100, { _ in 1 }, nil)
            defer { sqlite3_progress_handler(connection.handle, 0, nil, nil) }
            try connection.execute(
                """
                INSERT INTO board (id, name)
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) SELECT 'n' || i, 'n' FROM n
                """)
        case .slowWrite:
            try connection.execute(
                """
                INSERT INTO board (id, name)
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 10000) SELECT 'n' || i, 'n' FROM n
                """)
        case .slowRead:
            try connection.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) SELECT count(*) FROM n")
        case .inputOutput:
            throw SQLiteError(extendedCode: SQLITE_IOERR, message: "disk I/O error", phase: .step)
        case .overflow:
            try connection.execute("UPDATE board SET name = abs(-9223372036854775807 - 1)")
        case .tooBig:
            try connection.execute("UPDATE board SET name = zeroblob(2000000000)")
        case .missingTable:
            try connection.execute("UPDATE no_such_table SET x = 1")
        case .fillDisk:
            try connection.execute("PRAGMA max_page_count = 1")
        case .freeDisk:
            try connection.execute("PRAGMA max_page_count = 1000000")
        }
    }
}
