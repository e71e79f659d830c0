/// Makes mutations that delete.
struct DeleteMaker {
    let tables: [RandomTable]

    func byKey(_ table: RandomTable, using chance: inout Chance) -> RandomMutation {
        mutation("drop", table, ["DELETE FROM \(table.name) WHERE \(table.keyCondition())"], addressesRow: true)
    }

    func range(_ table: RandomTable, using chance: inout Chance) -> RandomMutation {
        let condition = ConditionMaker(tables: tables).condition(on: table, using: &chance)
        return mutation("clear", table, ["DELETE FROM \(table.name) WHERE (\(condition)) AND hits > 0"])
    }

    func list(_ table: RandomTable, using chance: inout Chance) -> RandomMutation? {
        guard let key = table.keyColumns.first(where: { !$0.kind.isBlob }) else { return nil }
        return mutation(
            "discard", table,
            ["DELETE FROM \(table.name) WHERE \(key.name) IN (SELECT value FROM json_each(:\(key.name)_list))"])
    }

    /// By a subquery about this table or another.
    func subquery(_ table: RandomTable, using chance: inout Chance) -> RandomMutation {
        var conditions = [
            "hits >= (SELECT max(hits) FROM \(table.name)) AND hits > 0",
            "hits > 0 AND EXISTS (SELECT 1 FROM \(table.name) AS other WHERE other.hits > \(table.name).hits)",
        ]
        for reference in table.references where reference.parent != table.name {
            let join = zip(reference.parentColumns, reference.columns).map {
                "\(reference.parent).\($0) = \(table.name).\($1)"
            }
            conditions.append(
                "EXISTS (SELECT 1 FROM \(reference.parent) WHERE \(join.joined(separator: " AND ")) AND \(reference.parent).hits > 1)"
            )
            if reference.columns.count == 1 {
                conditions.append(
                    "\(reference.columns[0]) IN (SELECT \(reference.parentColumns[0]) FROM \(reference.parent) WHERE hits > 1)"
                )
            }
        }
        for child in tables where child.name != table.name && child.side == .replicated {
            for reference in child.references where reference.parent == table.name && reference.columns.count == 1 {
                conditions.append(
                    """
                    hits > 0 AND \(reference.parentColumns[0]) NOT IN (SELECT \(reference.columns[0]) \
                    FROM \(child.name) WHERE \(reference.columns[0]) IS NOT NULL)
                    """)
            }
        }
        let key = table.key.joined(separator: ", ")
        let left = table.key.count == 1 ? key : "(\(key))"
        let with = chance.percent(25) ? "WITH busy AS (SELECT \(key) FROM \(table.name) WHERE hits > 2)\n" : ""
        let condition = with.isEmpty ? chance.one(of: conditions) : "\(left) IN (SELECT \(key) FROM busy)"
        return mutation("prune", table, ["\(with)DELETE FROM \(table.name) WHERE \(condition ?? conditions[0])"])
    }

    /// The row, and before it what refers to it: clients do not cascade towards tables with a rule.
    func family(_ table: RandomTable, using chance: inout Chance) -> RandomMutation? {
        let children = tables.filter { $0.name != table.name && $0.side == .replicated }.compactMap {
            child -> String? in
            guard
                let reference = child.references.first(where: {
                    $0.parent == table.name && $0.parentColumns == table.key
                })
            else { return nil }
            let join = zip(reference.columns, table.key).map { "\($0) = :\($1)" }
            return "DELETE FROM \(child.name) WHERE \(join.joined(separator: " AND "))"
        }
        guard !children.isEmpty else { return nil }
        return mutation(
            "uproot", table, children + ["DELETE FROM \(table.name) WHERE \(table.keyCondition())"], addressesRow: true)
    }

    /// Deletes a row and inserts it again.
    func replaced(_ table: RandomTable, using chance: inout Chance) -> RandomMutation {
        let insert = InsertMaker(tables: tables)
        let row = insert.row(of: table, using: &chance)
        let asksWho = row.list.contains(":who")
        return RandomMutation(
            name: "renew_\(table.name)", directives: asksWho ? ["param who: Int"] : [],
            statements: insert.ancestors(of: table, row) + [
                "DELETE FROM \(table.name) WHERE \(table.keyCondition())",
                "INSERT INTO \(table.name) (\(row.names)) VALUES (\(row.list))",
            ], table: table, addressesRow: true)
    }

    private func mutation(
        _ verb: String, _ table: RandomTable, _ statements: [String], addressesRow: Bool = false
    ) -> RandomMutation {
        RandomMutation(name: "\(verb)_\(table.name)", statements: statements, table: table, addressesRow: addressesRow)
    }
}
