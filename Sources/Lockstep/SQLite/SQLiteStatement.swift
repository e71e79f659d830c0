public import CSQLite

/// A prepared statement, borrowed from the connection that caches it.
///
/// Not `Sendable`: a statement belongs to the thread that uses its connection. Parameter and column indexes are
/// SQLite's: parameters from 1, columns from 0.
public struct SQLiteStatement {
    @usableFromInline package let handle: OpaquePointer

    /// - Parameter handle: a `sqlite3_stmt*` that stays valid as long as this value is used.
    @inlinable
    public init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    // MARK: Binding

    /// The greatest index that a parameter has; 0 without parameters.
    @inlinable public var parameterCount: Int32 { sqlite3_bind_parameter_count(handle) }

    @inlinable
    public func bind(_ value: some ColumnValue, at index: Int32) throws {
        try value.bind(to: self, at: index)
    }

    @inlinable
    public func bindNull(at index: Int32) throws {
        try check(sqlite3_bind_null(handle, index))
    }

    @inlinable
    public func bind(integer value: Int64, at index: Int32) throws {
        try check(sqlite3_bind_int64(handle, index, value))
    }

    @inlinable
    public func bind(real value: Double, at index: Int32) throws {
        try check(sqlite3_bind_double(handle, index, value))
    }

    /// Binds a copy of UTF-8 bytes as TEXT; U+0000 is kept.
    @inlinable
    public func bind(text bytes: UnsafeBufferPointer<UInt8>, at index: Int32) throws {
        // A null pointer binds NULL, and an empty buffer may have one.
        var empty: CChar = 0
        let code = bytes.withMemoryRebound(to: CChar.self) { bytes in
            if let start = bytes.baseAddress {
                sqlite3_bind_text64(
                    handle, index, start, UInt64(bytes.count), lockstep_transient(), UInt8(SQLITE_UTF8))
            } else {
                sqlite3_bind_text64(handle, index, &empty, 0, lockstep_transient(), UInt8(SQLITE_UTF8))
            }
        }
        try check(code)
    }

    /// Binds a copy of bytes as BLOB.
    @inlinable
    public func bind(blob bytes: UnsafeRawBufferPointer, at index: Int32) throws {
        if let start = bytes.baseAddress, bytes.count > 0 {
            try check(sqlite3_bind_blob64(handle, index, start, UInt64(bytes.count), lockstep_transient()))
        } else {
            try check(sqlite3_bind_zeroblob(handle, index, 0))
        }
    }

    /// Binds a value that SQLite lent, from this connection or another one of this thread.
    @inlinable
    public func bind(_ value: SQLiteValueRef, at index: Int32) throws {
        try check(sqlite3_bind_value(handle, index, value.pointer))
    }

    @inlinable
    func check(_ code: Int32) throws {
        if code != SQLITE_OK { throw failure(.bind) }
    }

    // MARK: Running

    /// Advances to the next row.
    ///
    /// - Returns: false when there is none left.
    /// - Throws: `SQLiteError`; the statement is then reset.
    @inlinable
    public func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let error = failure(.step)
            sqlite3_reset(handle)
            throw error
        }
    }

    /// Runs the statement to its end and makes it ready to run again. Rows it returns are dropped.
    @inlinable
    public func run() throws {
        while try step() {}
        sqlite3_reset(handle)
    }

    @inlinable
    public func reset() {
        // The code is that of the last step, which was already reported.
        sqlite3_reset(handle)
    }

    /// Runs the statement and makes an element of every row.
    @discardableResult
    @inlinable
    public func all<Element>(_ make: (SQLiteStatement) throws -> Element) throws -> [Element] {
        defer { reset() }
        var elements: [Element] = []
        while try step() { elements.append(try make(self)) }
        return elements
    }

    /// Runs the statement up to its first row.
    @inlinable
    public func first<Element>(_ make: (SQLiteStatement) throws -> Element) throws -> Element? {
        defer { reset() }
        return try step() ? try make(self) : nil
    }

    /// Runs the statement, which always has a row, up to its first row.
    ///
    /// - Throws: `SQLiteError` if there is none.
    @inlinable
    public func only<Element>(_ make: (SQLiteStatement) throws -> Element) throws -> Element {
        guard let element = try first(make) else { throw failure(.step) }
        return element
    }

    // MARK: Columns

    @inlinable public var columnCount: Int32 { sqlite3_column_count(handle) }

    @inlinable
    public func columnName(at index: Int32) -> String {
        String(cString: sqlite3_column_name(handle, index))
    }

    /// The value of a column of the current row.
    @inlinable
    public func column(_ index: Int32) -> SQLiteValueRef {
        SQLiteValueRef(sqlite3_column_value(handle, index).unsafelyUnwrapped)
    }

    /// Decodes a column of the current row.
    ///
    /// - Throws: `SQLiteError` with phase `.decode` if the stored value is not one of `Value`.
    @inlinable
    public func value<Value: ColumnValue>(_ type: Value.Type = Value.self, at index: Int32) throws -> Value {
        do {
            return try Value(column(index))
        } catch let error as ColumnMismatch {
            throw decodingFailure(error, at: index)
        }
    }

    @usableFromInline
    func decodingFailure(_ error: ColumnMismatch, at index: Int32) -> SQLiteError {
        SQLiteError(
            extendedCode: SQLITE_MISMATCH,
            message: "column \(columnName(at: index)) holds \(error.found), not \(error.expected)",
            sql: String(cString: sqlite3_sql(handle)),
            phase: .decode)
    }

    @usableFromInline
    func failure(_ phase: SQLiteError.Phase) -> SQLiteError {
        SQLiteError(
            connection: sqlite3_db_handle(handle), sql: sqlite3_sql(handle).map { String(cString: $0) }, phase: phase)
    }
}
