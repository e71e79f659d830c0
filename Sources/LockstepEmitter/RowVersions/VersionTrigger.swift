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

    private static let externalEntry = """
          INSERT INTO lockstep_log (kind, tag, committed_at)
          SELECT 'external', random(), max(CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER),
            (SELECT committed_at FROM lockstep_log ORDER BY version DESC LIMIT 1) + 1)
          FROM lockstep_server WHERE writing = 0;
        """

    /// A name of the schema in SQL.
    static func quote(_ name: String) -> String {
        "\"\(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
}
