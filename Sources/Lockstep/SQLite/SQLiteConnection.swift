import CSQLite

/// A SQLite connection that another library opened, with a cache of Lockstep's own prepared statements.
///
/// Not `Sendable`: it belongs to the thread or queue that owns the connection. Finalize it (`close()`) before the
/// connection is closed.
public final class SQLiteConnection {
    /// The `sqlite3*`.
    public let handle: OpaquePointer

    // Generated and engine SQL is static: its address names it, and no statement is compared byte by byte.
    private var statements: [UnsafeRawPointer: SQLiteStatement] = [:]
    private var dynamicStatements: [String: SQLiteStatement] = [:]

    public init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    deinit {
        close()
    }

    /// Finalizes the cached statements. They are prepared again when next asked for.
    public func close() {
        for statement in statements.values { sqlite3_finalize(statement.handle) }
        for statement in dynamicStatements.values { sqlite3_finalize(statement.handle) }
        statements = [:]
        dynamicStatements = [:]
    }

    /// The prepared form of a statement, ready to be bound: reset, with the bindings of its last use.
    ///
    /// - Throws: `SQLiteError` with phase `.prepare`.
    public func statement(_ sql: StaticString) throws -> SQLiteStatement {
        let key = UnsafeRawPointer(sql.utf8Start)
        if let statement = statements[key] { return statement }
        let statement = try prepare(UnsafeBufferPointer(start: sql.utf8Start, count: sql.utf8CodeUnitCount))
        statements[key] = statement
        return statement
    }

    /// The prepared form of a statement whose text is known at run time only.
    public func statement(_ sql: String) throws -> SQLiteStatement {
        if let statement = dynamicStatements[sql] { return statement }
        var text = sql
        let statement = try text.withUTF8 { try prepare($0) }
        dynamicStatements[sql] = statement
        return statement
    }

    /// Runs a statement to its end.
    ///
    /// - Parameter bind: Binds the parameters.
    /// - Throws: `SQLiteError`.
    public func run(_ sql: StaticString, _ bind: (SQLiteStatement) throws -> Void = { _ in }) throws {
        let statement = try statement(sql)
        try bind(statement)
        try statement.run()
    }

    /// Runs every statement of a script.
    public func execute(_ script: String) throws {
        var message: UnsafeMutablePointer<CChar>?
        guard sqlite3_exec(handle, script, nil, nil, &message) != SQLITE_OK else { return }
        defer { sqlite3_free(message) }
        throw SQLiteError(connection: handle, sql: script, phase: .step)
    }

    private func prepare(_ sql: UnsafeBufferPointer<UInt8>) throws -> SQLiteStatement {
        var statement: OpaquePointer?
        let code = sql.withMemoryRebound(to: CChar.self) {
            sqlite3_prepare_v3(
                handle, $0.baseAddress, Int32($0.count), UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        }
        guard code == SQLITE_OK, let statement else {
            throw SQLiteError(connection: handle, sql: String(decoding: sql, as: UTF8.self), phase: .prepare)
        }
        return SQLiteStatement(statement)
    }
}

extension SQLiteConnection {
    /// True outside of any transaction. SQLite ends a transaction by itself after some errors
    /// (https://www.sqlite.org/lang_transaction.html#response_to_errors_within_a_transaction).
    public var isAutocommit: Bool { sqlite3_get_autocommit(handle) != 0 }

    /// Rows changed by the last INSERT, UPDATE or DELETE, without those of triggers and foreign key actions.
    public var changes: Int64 { sqlite3_changes64(handle) }

    /// True if a deferred foreign key is violated: COMMIT would fail
    /// (https://www.sqlite.org/c3ref/c_dbstatus_options.html, `SQLITE_DBSTATUS_DEFERRED_FKS`).
    public var hasDeferredViolations: Bool {
        var current: Int32 = 0
        var highest: Int32 = 0
        sqlite3_db_status(handle, SQLITE_DBSTATUS_DEFERRED_FKS, &current, &highest, 0)
        return current != 0
    }

    /// Runs `body` with triggers, foreign keys and CHECK off, as an undo or a row step needs it, and restores them
    /// on every way out. Takes effect inside a transaction; each switch makes cached statements prepare again.
    public func withoutEnforcement<Result>(_ body: () throws -> Result) throws -> Result {
        let triggers = lockstep_db_config_value(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER)
        let foreignKeys = lockstep_db_config_value(handle, SQLITE_DBCONFIG_ENABLE_FKEY)
        defer {
            lockstep_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, triggers)
            lockstep_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, foreignKeys)
            sqlite3_exec(handle, "PRAGMA ignore_check_constraints = OFF", nil, nil, nil)
        }
        lockstep_db_config(handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0)
        lockstep_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 0)
        try execute("PRAGMA ignore_check_constraints = ON")
        return try body()
    }

    /// The settings that every connection of Lockstep has, on both sides.
    ///
    /// Without recursive triggers REPLACE deletes rows that no delete trigger sees
    /// (https://www.sqlite.org/lang_conflict.html). What a transaction changes stays in memory until its commit
    /// (https://www.sqlite.org/pragma.html#pragma_cache_spill): if pages are written earlier, and ROLLBACK TO or a
    /// statement that fails takes them back, SQLite (3.40 for one) may commit what follows without checksums in the WAL. A
    /// crash then loses that and every commit after it, synced or not. See `spilling(_:)`.
    public static let settings = """
        PRAGMA foreign_keys = ON;
        PRAGMA recursive_triggers = ON;
        PRAGMA cache_spill = 2147483647;
        """

    /// Gives a file a write-ahead log, without which readers and writers are in each other's way, and a power cut can take
    /// the last commit back.
    ///
    /// To be run to its end on each connection that writes. It gives its row before it has written, and who only reads the
    /// row, as GRDB's pool does, has a connection without a log if the write then fails.
    public static let writeAheadLog = "PRAGMA journal_mode = WAL"

    /// Runs `body`, which may write pages before the transaction's end: it changes more than memory should hold, and undoes
    /// nothing but the whole transaction.
    package func spilling<Result>(_ body: () throws -> Result) throws -> Result {
        // The number of pages, which takes effect at once; that it is on or off takes effect outside of transactions only.
        try execute("PRAGMA cache_spill = 1")
        defer { sqlite3_exec(handle, "PRAGMA cache_spill = 2147483647", nil, nil, nil) }
        return try body()
    }
}
