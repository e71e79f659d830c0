import CSQLite

/// An error that SQLite reported, or a stored value that does not have the type that the schema declares.
public struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The primary result code, such as `SQLITE_CONSTRAINT` (https://www.sqlite.org/rescode.html).
    public var code: Int32 { extendedCode & 0xff }

    /// The extended result code, such as `SQLITE_CONSTRAINT_UNIQUE`.
    public let extendedCode: Int32

    /// SQLite's own words.
    public let message: String

    /// The statement, where one was at fault.
    public let sql: String?

    /// What SQLite was doing when it failed. A statement that cannot be prepared is a bug or a damaged schema,
    /// never the fault of the values bound to it.
    public let phase: Phase

    public enum Phase: Hashable, Sendable {
        case open, prepare, bind, step, decode
    }

    public init(extendedCode: Int32, message: String, sql: String? = nil, phase: Phase) {
        self.extendedCode = extendedCode
        self.message = message
        self.sql = sql
        self.phase = phase
    }

    /// The error that the connection last reported.
    public init(connection: OpaquePointer?, code: Int32? = nil, sql: String? = nil, phase: Phase) {
        self.init(
            extendedCode: code ?? sqlite3_extended_errcode(connection),
            message: String(cString: sqlite3_errmsg(connection)),
            sql: sql,
            phase: phase)
    }

    public var description: String {
        let statement = sql.map { " in `\($0)`" } ?? ""
        return "SQLite error \(extendedCode): \(message)\(statement)"
    }
}

extension SQLiteError {
    /// True if running the same statements again over the same rows fails again: a constraint, a value that
    /// does not fit, an error that the statement itself raises. Everything else (busy, I/O, full disk, memory,
    /// interruption, a damaged file) says nothing about the mutation, and must never reject one.
    public var isPermanent: Bool {
        guard phase == .step || phase == .bind else { return false }
        switch code {
        case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_ERROR, SQLITE_RANGE: return true
        default: return false
        }
    }

    /// True if SQLite cannot run the statement on this schema: a table is missing, or a column.
    package var isAboutSchema: Bool { code == SQLITE_ERROR && (phase == .prepare || phase == .step) }

    /// True if SQLite found that the file is not as it wrote it.
    public var isDamage: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }
}
