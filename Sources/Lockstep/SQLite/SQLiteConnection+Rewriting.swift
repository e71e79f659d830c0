extension SQLiteConnection {
    /// Stores every row of new tables with all its columns.
    ///
    /// `sqlite3_preupdate_old` gives NULL for a column that a later migration added to a row that was there, whatever the
    /// column's DEFAULT: effects would be wrong, and an undo would fail.
    package func rewriteRows(of tables: [TableDescription]) throws {
        try withoutEnforcement {
            for table in tables {
                // No added column is part of a key.
                let columns = table.storedColumns.map { table.columns[$0].name }
                guard let column = columns.last(where: { !table.key.contains($0) }) else { continue }
                let name = SQLIdentifier.quoted(column)
                try execute("UPDATE \(SQLIdentifier.quoted(table.name)) SET \(name) = \(name)")
            }
        }
    }
}
