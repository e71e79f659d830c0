import CSQLite

/// The linked SQLite, which is asked for its verdict on statements. None is ever run but those that make the schema.
public final class PreparingDatabase {
    /// What SQLite says of a text.
    public enum Answer: Hashable {
        case prepared
        /// The message is about syntax; the offset is that of the token which it names, if it names one.
        case syntaxError(String, offset: Int?)
        /// Any other message. SQLite may have stopped anywhere in the statement.
        case otherError(String)
    }

    private let handle: OpaquePointer

    /// - parameter schema: Statements to run first, so that names in others mean something. Those that fail are left out.
    public init(schema: [[UInt8]] = []) {
        var handle: OpaquePointer?
        guard sqlite3_open(":memory:", &handle) == SQLITE_OK, let handle else {
            fatalError("SQLite cannot open a database in memory.")
        }
        self.handle = handle
        // ATTACH and VACUUM INTO would make files.
        sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
        for statement in schema {
            sqlite3_exec(handle, String(decoding: statement, as: UTF8.self), nil, nil, nil)
        }
        // Selects are not planned, which takes long for some, and pragmas not applied, which some are when they are
        // prepared. SQLite asks when it has parsed the statement.
        sqlite3_set_authorizer(
            handle,
            { _, action, _, _, _, _ in action == SQLITE_PRAGMA || action == SQLITE_SELECT ? SQLITE_DENY : SQLITE_OK },
            nil)
    }

    deinit {
        sqlite3_close(handle)
    }

    public func answer(to text: [UInt8]) -> Answer {
        var statement: OpaquePointer?
        let code = text.withUnsafeBytes {
            sqlite3_prepare_v2(handle, $0.baseAddress, Int32(text.count), &statement, nil)
        }
        defer { sqlite3_finalize(statement) }
        guard code != SQLITE_OK else { return .prepared }
        let message = String(cString: sqlite3_errmsg(handle))
        guard Self.isAboutSyntax(message) else { return .otherError(message) }
        let offset = Int(sqlite3_error_offset(handle))
        return .syntaxError(message, offset: offset < 0 ? nil : offset)
    }

    private static func isAboutSyntax(_ message: String) -> Bool {
        message.hasPrefix("near \"") && message.hasSuffix(": syntax error") || message.hasPrefix("unrecognized token: ")
            || message == "incomplete input" || message.hasPrefix("syntax error after column name")
    }
}
