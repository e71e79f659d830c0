import Lockstep

extension ReplicaWriter {
    /// Gives rows of the base the server's values, and runs what is pending on them.
    ///
    /// - Parameter differences: By table name.
    /// - Returns: By table name, the keys of other rows that had to go: a repaired row has their UNIQUE values.
    func repair(_ differences: [String: [RowDifference]]) throws -> [String: [[UInt8]]] {
        var displaced: [String: [[UInt8]]] = [:]
        try connection.withoutEnforcement {
            // Before the undo as well: a row that the server does not have may stand in the way of a base image.
            try delete(differences)
            if try differsFromBase() { try undo() }
            try delete(differences)
            recorder.deletions = []
            defer { recorder.deletions = nil }
            for table in tables {
                let replacement = try self.replacement(for: table.description)
                for difference in differences[table.description.name] ?? [] {
                    guard let row = difference.row else { continue }
                    try replacement.bind(record: row)
                    try replacement.run()
                }
            }
            for deletion in recorder.deletions ?? [] {
                displaced[tables[deletion.table].description.name, default: []].append(deletion.key)
            }
        }
        try replayPending()
        return displaced
    }

    private func delete(_ differences: [String: [RowDifference]]) throws {
        for table in tables {
            for difference in differences[table.description.name] ?? [] {
                try difference.key.withUnsafeBytes { try table.delete(key: $0) }
            }
        }
    }

    /// Inserts a row in the place of those that have its key or UNIQUE values: where the server has the row, it has none
    /// of those.
    private func replacement(for table: TableDescription) throws -> SQLiteStatement {
        let stored = table.storedColumns.map { SQLIdentifier.quoted(table.columns[$0].name) }
        let parameters = stored.indices.map { "?\($0 + 1)" }
        return try connection.statement(
            """
            INSERT OR REPLACE INTO \(SQLIdentifier.quoted(table.name)) (\(stored.joined(separator: ", "))) \
            VALUES (\(parameters.joined(separator: ", ")))
            """)
    }
}
