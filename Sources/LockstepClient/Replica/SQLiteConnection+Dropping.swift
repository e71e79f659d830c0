import Lockstep

extension SQLiteConnection {
    /// Drops every table, view and trigger of the file, within the transaction that the caller holds.
    ///
    /// The file itself is never removed while it may be open elsewhere: SQLite finds a database's log by its name, and a
    /// process that still had the old file would write into, or delete, the log of the next one
    /// (https://www.sqlite.org/howtocorrupt.html#unlink).
    func dropEverything() throws {
        // Virtual tables first: they drop the tables in which they keep themselves.
        let names = try statement(
            """
            SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') \
            AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY sql LIKE 'CREATE VIRTUAL %' DESC, type DESC
            """ as StaticString
        ).all { (type: try $0.value(String.self, at: 0), name: try $0.value(String.self, at: 1)) }
        try withoutEnforcement {
            for (type, name) in names {
                try execute("DROP \(type.uppercased()) IF EXISTS \(SQLIdentifier.quoted(name))")
            }
        }
    }
}
