import Lockstep
import LockstepServer

/// Reads what an actor may read by a schema's rules.
struct GrantReading: Sendable {
    private struct Query: Sendable {
        /// The index of the first rule that has it.
        let rule: Int
        let sql: String
    }

    /// The grants of an actor who may read nothing.
    private let none: Grants

    /// Rules share grants: every child has that of its parent.
    private let queries: [Query]

    init(_ rules: [ReadRule]) {
        none = Grants(rules: rules)
        var seen: Set<GrantQuery> = []
        queries = rules.enumerated().compactMap { index, rule in
            let grant = GrantQuery(rule.grant)
            guard seen.insert(grant).inserted else { return nil }
            return Query(rule: index, sql: grant.distinctScopes)
        }
    }

    /// - Parameter statement: Prepares a statement.
    func read(_ actor: String, _ statement: (String) throws -> SQLiteStatement) throws -> Grants {
        var grants = none
        guard !queries.isEmpty else { return grants }
        let parameters = ActorParameters(actor)
        var scope = RecordWriter()
        for query in queries {
            let statement = try statement(query.sql)
            try parameters.bind(to: statement)
            defer { statement.reset() }
            while try statement.step() {
                let value = statement.column(0)
                guard !value.isNull else { continue }
                scope.removeAll()
                // 1 and 1.0 are one scope, as they are one key.
                scope.append(key: value, .numeric)
                grants.insert(scope.bytes, ofRule: query.rule)
            }
        }
        return grants
    }
}
