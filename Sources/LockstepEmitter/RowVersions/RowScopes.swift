import LockstepSchema

/// The read rules of a schema with what they inherit, as a server keeps them: each row has a scope for each rule.
struct RowScopes {
    /// A rule of a table. One that inherits the rules of a parent stands here once for each of them.
    struct Rule {
        let name: String?
        let source: Source
        let grant: BoundStatement
        let reads: [TableAccess]
    }

    /// Where a row's scope comes from.
    enum Source {
        case expression(String)

        /// The scope that the parent's row has by the parent's rule of this index. `columns` hold the parent's key, in
        /// its order.
        case parent(table: String, columns: [String], rule: Int)
    }

    /// Rows whose scope is that of a parent's row.
    struct Heirs {
        let table: Table

        /// What holds the parent's key, in its order.
        let columns: [String]

        /// Of each rule that is inherited, the index in the table and that in the parent.
        var rules: [(own: Int, parent: Int)]
    }

    private let schema: Schema
    private let rules: [String: [Rule]]

    init(_ schema: Schema) {
        self.schema = schema
        var rules: [String: [Rule]] = [:]
        for table in schema.tables { Self.collect(table, of: schema, into: &rules) }
        self.rules = rules
    }

    /// In the order of `lockstep_scope_0`, `lockstep_scope_1` and so on; empty if everyone reads the table.
    func rules(of table: Table) -> [Rule] { rules[table.name] ?? [] }

    func heirs(of parent: Table) -> [Heirs] {
        schema.replicatedTables.flatMap { table -> [Heirs] in
            var heirs: [Heirs] = []
            for (index, rule) in rules(of: table).enumerated() {
                guard case .parent(parent.name, let columns, let inherited) = rule.source else { continue }
                if let same = heirs.firstIndex(where: { $0.columns == columns }) {
                    heirs[same].rules.append((index, inherited))
                } else {
                    heirs.append(Heirs(table: table, columns: columns, rules: [(index, inherited)]))
                }
            }
            return heirs
        }
    }

    /// Parents before those who inherit from them, else as in the schema.
    var tables: [Table] {
        var depths: [String: Int] = [:]
        func depth(_ table: Table) -> Int {
            if let known = depths[table.name] { return known }
            let parents = rules(of: table).compactMap { rule -> Table? in
                guard case .parent(let name, _, _) = rule.source else { return nil }
                return schema.tables.first { $0.name == name }
            }
            let depth = parents.map { depth($0) + 1 }.max() ?? 0
            depths[table.name] = depth
            return depth
        }
        return schema.replicatedTables.enumerated()
            .sorted { (depth($0.element), $0.offset) < (depth($1.element), $1.offset) }.map(\.element)
    }

    /// Tables that only the server has and that decide who reads what.
    var decidingServerTables: [Table] {
        let names = Set(rules.values.joined().flatMap(\.reads).map(\.table))
        return schema.tables.filter { $0.side == .server && names.contains($0.name) }
    }

    /// The analysis has seen to it that no scope goes round.
    private static func collect(_ table: Table, of schema: Schema, into rules: inout [String: [Rule]]) {
        guard rules[table.name] == nil, case .rules(let written) = table.readAccess else { return }
        var collected: [Rule] = []
        for rule in written {
            switch rule.scope {
            case .expression(let sql, _):
                guard let grant = rule.grant else { preconditionFailure("A rule with a scope has a grant.") }
                collected.append(Rule(name: rule.name, source: .expression(sql), grant: grant, reads: rule.reads))
            case .parent(let columns, let name):
                guard let parent = schema.tables.first(where: { $0.name == name }) else { continue }
                collect(parent, of: schema, into: &rules)
                for (index, inherited) in (rules[name] ?? []).enumerated() {
                    collected.append(
                        Rule(
                            name: rule.name, source: .parent(table: name, columns: columns, rule: index),
                            grant: inherited.grant, reads: inherited.reads))
                }
            }
        }
        rules[table.name] = collected
    }
}
