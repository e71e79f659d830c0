/// A query of a schema with its arguments: what to run, what it reads, and how a result becomes Swift.
///
/// Generated as static members, so that `client.observe(.issuesByStatus(status: .todo))` reads as written.
public struct Query<Schema: SyncSchema, Value: Hashable & Sendable>: Sendable {
    /// The name in the definition files.
    public let name: String

    public let sql: StaticString

    /// What the result depends on: it is asked for again only if one of these changed.
    public let reads: [TableAccess]

    /// The one row that the result depends on, if the query fixes a table's whole key.
    public let pinnedRow: PinnedRow?

    private let bind: @Sendable (SQLiteStatement) throws -> Void
    private let decode: @Sendable (SQLiteStatement) throws -> Value

    /// - Parameters:
    ///   - bind: Binds the arguments.
    ///   - decode: Steps through the statement, which is bound, and makes the result.
    public init(
        name: String,
        sql: StaticString,
        reads: [TableAccess],
        pinnedRow: PinnedRow? = nil,
        bind: @escaping @Sendable (SQLiteStatement) throws -> Void = { _ in },
        decode: @escaping @Sendable (SQLiteStatement) throws -> Value
    ) {
        self.name = name
        self.sql = sql
        self.reads = reads
        self.pinnedRow = pinnedRow
        self.bind = bind
        self.decode = decode
    }

    /// Runs the query on a prepared statement of its SQL, which is reset afterwards.
    ///
    /// - Throws: `SQLiteError`.
    public func fetch(_ statement: SQLiteStatement) throws -> Value {
        defer { statement.reset() }
        try bind(statement)
        return try decode(statement)
    }
}

/// A row, by the values of its key.
public struct PinnedRow: Sendable {
    public let table: String

    private let bind: @Sendable (SQLiteStatement) throws -> Void

    /// - Parameter bind: Binds the key's values to the parameters 1, 2…, in the order of the key's columns.
    public init(table: String, bind: @escaping @Sendable (SQLiteStatement) throws -> Void) {
        self.table = table
        self.bind = bind
    }

    /// The row's key.
    ///
    /// - Parameter connection: Any connection; it lends SQLite's conversion from Swift values.
    /// - Parameter description: The table.
    public func key(in description: TableDescription, using connection: SQLiteConnection) throws -> RowKey {
        let parameters = description.key.indices.map { "?\($0 + 1)" }.joined(separator: ", ")
        let statement = try connection.statement("SELECT \(parameters)")
        try bind(statement)
        let key = try statement.first { row in
            var record = RecordWriter()
            for (position, column) in description.keyColumns.enumerated() {
                record.append(key: row.column(Int32(position)), description.columns[column].affinity)
            }
            return RowKey(bytes: record.bytes)
        }
        guard let key else { preconditionFailure("A SELECT without FROM has one row.") }
        return key
    }
}
