/// Random tables with random rules. Beside them there are `member`, whose rows some or all may read, and `seat`, which
/// only the server has; both decide who reads what.
struct RandomRules {
    let tables: [RuledTable]

    /// How `member` is read.
    private let memberRule: String?

    init(using generator: inout some RandomNumberGenerator) {
        var tables: [RuledTable] = []
        for number in 0..<Int.random(in: 2...5, using: &generator) {
            tables.append(Self.table("t\(number)", after: tables, using: &generator))
        }
        self.tables = tables
        memberRule =
            [
                nil, "-- scope: project_id\nSELECT project_id FROM member WHERE user_id = :actor;",
                "-- scope: user_id\nSELECT :actor;",
            ].randomElement(using: &generator) ?? nil
    }

    private static func table(
        _ name: String, after tables: [RuledTable], using generator: inout some RandomNumberGenerator
    ) -> RuledTable {
        let key = RuledTable.Key.allCases.randomElement(using: &generator) ?? .text
        let parents = tables.indices.shuffled(using: &generator).prefix(Int.random(in: 0...2, using: &generator))
        let references = parents.map { parent in
            RuledTable.Reference(
                parent: parent, columns: tables[parent].keyColumns.map { "\(tables[parent].name)_\($0)" },
                clause: clauses.randomElement(using: &generator) ?? nil)
        }
        var rules: [RuledTable.Rule] = []
        // A parent that everyone reads has no scope to inherit.
        for (index, reference) in references.enumerated() where !tables[reference.parent].rules.isEmpty {
            if Int.random(in: 0..<4, using: &generator) > 0 { rules.append(.inherited(index)) }
        }
        let scopes = Int.random(in: rules.isEmpty ? 0...2 : -2...1, using: &generator)
        for rule in ScopeRule.all.shuffled(using: &generator).prefix(max(scopes, 0)) { rules.append(.scope(rule)) }
        return RuledTable(
            name: name, key: key, isWithoutRowID: Bool.random(using: &generator), references: references,
            rules: rules.shuffled(using: &generator))
    }

    private static let clauses = [
        nil, "ON DELETE CASCADE ON UPDATE CASCADE", "ON DELETE SET NULL ON UPDATE CASCADE",
        "ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED", "DEFERRABLE INITIALLY DEFERRED",
    ]

    var migration: String {
        """
        \(memberRule == nil ? "-- read: everyone\n" : "")CREATE TABLE member (
          project_id TEXT NOT NULL, user_id TEXT NOT NULL, role TEXT NOT NULL, marker TEXT NOT NULL,
          PRIMARY KEY (project_id, user_id)
        ) STRICT, WITHOUT ROWID;
        -- side: server
        CREATE TABLE seat (
          team INTEGER NOT NULL, user_id TEXT NOT NULL, marker TEXT NOT NULL, PRIMARY KEY (team, user_id)
        ) STRICT;
        \(tables.map { $0.createSQL(among: tables) }.joined())
        """
    }

    var permissions: String {
        (memberRule.map { "-- name: member :read\n\($0)\n" } ?? "")
            + tables.map { $0.permissions(among: tables) }.joined(separator: "\n")
    }

    /// By table, the statement that selects what the actor in `:actor` may read, each row as a JSON array.
    var visibleRows: [(table: String, sql: String)] {
        let member =
            switch memberRule {
            case nil: "true"
            case let rule? where rule.contains("scope: user_id"): "user_id = :actor"
            default: "EXISTS (SELECT 1 FROM member o WHERE o.project_id = r.project_id AND o.user_id = :actor)"
            }
        return [("member", "SELECT json_array(project_id, user_id, role, marker) FROM member r WHERE \(member)")]
            + tables.map { ($0.name, $0.visibleRows(among: tables)) }
    }
}
