/// Makes the queries of a schema.
struct QueryMaker {
    let tables: [RandomTable]

    /// The table of a view `overview`, if the schema has one.
    var viewed: RandomTable?

    var viewSQL: String? {
        viewed.map { table in
            """
            CREATE VIEW overview AS
            SELECT \(table.key[0]), count(*) AS row_count, max(hits) AS most_hits FROM \(table.name) GROUP BY \(table.key[0]);

            """
        }
    }

    func queries(using chance: inout Chance) -> [String] {
        let asked = tables.filter { $0.side == .replicated }
        var made: [String: String] = [:]
        for table in asked where made.count < 2 || chance.percent(30) {
            made["all_\(table.name)"] = "SELECT * FROM \(table.name) ORDER BY \(table.key.joined(separator: ", "))"
        }
        let count = chance.int(4...6)
        for _ in 0..<60 where made.count < count {
            guard let table = chance.one(of: asked), let query = any(table, using: &chance) else { continue }
            made[query.name] = query.sql
        }
        var text = made.sorted { $0.key < $1.key }.map { name, sql in
            "-- name: \(name) \(sql.hasPrefix("SELECT count(*)") ? ":one" : ":many")\n\(sql);\n"
        }
        if let viewed {
            text.append("-- name: overview :many\nSELECT * FROM overview ORDER BY row_count DESC, \(viewed.key[0]);\n")
        }
        if let draft = tables.first(where: { $0.side == .client }) {
            text.append("-- name: all_drafts :many\nSELECT * FROM \(draft.name) ORDER BY slot;\n")
        }
        return text
    }

    private func any(_ table: RandomTable, using chance: inout Chance) -> (name: String, sql: String)? {
        switch chance.int(0...9) {
        case 0: return ("count_\(table.name)", "SELECT count(*) FROM \(table.name) WHERE hits > 0")
        case 1: return ties(table, using: &chance)
        case 2, 9: return joined(table, using: &chance)
        case 3: return grouped(table, using: &chance)
        case 4: return listed(table)
        case 5: return found(table, using: &chance)
        case 6: return counted(table)
        case 7: return ranked(table)
        default: return united(table, using: &chance)
        }
    }

    private func ties(_ table: RandomTable, using chance: inout Chance) -> (name: String, sql: String) {
        let column = chance.one(of: table.values)?.name ?? "hits"
        return (
            "top_\(table.name)", "SELECT * FROM \(table.name) ORDER BY \(column) DESC, hits LIMIT \(chance.int(1...6))"
        )
    }

    private func joined(_ table: RandomTable, using chance: inout Chance) -> (name: String, sql: String)? {
        guard let reference = chance.one(of: table.references.filter { $0.parent != table.name }) else { return nil }
        let parent = reference.parent
        let condition = zip(reference.parentColumns, reference.columns).map { "\(parent).\($0) = \(table.name).\($1)" }
        let order = table.key.map { "\(table.name).\($0)" }.joined(separator: ", ")
        let join = chance.pick("JOIN", "LEFT JOIN")
        return (
            "\(table.name)_with_\(parent)",
            """
            SELECT \(table.name).*, \(parent).* FROM \(table.name) \(join) \(parent) ON \(condition.joined(separator: " AND "))
            ORDER BY \(order)
            """
        )
    }

    private func grouped(_ table: RandomTable, using chance: inout Chance) -> (name: String, sql: String)? {
        guard let group = chance.one(of: table.columns.filter { !$0.isCounter }) else { return nil }
        var results = [group.name, "count(*) AS row_count"]
        if let amount = table.columns(.amount).first(where: {
            $0.name != group.name && !$0.isReference && $0.generated == nil
        }) {
            results += ["max(\(amount.name)) AS most", "sum(\(amount.name)) AS sum_of_all"]
        }
        if let real = table.columns(.real).first(where: { $0.name != group.name }) {
            results.append("total(\(real.name)) AS heft")
        }
        let having = chance.percent(30) ? " HAVING count(*) > 1" : ""
        return (
            "\(table.name)_by_\(group.name)",
            "SELECT \(results.joined(separator: ", ")) FROM \(table.name) GROUP BY \(group.name)\(having) ORDER BY row_count DESC, \(group.name)"
        )
    }

    private func listed(_ table: RandomTable) -> (name: String, sql: String)? {
        guard let key = table.keyColumns.first(where: { !$0.kind.isBlob }) else { return nil }
        return (
            "some_\(table.name)",
            """
            SELECT * FROM \(table.name) WHERE \(key.name) IN (SELECT value FROM json_each(:\(key.name)_list))
            ORDER BY \(table.key.joined(separator: ", "))
            """
        )
    }

    private func found(_ table: RandomTable, using chance: inout Chance) -> (name: String, sql: String) {
        let condition = ConditionMaker(tables: tables).condition(on: table, using: &chance)
        return (
            "\(table.name)_found",
            "SELECT * FROM \(table.name) WHERE \(condition) ORDER BY \(table.key.joined(separator: ", ")) LIMIT 20"
        )
    }

    private func counted(_ table: RandomTable) -> (name: String, sql: String)? {
        let children = tables.filter { $0.side == .replicated && $0.name != table.name }
        for child in children {
            guard let reference = child.references.first(where: { $0.parent == table.name }) else { continue }
            let join = zip(reference.columns, reference.parentColumns).map {
                "\(child.name).\($0) = \(table.name).\($1)"
            }
            let key = table.key.joined(separator: ", ")
            return (
                "\(table.name)_and_its_\(child.name)",
                """
                SELECT \(key), (SELECT count(*) FROM \(child.name) WHERE \(join.joined(separator: " AND "))) AS children
                FROM \(table.name) ORDER BY children DESC, \(key)
                """
            )
        }
        return nil
    }

    private func ranked(_ table: RandomTable) -> (name: String, sql: String) {
        let key = table.key.joined(separator: ", ")
        return (
            "ranked_\(table.name)",
            "SELECT \(key), rank() OVER (ORDER BY hits DESC) AS place_of_it FROM \(table.name) ORDER BY place_of_it, \(key)"
        )
    }

    private func united(_ table: RandomTable, using chance: inout Chance) -> (name: String, sql: String)? {
        let texts = tables.filter { $0.side == .replicated }.flatMap { table in
            table.columns(.text).filter { $0.collation == nil }.map { "SELECT \($0.name) AS word FROM \(table.name)" }
        }
        guard texts.count > 1 else { return nil }
        let operation = chance.pick(" UNION ", " UNION ALL ", " EXCEPT ", " INTERSECT ")
        return ("words", chance.some(2...2, of: texts).joined(separator: operation) + " ORDER BY word")
    }
}
