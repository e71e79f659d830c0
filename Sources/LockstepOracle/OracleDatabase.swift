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
        try setForeignKeys(true)
        try run("PRAGMA recursive_triggers = ON")
    }

    deinit {
        sqlite3_close_v2(handle)
    }

    /// The version of the SQLite library.
    static var version: String { String(cString: sqlite3_libversion()) }

    /// Outside of a transaction only (https://www.sqlite.org/pragma.html#pragma_foreign_keys).
    func setForeignKeys(_ areEnforced: Bool) throws(OracleError) {
        try run("PRAGMA foreign_keys = \(areEnforced ? "ON" : "OFF")")
    }

    /// A row with a foreign key that no row has; nil if there is none.
    func danglingReference() throws(OracleError) -> DanglingReference? {
        var reference: DanglingReference?
        try rows("PRAGMA foreign_key_check") { row in
            reference =
                reference
                ?? DanglingReference(table: row.text(0) ?? "", rowID: row.optionalInteger(1), parent: row.text(2) ?? "")
        }
        return reference
    }

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

    /// Runs every statement of a text.
    func runAll(_ script: String) throws(OracleError) {
        guard sqlite3_exec(handle, script, nil, nil, nil) == SQLITE_OK else { throw failure(.step) }
    }

    /// What SQLite says of a statement that it accepts.
    func describe(_ sql: String) throws(OracleError) -> StatementShape {
        let statement = try prepare(sql)
        defer { sqlite3_finalize(statement) }
        let types = (0..<sqlite3_column_count(statement)).map { index in
            sqlite3_column_decltype(statement, index).map { String(cString: $0) }
        }
        return StatementShape(
            parameters: Int(sqlite3_bind_parameter_count(statement)), declaredTypes: types,
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

    /// The names of the triggers or the views in lower case, with those of what they are on.
    func objects(_ type: String) throws(OracleError) -> [(name: String, table: String)] {
        var objects: [(name: String, table: String)] = []
        try rows("SELECT name, tbl_name FROM sqlite_schema WHERE type = '\(type)' ORDER BY rowid") { row in
            objects.append((row.text(0) ?? "", row.text(1) ?? ""))
        }
        return objects
    }

    /// How SQLite would run a statement.
    func plan(of sql: String) throws(OracleError) -> QueryPlan {
        var steps: [QueryPlan.Step] = []
        try rows("EXPLAIN QUERY PLAN \(sql)") { row in
            steps.append(QueryPlan.Step(id: row.integer(0), parent: row.integer(1), detail: row.text(3) ?? ""))
        }
        return QueryPlan(steps: steps)
    }

    /// The indexes of each table, by its name in lower case, in the order of their creation.
    func indexes() throws(OracleError) -> [String: [IndexShape]] {
        var tables: [String: [IndexShape]] = [:]
        let sql = """
            SELECT lower(t.name), l.name, l."unique", l.partial, l.origin, x.name, x."desc", x.coll
            FROM sqlite_schema AS t, pragma_index_list(t.name) AS l, pragma_index_xinfo(l.name) AS x
            WHERE t.type = 'table' AND x.key ORDER BY t.rowid, l.seq DESC, x.seqno
            """
        try rows(sql) { row in
            guard let table = row.text(0), let name = row.text(1),
                let origin = IndexShape.Origin(rawValue: row.text(4) ?? "")
            else { return }
            if tables[table]?.last?.name != name {
                tables[table, default: []].append(
                    IndexShape(
                        name: name, isUnique: row.integer(2) != 0, isPartial: row.integer(3) != 0, origin: origin,
                        columns: []))
            }
            let last = (tables[table]?.count ?? 1) - 1
            tables[table]?[last].columns.append(
                IndexShape.Column(name: row.text(5), isDescending: row.integer(6) != 0, collation: row.text(7) ?? ""))
        }
        return tables
    }

    /// Runs a SELECT, and calls a closure for each row.
    private func rows(_ sql: String, _ body: (OracleRow) -> Void) throws(OracleError) {
        let statement = try prepare(sql)
        defer { sqlite3_finalize(statement) }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: body(OracleRow(statement: statement))
            case SQLITE_DONE: return
            default: throw failure(.step)
            }
        }
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

/// The row that a statement stands on.
struct OracleRow {
    fileprivate let statement: OpaquePointer?

    /// Nil for NULL.
    func optionalInteger(_ column: Int32) -> Int? {
        sqlite3_column_type(statement, column) == SQLITE_NULL ? nil : integer(column)
    }

    func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement, column)) }

    /// Nil for NULL.
    func text(_ column: Int32) -> String? {
        sqlite3_column_text(statement, column).map { String(cString: $0) }
    }
}
