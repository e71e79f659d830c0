import CSQLite

/// A database in memory that compiles statements.
final class Database {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let handle: OpaquePointer

    init() {
        var handle: OpaquePointer?
        guard sqlite3_open(":memory:", &handle) == SQLITE_OK, let handle else { fatalError("SQLite cannot be opened.") }
        self.handle = handle
        // Where tables begin must not depend on how long the texts in sqlite_schema are.
        sqlite3_exec(handle, "PRAGMA page_size = 65536", nil, nil, nil)
    }

    deinit { sqlite3_close_v2(handle) }

    func execute(_ sql: String) throws {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else {
            throw Failure(description: String(cString: sqlite3_errmsg(handle)))
        }
    }

    /// The rows of a statement, columns separated by bars.
    func rows(_ sql: String) throws -> [String] {
        try prepared(sql) { statement in
            var rows: [String] = []
            while true {
                switch sqlite3_step(statement) {
                case SQLITE_ROW:
                    let columns = (0..<sqlite3_column_count(statement)).map { column in
                        sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "NULL"
                    }
                    rows.append(columns.joined(separator: "|"))
                case SQLITE_DONE: return rows
                default: throw Failure(description: String(cString: sqlite3_errmsg(handle)))
                }
            }
        }
    }

    /// The names of a statement's columns and parameters, and its bytecode.
    func compiled(_ sql: String) throws -> [String] {
        var result = try prepared(sql) { statement in
            (0..<sqlite3_column_count(statement)).map { column in
                "column " + String(cString: sqlite3_column_name(statement, column))
            }
                + (0..<sqlite3_bind_parameter_count(statement)).map { index in
                    "parameter "
                        + (sqlite3_bind_parameter_name(statement, index + 1).map { String(cString: $0) } ?? "?")
                }
        }
        let isExplained = sql.utf8.starts(with: "EXPLAIN".utf8) || sql.utf8.starts(with: "explain".utf8)
        result += try prepared(isExplained ? sql : "EXPLAIN " + sql) { statement in
            var rows: [String] = []
            while sqlite3_step(statement) == SQLITE_ROW {
                var columns = (1..<min(7, sqlite3_column_count(statement))).map { column in
                    sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
                }
                // A trace is the text of a trigger's statement; the message of a failed CHECK that has no name is the
                // text of its condition.
                // The schema's generation counts failed definitions, too, and a virtual table's is an address.
                if ["Trace", "Transaction", "VOpen"].contains(columns.first) { columns[4] = "" }
                if columns.first == "Halt", columns[1] == "275" { columns[4] = "" }
                rows.append(columns.joined(separator: "|"))
            }
            return rows
        }
        return result
    }

    private func prepared<Result>(_ sql: String, _ body: (OpaquePointer?) throws -> Result) throws -> Result {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK else {
            throw Failure(description: String(cString: sqlite3_errmsg(handle)))
        }
        defer { sqlite3_finalize(statement) }
        return try body(statement)
    }

    /// What SQLite made of the definitions: columns, keys and indexes of all tables and views. Types are compared
    /// without their white space; the text of a default is that of its printed expression on one side.
    func schema(normalizing: (String) -> String) throws -> [String] {
        var result: [String] = []
        for schema in ["main", "temp"] {
            let names = try rows(
                "SELECT type, name, tbl_name FROM \(schema).sqlite_schema"
            )
            result += names.map { "\(schema)|\($0)" }
            for name in try rows("SELECT name FROM \(schema).sqlite_schema WHERE type IN ('table', 'view') ORDER BY 1")
            {
                let literal =
                    "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
                for column
                    in (try? rows(
                        "SELECT name, type, \"notnull\", pk, hidden, dflt_value "
                            + "FROM pragma_table_xinfo(\(literal), '\(schema)')"
                    ))
                    ?? ["error"]
                {
                    result.append("\(name): " + normalizing(column))
                }
                result += try rows(
                    "SELECT 'fk', * FROM pragma_foreign_key_list(\(literal), '\(schema)')"
                ).map { "\(name): \($0)" }
                result += try rows(
                    "SELECT l.\"unique\", l.origin, l.partial, x.* FROM pragma_index_list(\(literal), '\(schema)') l, "
                        + "pragma_index_xinfo(l.name, '\(schema)') x"
                ).map { "\(name): \($0)" }
            }
        }
        return result
    }
}
