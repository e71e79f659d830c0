import Lockstep

/// The statements by which an undo and a row step change a replicated table, prepared once.
struct TableStatements {
    let description: TableDescription

    /// By position in the key.
    let keyAffinities: [ColumnAffinity]

    /// Parameters: the key, in its order.
    let delete: SQLiteStatement

    /// Parameters: the stored columns, in their order. Where no values but the key are UNIQUE it replaces the row with
    /// that key in its place, which touches fewer pages than deleting it first.
    let insert: SQLiteStatement

    /// True if the row with a key must be deleted before `insert`, and all such rows before any is inserted: UNIQUE
    /// values may move from one to another.
    let deletesFirst: Bool

    /// Deletes every row.
    let clear: SQLiteStatement

    init(_ description: TableDescription, on connection: SQLiteConnection) throws {
        self.description = description
        keyAffinities = description.keyColumns.map { description.columns[$0].affinity }
        let table = SQLIdentifier.quoted(description.name)
        let stored = description.storedColumns.map { SQLIdentifier.quoted(description.columns[$0].name) }
        let key = description.key.map(SQLIdentifier.quoted)
        let parameters = stored.indices.map { "?\($0 + 1)" }
        deletesFirst = try Self.hasOtherUniqueValues(description, on: connection)
        let condition = key.enumerated().map { "\($1) = ?\($0 + 1)" }.joined(separator: " AND ")
        delete = try connection.statement("DELETE FROM \(table) WHERE \(condition)")
        let others = stored.filter { !key.contains($0) }.map { "\($0) = excluded.\($0)" }
        let replacement = others.isEmpty ? "DO NOTHING" : "DO UPDATE SET \(others.joined(separator: ", "))"
        let conflict = deletesFirst ? "" : " ON CONFLICT (\(key.joined(separator: ", "))) \(replacement)"
        insert = try connection.statement(
            """
            INSERT INTO \(table) (\(stored.joined(separator: ", "))) \
            VALUES (\(parameters.joined(separator: ", ")))\(conflict)
            """)
        clear = try connection.statement("DELETE FROM \(table)")
    }

    /// True if the table has a UNIQUE constraint or index beside its primary key
    /// (https://www.sqlite.org/pragma.html#pragma_index_list).
    private static func hasOtherUniqueValues(
        _ description: TableDescription, on connection: SQLiteConnection
    ) throws -> Bool {
        let statement = try connection.statement(
            "SELECT EXISTS (SELECT 1 FROM pragma_index_list(?1) WHERE \"unique\" AND origin <> 'pk')" as StaticString)
        try statement.bind(description.name, at: 1)
        return try statement.only { try $0.value(at: 0) }
    }

    /// Deletes the row with a key that the recorder wrote.
    func delete(key: UnsafeRawBufferPointer) throws {
        try bind(key, to: delete)
        try delete.run()
    }

    /// Inserts a row that the recorder wrote.
    func insert(row: UnsafeRawBufferPointer) throws {
        try bind(row, to: insert)
        try insert.run()
    }

    private func bind(_ record: UnsafeRawBufferPointer, to statement: SQLiteStatement) throws {
        var reader = RecordReader(record)
        var index: Int32 = 1
        while !reader.isAtEnd {
            try reader.bindNext(to: statement, at: index)
            index += 1
        }
    }
}
