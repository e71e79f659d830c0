package import Lockstep

/// The text that the generator prints as a schema's `rowVersionSQL`, for schemas that tests write by hand.
package enum RowVersionText {
    package static func sql(for tables: [TableDescription]) -> String {
        tables.map(sql(for:)).joined(separator: "\n\n")
    }

    private static func sql(for table: TableDescription) -> String {
        let key = table.key.map { "\"\($0)\"" }
        let columns = table.keyColumns.map { column in
            let affinity = String(describing: table.columns[column].affinity).uppercased()
            return "  \"\(table.columns[column].name)\" \(affinity) NOT NULL,"
        }
        return """
            CREATE TABLE "lockstep_rows_\(table.name)" (
            \(columns.joined(separator: "\n"))
              lockstep_version INTEGER NOT NULL,
              lockstep_deleted INTEGER NOT NULL,
              PRIMARY KEY (\(key.joined(separator: ", ")))
            ) WITHOUT ROWID;
            CREATE INDEX "lockstep_versions_\(table.name)" ON "lockstep_rows_\(table.name)" (lockstep_version);
            \(trigger("insert", on: table, [upsert("new", table, key, deleted: false)]))
            \(trigger("update", on: table, [upsert("new", table, key, deleted: false), upsertOfOldKey(table, key)]))
            \(trigger("delete", on: table, [upsert("old", table, key, deleted: true)]))
            """
    }

    private static func trigger(_ event: String, on table: TableDescription, _ statements: [String]) -> String {
        """
        CREATE TRIGGER "lockstep_\(event)_\(table.name)" AFTER \(event.uppercased()) ON "\(table.name)" BEGIN
          UPDATE lockstep_server SET external_changes = external_changes + 1 WHERE id = 1 AND writing = 0;
        \(statements.joined(separator: "\n"))
        END;
        """
    }

    private static func upsert(
        _ row: String, _ table: TableDescription, _ key: [String], deleted: Bool, condition: String = "WHERE true"
    ) -> String {
        let keys = key.joined(separator: ", ")
        let values = key.map { "\(row).\($0)" }.joined(separator: ", ")
        return """
              INSERT INTO "lockstep_rows_\(table.name)" (\(keys), lockstep_version, lockstep_deleted)
              SELECT \(values), (SELECT max(version) FROM lockstep_log) + writing, \(deleted ? 1 : 0)
              FROM lockstep_server \(condition)
              ON CONFLICT (\(keys)) DO UPDATE SET lockstep_version = excluded.lockstep_version,
                lockstep_deleted = \(deleted ? 1 : 0);
            """
    }

    private static func upsertOfOldKey(_ table: TableDescription, _ key: [String]) -> String {
        let differs = key.map { "old.\($0) IS NOT new.\($0)" }.joined(separator: " OR ")
        return upsert("old", table, key, deleted: true, condition: "WHERE \(differs)")
    }
}
