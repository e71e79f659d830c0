/// A table of a random schema, with the rules by which it is read.
struct RuledTable {
    enum Key: CaseIterable {
        case text, integer, pair
    }

    struct Reference {
        /// The index of the table.
        let parent: Int

        /// What holds the parent's key, in its order.
        let columns: [String]

        /// `REFERENCES …` without the table's name, or nil for columns that no constraint speaks of.
        let clause: String?
    }

    enum Rule {
        case scope(ScopeRule)
        case inherited(Int)
    }

    let name: String
    let key: Key
    let isWithoutRowID: Bool
    let references: [Reference]

    /// Empty if everyone reads the table.
    let rules: [Rule]

    var keyColumns: [String] { key == .pair ? ["id", "part"] : ["id"] }

    private var keyType: String { key == .integer ? "INTEGER" : "TEXT" }

    func createSQL(among tables: [RuledTable]) -> String {
        var lines = keyColumns.map { "\($0) \(keyType) NOT NULL" }
        lines += ["project TEXT", "team INTEGER", "owner TEXT NOT NULL", "marker TEXT NOT NULL"]
        for reference in references { lines += reference.columns.map { "\($0) \(tables[reference.parent].keyType)" } }
        lines.append("PRIMARY KEY (\(keyColumns.joined(separator: ", ")))")
        for reference in references {
            guard let clause = reference.clause else { continue }
            let parent = tables[reference.parent]
            lines.append(
                """
                FOREIGN KEY (\(reference.columns.joined(separator: ", "))) REFERENCES \(parent.name) \
                (\(parent.keyColumns.joined(separator: ", "))) \(clause)
                """)
        }
        let options = isWithoutRowID ? "STRICT, WITHOUT ROWID" : "STRICT"
        let read = rules.isEmpty ? "-- read: everyone\n" : ""
        return "\(read)CREATE TABLE \(name) (\n  \(lines.joined(separator: ",\n  "))\n) \(options);\n"
    }

    func permissions(among tables: [RuledTable]) -> String {
        rules.enumerated().map { index, rule in
            let header = "-- name: \(name)\(rules.count == 1 ? "" : ".rule\(index)") :read\n"
            switch rule {
            case .scope(let rule):
                return header + "-- scope: \(rule.expression)\n\(rule.grant);\n"
            case .inherited(let index):
                let reference = references[index]
                let columns = reference.columns.joined(separator: ", ")
                return header + "-- scope: \(columns) -> \(tables[reference.parent].name)\n"
            }
        }.joined(separator: "\n")
    }

    /// Whether the actor in `:actor` may read a row of the table, from the rules as they are written.
    func condition(_ alias: String, among tables: [RuledTable]) -> String {
        guard !rules.isEmpty else { return "true" }
        let alternatives = rules.map { rule -> String in
            switch rule {
            case .scope(let rule):
                return "(\(rule.expression)) IN (\(rule.grant))"
            case .inherited(let index):
                let reference = references[index]
                let parent = tables[reference.parent]
                let parentAlias = alias + "p"
                let join = zip(parent.keyColumns, reference.columns).map { "\(parentAlias).\($0) = \(alias).\($1)" }
                return """
                    EXISTS (SELECT 1 FROM \(parent.name) \(parentAlias) WHERE \(join.joined(separator: " AND ")) \
                    AND (\(parent.condition(parentAlias, among: tables))))
                    """
            }
        }
        return alternatives.joined(separator: " OR ")
    }

    /// The rows that the actor in `:actor` may read, each as a JSON array of its columns.
    func visibleRows(among tables: [RuledTable]) -> String {
        "SELECT json_array(\(columns.joined(separator: ", "))) FROM \(name) r WHERE \(condition("r", among: tables))"
    }

    var columns: [String] {
        keyColumns + ["project", "team", "owner", "marker"] + references.flatMap(\.columns)
    }
}

/// A scope of a row's own, and who is granted it.
struct ScopeRule {
    let expression: String
    let grant: String

    private static let membership = "SELECT project_id FROM member WHERE user_id = :actor"

    static let all = [
        ScopeRule(expression: "project", grant: membership),
        ScopeRule(expression: "iif(team > 1, project, NULL)", grant: membership),
        ScopeRule(
            expression: "coalesce(project, 'open')",
            grant: "SELECT 'open' UNION SELECT project_id FROM member WHERE user_id = :actor AND role = 'admin'"),
        ScopeRule(expression: "lower(owner)", grant: "SELECT lower(:actor)"),
        ScopeRule(expression: "team", grant: "SELECT team FROM seat WHERE user_id = :actor"),
        ScopeRule(expression: "team % 2", grant: "SELECT 1"),
        ScopeRule(
            expression: "project",
            grant: """
                SELECT m.project_id FROM member m JOIN seat s ON s.user_id = m.user_id
                WHERE s.team = 1 AND s.user_id = :actor
                """),
    ]
}
