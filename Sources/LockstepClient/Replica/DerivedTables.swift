import Lockstep

/// The derived tables of a replica, and the TEMP triggers by which one connection keeps them.
///
/// What a derived table holds follows from the rows of others. So its triggers run whenever these change, by whatever: a
/// mutation, an undo, a step. Where all rows are replaced, or a trigger has failed, it is emptied, and every row passes the
/// triggers of its insertion once.
struct DerivedTables {
    let tables: [DerivedTable]
    let triggers: [DerivedTrigger]

    init<Schema: SyncSchema>(of schema: Schema.Type) {
        tables = schema.derivedTables
        triggers = schema.derivedTriggers
    }

    var isEmpty: Bool { tables.isEmpty }

    /// A hash over the triggers: content that other triggers made is made again.
    var fingerprint: String {
        let parts = triggers.flatMap { [$0.name, $0.table, $0.moment, $0.action] }
        return String(StableHash(Array(parts.joined(separator: "\n").utf8)).value, radix: 16)
    }

    /// Makes the triggers. In their bodies a name without a database means the replica's table: the connection has no
    /// temporary table, and an attached file comes after (https://www.sqlite.org/lang_naming.html).
    func install(on connection: SQLiteConnection) throws {
        for trigger in triggers {
            try connection.execute(
                """
                CREATE TEMP TRIGGER IF NOT EXISTS \(SQLIdentifier.quoted(trigger.name)) \(trigger.moment) \
                ON main.\(SQLIdentifier.quoted(trigger.table)) \(trigger.action)
                """)
        }
    }

    func remove(from connection: SQLiteConnection) throws {
        for trigger in triggers {
            try connection.execute("DROP TRIGGER IF EXISTS temp.\(SQLIdentifier.quoted(trigger.name))")
        }
    }

    func areInstalled(on connection: SQLiteConnection) throws -> Bool {
        let statement = try connection.statement(
            "SELECT EXISTS (SELECT 1 FROM sqlite_temp_master WHERE type = 'trigger')" as StaticString)
        return try statement.first { try $0.value(at: 0) } ?? false
    }

    /// Empties the tables. The triggers are not installed: those of a deletion would run for every row.
    func clear(on connection: SQLiteConnection) throws {
        for table in tables {
            if let sql = table.clearSQL { try connection.execute(sql) }
        }
    }

    /// Lets every row pass the triggers of its insertion. The tables are empty, and the triggers installed: tables may be
    /// derived from derived ones.
    ///
    /// The rows stay where they are: they are inserted into a view that has the triggers of their table
    /// (https://www.sqlite.org/lang_createtrigger.html#instead_of_triggers).
    func fill(on connection: SQLiteConnection) throws {
        let derived = Set(tables.map(\.name))
        let insertions = triggers.filter { $0.moment == "AFTER INSERT" && !derived.contains($0.table) }
        var filled: Set<String> = []
        for table in insertions.map(\.table) where filled.insert(table).inserted {
            let columns = try rowidColumns(of: table, on: connection)
            try connection.execute(
                "CREATE TEMP VIEW lockstep_rows AS SELECT \(columns)* FROM main.\(SQLIdentifier.quoted(table))")
            for trigger in insertions where trigger.table == table {
                try connection.execute(
                    """
                    CREATE TEMP TRIGGER \(SQLIdentifier.quoted("lockstep_" + trigger.name)) INSTEAD OF INSERT \
                    ON temp.lockstep_rows \(trigger.action)
                    """)
            }
            try connection.execute("INSERT INTO temp.lockstep_rows SELECT * FROM temp.lockstep_rows")
            try connection.execute("DROP VIEW temp.lockstep_rows")
        }
    }

    /// The names by which a trigger may call the row's number, but for those that are columns. None in a table WITHOUT
    /// ROWID (https://www.sqlite.org/lang_createtable.html#rowid).
    private func rowidColumns(of table: String, on connection: SQLiteConnection) throws -> String {
        let hasNone = try connection.statement(
            "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?1" as StaticString)
        try hasNone.bind(table, at: 1)
        if try hasNone.first({ try $0.value(Bool.self, at: 0) }) == true { return "" }
        let statement = try connection.statement("SELECT lower(name) FROM pragma_table_xinfo(?1)" as StaticString)
        try statement.bind(table, at: 1)
        let names = try Set(statement.all { try $0.value(String.self, at: 0) })
        let free = ["rowid", "_rowid_", "oid"].filter { !names.contains($0) }
        guard let name = free.first else { return "" }
        return free.map { "\(name) AS \"\($0)\", " }.joined()
    }
}
