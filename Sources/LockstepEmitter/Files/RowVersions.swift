import LockstepSchema

/// The SQL that keeps the versions of a table's rows on a server.
///
/// A version row is written by `INSERT … ON CONFLICT DO UPDATE` alone: the conflict clause of the statement that fires a
/// trigger overrides any `OR` clause within it (https://www.sqlite.org/lang_createtrigger.html). A change that does not
/// come through the server gets a log entry of its own.
struct RowVersions {
    private let table: String
    private let versions: String
    private let columns: [Column]
    private let key: [String]

    init(_ table: Table) {
        self.table = table.name
        versions = Self.quote("lockstep_rows_\(table.name)")
        columns = table.keyColumns
        key = table.key.map(Self.quote)
    }

    /// The statements, without an empty line at their end.
    var sql: String {
        """
        CREATE TABLE \(versions) (
        \(columnDefinitions)
          lockstep_version INTEGER NOT NULL,
          lockstep_deleted INTEGER NOT NULL,
          PRIMARY KEY (\(keyList))
        ) WITHOUT ROWID;
        CREATE INDEX \(Self.quote("lockstep_rows_\(table)_version")) ON \(versions) (lockstep_version);
        \(trigger("insert", [upsert("new", deleted: 0, condition: " WHERE true")]))
        \(trigger("update", [
            upsert("new", deleted: 0, condition: " WHERE true"),
            upsert("old", deleted: 1, condition: "\n  WHERE \(keyChanged)"),
        ]))
        \(trigger("delete", [upsert("old", deleted: 1, condition: " WHERE true")]))
        """
    }

    private var keyList: String { key.joined(separator: ", ") }

    private var columnDefinitions: String {
        columns.map { "  \(Self.quote($0.name)) \($0.affinity.rawValue.uppercased()) NOT NULL," }.joined(
            separator: "\n")
    }

    private var keyChanged: String {
        key.map { "old.\($0) IS NOT new.\($0)" }.joined(separator: " OR ")
    }

    private func trigger(_ event: String, _ statements: [String]) -> String {
        """
        CREATE TRIGGER \(Self.quote("lockstep_\(table)_\(event)")) AFTER \(event.uppercased()) ON \(Self.quote(table)) BEGIN
        \(Self.externalEntry)
        \(statements.joined(separator: "\n"))
        END;
        """
    }

    private static let externalEntry = """
          INSERT INTO lockstep_log (kind, tag, committed_at)
          SELECT 'external', random(), max(CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER),
            (SELECT committed_at FROM lockstep_log ORDER BY version DESC LIMIT 1) + 1)
          FROM lockstep_server WHERE writing = 0;
        """

    private func upsert(_ row: String, deleted: Int, condition: String) -> String {
        let values = key.map { "\(row).\($0)" }.joined(separator: ", ")
        return """
              INSERT INTO \(versions) (\(keyList), lockstep_version, lockstep_deleted)
              SELECT \(values), (SELECT max(version) FROM lockstep_log) + writing, \(deleted) FROM lockstep_server\(condition)
              ON CONFLICT (\(keyList)) DO UPDATE SET lockstep_version = excluded.lockstep_version, lockstep_deleted = \(deleted);
            """
    }

    /// A name of the schema in SQL.
    private static func quote(_ name: String) -> String {
        "\"\(name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
}
