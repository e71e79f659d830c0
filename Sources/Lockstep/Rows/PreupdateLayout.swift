import CSQLite

/// A column's index in each call of the preupdate hook.
struct PreupdateIndex {
    let old: Int32
    let inserted: Int32
    let updated: Int32
}

/// What the preupdate hook can be asked for.
enum PreupdateCall {
    /// The row before an UPDATE or a DELETE: `sqlite3_preupdate_old`.
    case old

    /// The row after an INSERT or an UPDATE: `sqlite3_preupdate_new`.
    case inserted, updated

    func value(of index: PreupdateIndex, from database: OpaquePointer) -> SQLiteValueRef {
        var value: OpaquePointer?
        let code =
            switch self {
            case .old: sqlite3_preupdate_old(database, index.old, &value)
            case .inserted: sqlite3_preupdate_new(database, index.inserted, &value)
            case .updated: sqlite3_preupdate_new(database, index.updated, &value)
            }
        guard code == SQLITE_OK, let value else {
            preconditionFailure("SQLite has no value for a stored column of a changed row: code \(code).")
        }
        return SQLiteValueRef(value)
    }
}

/// How a version of SQLite counts columns in the preupdate hook.
///
/// The documentation counts the table's columns. In tables with virtual generated columns some versions count stored
/// columns only, and not for every call (SQLite 3.40.1: all calls of rowid tables, and the new values of an UPDATE of
/// WITHOUT ROWID tables). So the linked library is asked.
struct PreupdateLayout {
    struct Calls {
        var old = false
        var inserted = false
        var updated = false
    }

    /// Which calls leave virtual columns out.
    private let rowIDTables: Calls
    private let withoutRowIDTables: Calls

    static let ofLinkedSQLite = PreupdateLayout()

    private init() {
        rowIDTables = Self.probe(options: "")
        withoutRowIDTables = Self.probe(options: "WITHOUT ROWID")
    }

    func index(ofColumn column: Int, in table: TableDescription) -> PreupdateIndex {
        let virtual = table.columns[..<column].count { $0.generated == .virtual }
        let calls = table.isWithoutRowID ? withoutRowIDTables : rowIDTables
        func index(_ leavesOutVirtual: Bool) -> Int32 {
            Int32(leavesOutVirtual ? column - virtual : column)
        }
        return PreupdateIndex(
            old: index(calls.old), inserted: index(calls.inserted), updated: index(calls.updated))
    }

    /// Changes a row of a table whose second column is virtual, and looks where the third is found.
    private static func probe(options: String) -> Calls {
        var database: OpaquePointer?
        guard sqlite3_open(":memory:", &database) == SQLITE_OK else {
            preconditionFailure("SQLite cannot open a database in memory.")
        }
        defer { sqlite3_close_v2(database) }
        var calls = Calls()
        sqlite3_exec(database, "CREATE TABLE t (k PRIMARY KEY NOT NULL, v AS (0), x) \(options)", nil, nil, nil)
        withUnsafeMutablePointer(to: &calls) { calls in
            sqlite3_preupdate_hook(
                database,
                { context, database, operation, _, _, _, _ in
                    guard let calls = context?.assumingMemoryBound(to: Calls.self) else { return }
                    func isThird(_ code: Int32, _ value: OpaquePointer?) -> Bool {
                        code == SQLITE_OK && sqlite3_value_int64(value) == 7
                    }
                    var value: OpaquePointer?
                    switch operation {
                    case SQLITE_INSERT:
                        calls.pointee.inserted = isThird(sqlite3_preupdate_new(database, 1, &value), value)
                    case SQLITE_UPDATE:
                        calls.pointee.updated = isThird(sqlite3_preupdate_new(database, 1, &value), value)
                    default:
                        calls.pointee.old = isThird(sqlite3_preupdate_old(database, 1, &value), value)
                    }
                }, calls)
            sqlite3_exec(
                database, "INSERT INTO t VALUES (1, 7); UPDATE t SET x = 7; DELETE FROM t WHERE k = 1", nil, nil, nil)
            sqlite3_preupdate_hook(database, nil, nil)
        }
        return calls
    }
}
