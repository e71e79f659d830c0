import CSQLite

/// An empty database in memory, in the SQLite that this program is linked with.
final class OracleDatabase {
    private let handle: OpaquePointer?

    /// Opens a database with the settings that Lockstep's connections have.
    ///
    /// Text in double quotes that names no column is an error rather than a string
    /// (https://www.sqlite.org/quirks.html#double_quoted_string_literals_are_accepted).
    init() throws(OracleError) {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
        self.handle = handle
        guard code == SQLITE_OK else { throw failure(.step) }
        lockstep_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0)
        lockstep_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0)
        try run("PRAGMA foreign_keys = ON")
        try run("PRAGMA recursive_triggers = ON")
    }

    deinit {
        sqlite3_close_v2(handle)
    }

    /// The version of the SQLite library.
    static var version: String { String(cString: sqlite3_libversion()) }

    /// Runs one statement to its end.
    func run(_ sql: String) throws(OracleError) {
        let statement = try prepare(sql)
        defer { sqlite3_finalize(statement) }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: continue
            case SQLITE_DONE: return
            default: throw failure(.step)
            }
        }
    }

    /// What SQLite says of a statement that it accepts.
    func describe(_ sql: String) throws(OracleError) -> StatementShape {
        let statement = try prepare(sql)
        defer { sqlite3_finalize(statement) }
        return StatementShape(
            parameters: Int(sqlite3_bind_parameter_count(statement)), columns: Int(sqlite3_column_count(statement)),
            isReadOnly: sqlite3_stmt_readonly(statement) != 0)
    }

    /// The columns of a table in their order (https://www.sqlite.org/pragma.html#pragma_table_xinfo).
    func columns(ofTable name: String) throws(OracleError) -> [TableShape.Column] {
        let statement = try prepare("SELECT name, pk, hidden FROM pragma_table_xinfo(?1) WHERE hidden <> 1")
        defer { sqlite3_finalize(statement) }
        sqlite3_bind_text(statement, 1, name, -1, lockstep_transient())
        var columns: [TableShape.Column] = []
        while sqlite3_step(statement) == SQLITE_ROW {
            guard let name = sqlite3_column_text(statement, 0) else { continue }
            columns.append(
                TableShape.Column(
                    name: String(cString: name), positionInKey: Int(sqlite3_column_int(statement, 1)),
                    generated: TableShape.Generated(hidden: sqlite3_column_int(statement, 2))))
        }
        return columns
    }

    private func prepare(_ sql: String) throws(OracleError) -> OpaquePointer? {
        var statement: OpaquePointer?
        var sql = sql
        let code = sql.withUTF8 { text in
            text.withMemoryRebound(to: CChar.self) {
                sqlite3_prepare_v2(handle, $0.baseAddress, Int32($0.count), &statement, nil)
            }
        }
        guard code == SQLITE_OK else { throw failure(.prepare) }
        return statement
    }

    private func failure(_ phase: OracleError.Phase) -> OracleError {
        let offset = phase == .prepare ? Int(sqlite3_error_offset(handle)) : -1
        return OracleError(
            phase: phase, message: String(cString: sqlite3_errmsg(handle)), offset: offset < 0 ? nil : offset)
    }
}

/// An error of SQLite's.
struct OracleError: Error {
    enum Phase {
        case prepare, step
    }

    let phase: Phase

    /// SQLite's own words.
    let message: String

    /// The byte of the statement where it was noticed, if SQLite says so.
    let offset: Int?
}

/// What SQLite makes of a statement.
struct StatementShape: Equatable {
    let parameters: Int
    let columns: Int
    let isReadOnly: Bool
}

/// What SQLite makes of a table.
enum TableShape {
    struct Column: Equatable, CustomStringConvertible {
        let name: String

        /// From 1; 0 if the column is not in the primary key.
        let positionInKey: Int

        let generated: Generated

        var description: String {
            let key = positionInKey > 0 ? " (key \(positionInKey))" : ""
            return generated == .no ? name + key : "\(name) (generated, \(generated.rawValue))\(key)"
        }
    }

    enum Generated: String {
        case no, virtual, stored

        /// - Parameter hidden: The column of that name of `PRAGMA table_xinfo`.
        init(hidden: Int32) {
            switch hidden {
            case 2: self = .virtual
            case 3: self = .stored
            default: self = .no
            }
        }
    }
}
