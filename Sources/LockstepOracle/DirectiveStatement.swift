import LockstepSQL
import LockstepSchema

/// A SELECT that was made of a directive: of `allow`, `require`, or a read rule's scope and grant.
struct DirectiveStatement {
    let statement: BoundStatement

    /// The directive.
    let place: SourcePlace

    static func all(in schema: Schema) -> [DirectiveStatement] {
        let conditions = schema.mutations.flatMap(\.conditions).map {
            DirectiveStatement(statement: $0.statement, place: $0.place)
        }
        let rules = schema.tables.flatMap { table -> [DirectiveStatement] in
            guard case .rules(let rules) = table.readAccess else { return [] }
            return rules.flatMap { rule in statements(of: rule, table: table) }
        }
        return conditions + rules
    }

    private static func statements(of rule: ReadRule, table: Table) -> [DirectiveStatement] {
        var statements = [rule.grant].compactMap { $0 }
        if case .expression(let sql, _) = rule.scope {
            let query = "SELECT \(sql) FROM \(Identifier.quoted(table.name))"
            statements.append(BoundStatement(sql: query, bindings: [], side: .server))
        }
        return statements.map { DirectiveStatement(statement: $0, place: rule.place) }
    }
}
