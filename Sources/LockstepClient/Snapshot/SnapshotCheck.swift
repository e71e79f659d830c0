import CSQLite
import Foundation
import Lockstep

/// Looks at the file of a snapshot before it comes near the replica: whether it is a sound database with exactly the
/// tables and columns of a schema.
struct SnapshotCheck<Schema: SyncSchema> {
    /// The form of the files, as `lockstep_snapshot.format` says it.
    static var format: Int64 { 1 }

    private let connection: SQLiteConnection

    /// Waits for the disk: every page is read.
    ///
    /// - Returns: The version of the log that the snapshot holds.
    /// - Throws: `SnapshotRefusal`; `SQLiteError` if the file cannot be read.
    static func version(ofFileAt path: String) throws -> Int64 {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nil)
        defer { sqlite3_close_v2(handle) }
        guard code == SQLITE_OK, let handle else { throw SQLiteError(connection: handle, phase: .open) }
        let connection = SQLiteConnection(handle)
        defer { connection.close() }
        do {
            return try SnapshotCheck(connection: connection).check()
        } catch let error as SQLiteError where error.code == SQLITE_NOTADB || error.code == SQLITE_CORRUPT {
            throw SnapshotRefusal("it is not a sound database: \(error.message)")
        } catch let error as SQLiteError where error.code == SQLITE_ERROR {
            throw SnapshotRefusal("its tables are others than a snapshot has: \(error.message)")
        }
    }

    private func check() throws -> Int64 {
        // Whoever made the file may have put SQL into its schema (https://www.sqlite.org/security.html).
        try connection.execute("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0")
        // In the mode WAL it could not be attached without files beside it.
        guard try text("PRAGMA journal_mode") == "delete" else { throw SnapshotRefusal("it is in the mode WAL") }
        let verdict = try text("PRAGMA quick_check(1)")
        guard verdict == "ok" else { throw SnapshotRefusal("it is not a sound database: \(verdict)") }
        try checkTables()
        for table in Schema.tables { try checkColumns(of: table) }
        return try version()
    }

    private func checkTables() throws {
        let foreign = try connection.statement(
            """
            SELECT name FROM sqlite_schema WHERE type NOT IN ('table', 'index') OR rootpage IS NULL OR rootpage = 0 \
            OR type = 'index' AND sql IS NOT NULL
            """ as StaticString
        ).first { try $0.value(String.self, at: 0) }
        if let foreign { throw SnapshotRefusal("it has `\(foreign)`, which is not a plain table") }
        let names = try connection.statement(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                as StaticString
        ).all { try $0.value(String.self, at: 0) }
        let wanted = Set(Schema.tables.map(\.name)).union(["lockstep_snapshot"])
        let surplus = Set(names).subtracting(wanted).sorted()
        guard surplus.isEmpty else { throw SnapshotRefusal("it has another table `\(surplus[0])`") }
        let missing = wanted.subtracting(names).sorted()
        guard missing.isEmpty else { throw SnapshotRefusal("it has no table `\(missing[0])`") }
    }

    private func checkColumns(of table: TableDescription) throws {
        let statement = try connection.statement("SELECT name, hidden FROM pragma_table_xinfo(?1)" as StaticString)
        try statement.bind(table.name, at: 1)
        let columns = try statement.all { (try $0.value(String.self, at: 0), try $0.value(Int.self, at: 1)) }
        let stored = table.storedColumns.map { table.columns[$0].name }
        guard columns.allSatisfy({ $0.1 == 0 }), columns.count == stored.count, Set(columns.map(\.0)) == Set(stored)
        else {
            throw SnapshotRefusal("its table `\(table.name)` has other columns than the stored ones of the schema")
        }
    }

    private func version() throws -> Int64 {
        let rows = try connection.statement(
            "SELECT format, schema_version, version FROM lockstep_snapshot" as StaticString
        ).all { (try $0.value(Int64.self, at: 0), try $0.value(Int64.self, at: 1), try $0.value(Int64.self, at: 2)) }
        guard rows.count == 1 else { throw SnapshotRefusal("its table `lockstep_snapshot` has \(rows.count) rows") }
        let (format, schemaVersion, version) = rows[0]
        guard format == Self.format else { throw SnapshotRefusal("it has the format \(format), not \(Self.format)") }
        guard schemaVersion == Schema.version else {
            throw SnapshotRefusal("it is of version \(schemaVersion) of the schema, not \(Schema.version)")
        }
        return version
    }

    private func text(_ sql: StaticString) throws -> String {
        try connection.statement(sql).only { try $0.value(at: 0) }
    }
}
