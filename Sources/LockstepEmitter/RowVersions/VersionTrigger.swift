/// A trigger on a table of the schema's that runs after each change of a row.
struct VersionTrigger {
    let table: String

    /// `insert`, `update` or `delete`.
    let event: String

    /// Each with its indentation and semicolon.
    let statements: [String]

    init(on table: String, event: String, statements: [String]) {
        self.table = table
        self.event = event
        self.statements = statements
    }

    var sql: String {
        let name = Self.quote("lockstep_\(event)_\(table)")
        let body = ([Self.externalEntry] + statements).joined(separator: "\n")
        return """
            CREATE TRIGGER \(name) AFTER \(event.uppercased()) ON \(Self.quote(table)) BEGIN
            \(body)
            END;
            """
    }

    /// The store's trigger appends the log entry. An `INSERT … SELECT` here would not do: it reads the table that it writes,
    /// for which SQLite makes a temporary table at each row, also of those that the server itself writes.
    private static let externalEntry =
        "  UPDATE lockstep_server SET external_changes = external_changes + 1 WHERE id = 1 AND writing = 0;"

    /// A name of the schema in SQL.
    static func quote(_ name: String) -> String {
        "\"\(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
}
