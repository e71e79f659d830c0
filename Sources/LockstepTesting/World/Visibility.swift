import Foundation
import Lockstep

/// What an actor may read by a schema's rules, asked of the rules themselves: without the scopes that a server keeps.
struct Visibility<Schema: ServerSchema> {
    private let rules: [ReadRule]

    /// By rule, the condition that a row of its table meets, given the grants in `temp.lockstep_grant_N`.
    private let conditions: [String]

    init() {
        rules = Schema.readRules
        conditions = rules.indices.map { Self.condition(of: $0) }
    }

    private static func condition(of index: Int) -> String {
        let rule = Schema.readRules[index]
        return condition(of: rule.scope, table: rule.table, grant: "SELECT scope FROM temp.lockstep_grant_\(index)")
    }

    private static func condition(of scope: ReadRule.Scope, table: String, grant: String) -> String {
        switch scope {
        case .expression(let expression): return "(\(expression)) IN (\(grant))"
        case .parent(let columns, let parent, let position):
            let name = SQLIdentifier.quoted(parent)
            let key = Schema.tables.first { $0.name == parent }?.key ?? []
            let join = zip(key, columns).map {
                "\(name).\(SQLIdentifier.quoted($0)) = \(SQLIdentifier.quoted(table)).\(SQLIdentifier.quoted($1))"
            }
            let parentRules = Schema.readRules.filter { $0.table == parent }
            let condition = condition(of: parentRules[position].scope, table: parent, grant: grant)
            return "EXISTS (SELECT 1 FROM \(name) WHERE \(join.joined(separator: " AND ")) AND \(condition))"
        }
    }

    /// Looks up what the actor is granted, for the conditions of `condition(for:)` on this connection.
    ///
    /// - Parameter source: Where to look it up; by default on the same connection.
    func lookUpGrants(
        of actor: String, on connection: SQLiteConnection, from source: SQLiteConnection? = nil
    ) throws {
        for (index, rule) in rules.enumerated() {
            try connection.execute("DROP TABLE IF EXISTS temp.lockstep_grant_\(index)")
            try connection.execute("CREATE TEMP TABLE lockstep_grant_\(index) (scope)")
            let insert = try connection.statement("INSERT INTO temp.lockstep_grant_\(index) VALUES (?1)")
            let grants = try (source ?? connection).statement(rule.grant.sql)
            defer { grants.reset() }
            var name = actor
            let id = name.withUTF8 { UUID(ascii: $0) }
            for (form, parameter) in zip(rule.grant.actors, Int32(1)...) {
                switch form {
                case .text: try grants.bind(actor, at: parameter)
                case .uuidText: try grants.bind(id, at: parameter)
                case .uuidBlob: try grants.bind(id.map(UUIDBlob.init), at: parameter)
                }
            }
            while try grants.step() {
                try insert.bind(grants.column(0), at: 1)
                try insert.run()
            }
        }
    }

    /// The condition that the rows of a table meet that the actor may read: any, where there is no rule.
    func condition(for table: String) -> String {
        let own = rules.indices.filter { rules[$0].table == table }
        guard !own.isEmpty else { return "true" }
        return own.map { "(\(conditions[$0]))" }.joined(separator: " OR ")
    }

    var hasRules: Bool { !rules.isEmpty }
}
