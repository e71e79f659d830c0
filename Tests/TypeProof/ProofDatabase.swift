import CSQLite

/// A database in memory whose statements end after so many rows and so much work.
final class ProofDatabase {
    /// What a value is, as far as declarations speak of it.
    struct Value {
        /// `INTEGER`; nil for NULL.
        let storage: String?
        let text: String
    }

    /// In instructions of SQLite's machine.
    private static let longestRun: Int32 = 3_000_000

    private var handle: OpaquePointer?

    init() {
        precondition(sqlite3_open(":memory:", &handle) == SQLITE_OK, "a database in memory opens")
        // Ends a query that goes on forever.
        sqlite3_progress_handler(handle, Self.longestRun, { _ in 1 }, nil)
    }

    deinit {
        sqlite3_close_v2(handle)
    }

    /// - Returns: False if SQLite refuses a statement.
    @discardableResult func execute(_ sql: String) -> Bool {
        sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK
    }

    /// The last error.
    var message: String { String(cString: sqlite3_errmsg(handle)) }

    /// Up to so many rows of a statement; nil if SQLite does not take it. An error while it runs ends the rows.
    ///
    /// - Parameter arguments: Of its parameters, as SQL.
    func rows(_ sql: String, limit: Int = 300, arguments: [String] = []) -> [[Value]]? {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK, statement != nil else { return nil }
        defer { sqlite3_finalize(statement) }
        for (index, argument) in arguments.enumerated() { bind(argument, to: Int32(index + 1), of: statement) }
        var rows: [[Value]] = []
        while rows.count < limit, sqlite3_step(statement) == SQLITE_ROW {
            rows.append((0..<sqlite3_column_count(statement)).map { value(statement, $0) })
        }
        return rows
    }

    private func bind(_ argument: String, to index: Int32, of statement: OpaquePointer?) {
        var source: OpaquePointer?
        sqlite3_prepare_v2(handle, "SELECT \(argument)", -1, &source, nil)
        defer { sqlite3_finalize(source) }
        let isRow = sqlite3_step(source) == SQLITE_ROW
        precondition(isRow, "\(argument) is a value")
        sqlite3_bind_value(statement, index, sqlite3_column_value(source, 0))
    }

    private func value(_ statement: OpaquePointer?, _ column: Int32) -> Value {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: Value(storage: "INTEGER", text: "\(sqlite3_column_int64(statement, column))")
        case SQLITE_FLOAT: Value(storage: "REAL", text: "\(sqlite3_column_double(statement, column))")
        case SQLITE_TEXT: Value(storage: "TEXT", text: String(cString: sqlite3_column_text(statement, column)))
        case SQLITE_BLOB: Value(storage: "BLOB", text: "a BLOB")
        default: Value(storage: nil, text: "NULL")
        }
    }
}
