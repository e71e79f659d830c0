import Lockstep
import LockstepServer

/// Reads what an actor may read by a schema's rules.
struct GrantReading: Sendable {
    private struct Query: Sendable {
        /// The index of the first rule that has it.
        let rule: Int
        let sql: String
    }

    private let rules: [ReadRule]

    /// Rules share grants: every child has that of its parent.
    private let queries: [Query]

    init(_ rules: [ReadRule]) {
        self.rules = rules
        var seen: Set<GrantQuery> = []
        queries = rules.enumerated().compactMap { index, rule in
            let grant = GrantQuery(rule.grant)
            guard seen.insert(grant).inserted else { return nil }
            return Query(rule: index, sql: grant.distinctScopes)
        }
    }

    /// - Parameter statement: Prepares a statement.
    func read(_ actor: String, _ statement: (String) throws -> SQLiteStatement) throws -> Grants {
        guard !rules.isEmpty else { return .everything }
        let salt = try statement("SELECT grants_salt FROM lockstep_server").only { Array($0.column(0).blob) }
        var hasher = GrantsHasher(rules: rules, salt: salt)
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
                hasher.append(scope.bytes, ofRule: query.rule)
            }
        }
        return hasher.finalize()
    }
}
