import LockstepSchema

/// The version rows of one table: `lockstep_rows_…` with a row per key that there ever was, and `lockstep_exits_…` with
/// the scopes that rows left, if the table has read rules.
///
/// A version row keeps, for each rule, the row's scope (NULL for a row that is gone) and the version at which it got that
/// scope. A trigger on the version rows writes the exits and carries a changed scope on to the rows that inherit it, so
/// that it makes no difference what changed the version row: in a cascade the triggers of a child no longer see the
/// parent.
struct VersionedTable {
    private let table: Table
    private let scopes: RowScopes
    private let rules: [RowScopes.Rule]
    private let versions: String
    private let exits: String
    private let key: [String]

    init(_ table: Table, _ scopes: RowScopes) {
        self.table = table
        self.scopes = scopes
        rules = scopes.rules(of: table)
        versions = Self.quote("lockstep_rows_\(table.name)")
        exits = Self.quote("lockstep_exits_\(table.name)")
        key = table.key.map(Self.quote)
    }

    /// The alias of a table whose rows are read: no table of a schema's has such a name.
    private static let row = "lockstep_row"

    // MARK: - Tables

    var tablesSQL: String {
        let columns = table.keyColumns.map { "  \(Self.quote($0.name)) \($0.affinity.rawValue.uppercased()) NOT NULL," }
        let scopeColumns = rules.indices.map { "  \(scope($0)),\n  \(entered($0)) INTEGER," }
        let definitions =
            columns + ["  lockstep_version INTEGER NOT NULL,", "  lockstep_deleted INTEGER NOT NULL,"] + scopeColumns
        let statements = [
            """
            CREATE TABLE \(versions) (
            \(definitions.joined(separator: "\n"))
              PRIMARY KEY (\(keyList))
            ) WITHOUT ROWID;
            CREATE INDEX \(index("versions")) ON \(versions) (lockstep_version);
            """
        ]
        return (statements + scopeIndexes + exitTable(columns) + parentIndexes).joined(separator: "\n")
    }

    private var scopeIndexes: [String] {
        rules.indices.map { "CREATE INDEX \(index("scope_\($0)")) ON \(versions) (\(scope($0)));" }
    }

    private func exitTable(_ columns: [String]) -> [String] {
        guard !rules.isEmpty else { return [] }
        return [
            """
            CREATE TABLE \(exits) (
              lockstep_exit INTEGER PRIMARY KEY,
            \(columns.joined(separator: "\n"))
              lockstep_rule INTEGER NOT NULL,
              lockstep_scope NOT NULL,
              lockstep_entered INTEGER NOT NULL,
              lockstep_version INTEGER NOT NULL
            );
            CREATE INDEX \(index("exits_versions")) ON \(exits) (lockstep_version);
            """
        ]
    }

    /// By what the rows are found that inherit from a parent's row.
    private var parentIndexes: [String] {
        var seen: [[String]] = []
        for case .parent(_, let columns, _) in rules.map(\.source) {
            guard !seen.contains(columns), Array(table.key.prefix(columns.count)) != columns else { continue }
            seen.append(columns)
        }
        return seen.enumerated().map { number, columns in
            let list = columns.map { Self.quote($0) + " COLLATE BINARY" }.joined(separator: ", ")
            return "CREATE INDEX \(index("parent_\(number)")) ON \(Self.quote(table.name)) (\(list));"
        }
    }

    /// Gives the rows that are there version 1 and their scopes. Without rules the server does so by itself.
    var fillSQL: [String] {
        guard !rules.isEmpty else { return [] }
        let values = rules.map { value(of: $0, in: Self.row) + ", 1" }.joined(separator: ", ")
        return [
            """
            INSERT INTO \(versions) (\(keyList), lockstep_version, lockstep_deleted, \(scopeList))
            SELECT \(keyList(of: Self.row)), 1, 0, \(values) FROM \(Self.quote(table.name)) \(Self.row);
            """
        ]
    }

    // MARK: - Triggers

    var triggersSQL: String {
        let triggers =
            [
                VersionTrigger(on: table.name, event: "insert", statements: [living("WHERE true")]),
                VersionTrigger(
                    on: table.name, event: "update",
                    statements: [living("WHERE true"), gone("\n  WHERE \(keyChanged)")]
                ),
                VersionTrigger(on: table.name, event: "delete", statements: [gone(" WHERE true")]),
            ].map(\.sql)
        return (triggers + leaving + arriving).joined(separator: "\n")
    }

    private var keyChanged: String {
        key.map { "old.\($0) IS NOT new.\($0)" }.joined(separator: " OR ")
    }

    private static let version = "(SELECT max(version) FROM lockstep_log) + writing"

    /// The upsert of the version row of a row that there is.
    private func living(_ condition: String) -> String {
        let names = [keyList, "lockstep_version", "lockstep_deleted"] + (rules.isEmpty ? [] : [scopeList])
        let values =
            [keyList(of: "new"), Self.version, "0"]
            + rules.flatMap { [value(of: $0, in: "new"), Self.version] }
        let assignments =
            ["lockstep_version = excluded.lockstep_version", "lockstep_deleted = 0"]
            + rules.indices.flatMap { index in
                [
                    """
                    \(entered(index)) = iif(\(scope(index)) IS excluded.\(scope(index)), \(entered(index)), \
                    excluded.\(entered(index)))
                    """,
                    "\(scope(index)) = excluded.\(scope(index))",
                ]
            }
        return """
              INSERT INTO \(versions) (\(names.joined(separator: ", ")))
              SELECT \(values.joined(separator: ", ")) FROM lockstep_server \(condition)
              ON CONFLICT (\(keyList)) DO UPDATE SET \(assignments.joined(separator: ", "));
            """
    }

    private func gone(_ condition: String) -> String {
        let assignments =
            ["lockstep_version = excluded.lockstep_version", "lockstep_deleted = 1"]
            + rules.indices.flatMap { ["\(scope($0)) = NULL", "\(entered($0)) = NULL"] }
        return """
              INSERT INTO \(versions) (\(keyList), lockstep_version, lockstep_deleted)
              SELECT \(keyList(of: "old")), \(Self.version), 1 FROM lockstep_server\(condition)
              ON CONFLICT (\(keyList)) DO UPDATE SET \(assignments.joined(separator: ", "));
            """
    }

    /// Writes exits, and carries the changed scopes on.
    private var leaving: [String] {
        guard !rules.isEmpty else { return [] }
        let changed = rules.indices.map { "old.\(scope($0)) IS NOT new.\(scope($0))" }
        let written = rules.indices.map { index in
            """
              INSERT INTO \(exits) (\(keyList), lockstep_rule, lockstep_scope, lockstep_entered, lockstep_version)
              SELECT \(keyList(of: "old")), \(index), old.\(scope(index)), old.\(entered(index)), new.lockstep_version
              WHERE old.\(scope(index)) IS NOT NULL AND \(changed[index]);
            """
        }
        return [
            """
            CREATE TRIGGER \(index("scopes")) AFTER UPDATE ON \(versions) WHEN \(changed.joined(separator: " OR ")) BEGIN
            \((written + inheritance).joined(separator: "\n"))
            END;
            """
        ]
    }

    /// A row that comes after those that inherit from it, which a deferred foreign key allows.
    private var arriving: [String] {
        guard !inheritance.isEmpty else { return [] }
        return [
            """
            CREATE TRIGGER \(index("arrival")) AFTER INSERT ON \(versions) BEGIN
            \(inheritance.joined(separator: "\n"))
            END;
            """
        ]
    }

    /// Gives the rows that inherit from `new` its scopes and its version.
    private var inheritance: [String] {
        scopes.heirs(of: table).flatMap { heirs in
            let heirKey = heirs.table.key.map(Self.quote).joined(separator: ", ")
            let operand = heirs.table.key.count == 1 ? heirKey : "(\(heirKey))"
            // As the foreign key and the key of the parent compare, whatever the column's own collation.
            let refers = zip(heirs.columns, key).map { "\(Self.quote($0)) COLLATE BINARY = new.\($1)" }
                .joined(separator: " AND ")
            return heirs.rules.map { rule in
                """
                  UPDATE \(Self.quote("lockstep_rows_\(heirs.table.name)"))
                  SET \(scope(rule.own)) = new.\(scope(rule.parent)), \(entered(rule.own)) = new.lockstep_version,
                    lockstep_version = new.lockstep_version
                  WHERE \(operand) IN (SELECT \(heirKey) FROM \(Self.quote(heirs.table.name)) WHERE \(refers))
                    AND \(scope(rule.own)) IS NOT new.\(scope(rule.parent));
                """
            }
        }
    }

    // MARK: - Parts

    /// A row's scope by a rule.
    ///
    /// - Parameter row: By what the row's columns are named: `new`, or an alias.
    private func value(of rule: RowScopes.Rule, in row: String) -> String {
        switch rule.source {
        case .expression(let sql):
            if table.columns.contains(where: { $0.name == sql }) { return "\(row).\(Self.quote(sql))" }
            let same = key.map { "\($0) = \(row).\($0)" }.joined(separator: " AND ")
            return "(SELECT \(sql) FROM \(Self.quote(table.name)) WHERE \(same))"
        case .parent(let parent, let columns, let index):
            guard let parentKey = scopes.tables.first(where: { $0.name == parent })?.key else {
                preconditionFailure("The scope of \(table.name) is that of the missing table \(parent).")
            }
            let same = zip(parentKey, columns).map { "lockstep_parent.\(Self.quote($0)) = \(row).\(Self.quote($1))" }
            return """
                (SELECT lockstep_parent.\(scope(index)) FROM \(Self.quote("lockstep_rows_\(parent)")) lockstep_parent \
                WHERE \(same.joined(separator: " AND ")))
                """
        }
    }

    private func scope(_ rule: Int) -> String { "lockstep_scope_\(rule)" }

    private func entered(_ rule: Int) -> String { "lockstep_entered_\(rule)" }

    private var keyList: String { key.joined(separator: ", ") }

    private func keyList(of row: String) -> String { key.map { "\(row).\($0)" }.joined(separator: ", ") }

    private var scopeList: String {
        rules.indices.map { "\(scope($0)), \(entered($0))" }.joined(separator: ", ")
    }

    /// The subject comes first: a table may be called `issue_versions`.
    private func index(_ subject: String) -> String { Self.quote("lockstep_\(subject)_\(table.name)") }

    private static func quote(_ name: String) -> String { VersionTrigger.quote(name) }
}
