import Lockstep

/// The statements by which an undo and a row step change a replicated table, prepared once.
struct TableStatements {
    let description: TableDescription

    /// Parameters: the key, in its order.
    let delete: SQLiteStatement

    /// Parameters: the stored columns, in their order.
    let insert: SQLiteStatement

    /// Deletes every row.
    let clear: SQLiteStatement

    init(_ description: TableDescription, on connection: SQLiteConnection) throws {
        self.description = description
        let table = Self.quoted(description.name)
        let stored = description.storedColumns.map { Self.quoted(description.columns[$0].name) }
        let key = description.key.enumerated().map { "\(Self.quoted($1)) = ?\($0 + 1)" }
        let parameters = stored.indices.map { "?\($0 + 1)" }
        delete = try connection.statement("DELETE FROM \(table) WHERE \(key.joined(separator: " AND "))")
        insert = try connection.statement(
            "INSERT INTO \(table) (\(stored.joined(separator: ", "))) VALUES (\(parameters.joined(separator: ", ")))")
        clear = try connection.statement("DELETE FROM \(table)")
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

    private static func quoted(_ name: String) -> String {
        "\"\(name.replacing("\"", with: "\"\""))\""
    }
}
