/// Makes mutations that update.
struct UpdateMaker {
    let tables: [RandomTable]

    // MARK: - One row

    func byKey(_ table: RandomTable, using chance: inout Chance) -> RandomMutation? {
        let columns = chance.some(1...3, of: table.values)
        guard !columns.isEmpty else { return nil }
        var sets = columns.map { "\($0.name) = \(value(for: $0, of: table, using: &chance))" }
        if chance.percent(40) { sets.append(table.increment) }
        let verb = chance.pick("UPDATE", "UPDATE", "UPDATE", "UPDATE OR IGNORE", "UPDATE OR REPLACE")
        return mutation(
            "set", table, ["\(verb) \(table.name) SET \(sets.joined(separator: ", ")) WHERE \(table.keyCondition())"],
            addressesRow: true)
    }

    /// Who changes one thing keeps what another has changed.
    func partly(_ table: RandomTable, using chance: inout Chance) -> RandomMutation? {
        let columns = chance.some(1...3, of: table.values)
        guard !columns.isEmpty else { return nil }
        let names = columns.map(\.name)
        let sets = names.map { "\($0) = :\($0)" }.joined(separator: ", ")
        return mutation(
            "edit", table, ["UPDATE \(table.name) SET \(sets) WHERE \(table.keyCondition())"],
            directives: ["optional: \(names.joined(separator: ", "))"], addressesRow: true)
    }

    /// The row gets another key, with what follows from ON UPDATE.
    func rekey(_ table: RandomTable, using chance: inout Chance) -> RandomMutation {
        let column = chance.one(of: table.key) ?? table.key[0]
        let verb = chance.pick("UPDATE OR REPLACE", "UPDATE OR REPLACE", "UPDATE OR IGNORE", "UPDATE")
        return mutation(
            "rekey", table, ["\(verb) \(table.name) SET \(column) = :new_\(column) WHERE \(table.keyCondition())"],
            addressesRow: true)
    }

    private func value(for column: RandomColumn, of table: RandomTable, using chance: inout Chance) -> String {
        let name = column.name
        guard !column.isReference, chance.percent(50) else { return ":\(name)" }
        if column.isNullable, chance.percent(20) { return "NULL" }
        if column.kind.isDate { return chance.pick(":now", ":committedAt") }
        switch column.kind {
        case .text where name == "owner": return chance.pick(":actor", InsertMaker.somebody)
        case .text: return chance.pick("substr(\(name) || 'x', 1, 12)", ":actor", "lower(\(name))")
        case .amount: return "\(name) % 1000 + \(chance.int(1...9))"
        case .integer: return "\(name) % 1000 + :\(name) % 100"
        case .real: return "\(name) / 2"
        case .bool: return "NOT \(name)"
        case .state: return "CASE \(name) WHEN 'new' THEN 'open' WHEN 'open' THEN 'done' ELSE 'new' END"
        default: return ":\(name)"
        }
    }

    // MARK: - Several rows

    func range(_ table: RandomTable, using chance: inout Chance) -> RandomMutation? {
        guard let column = chance.one(of: table.plainValues) else { return nil }
        var sets = ["\(column.name) = \(value(for: column, of: table, using: &chance))"]
        if chance.percent(40) { sets.append(table.increment) }
        let verb = chance.pick("UPDATE", "UPDATE", "UPDATE OR IGNORE", "UPDATE OR REPLACE")
        let condition = ConditionMaker(tables: tables).condition(on: table, using: &chance)
        return mutation(
            "shift", table, ["\(verb) \(table.name) SET \(sets.joined(separator: ", ")) WHERE \(condition)"])
    }

    func from(_ table: RandomTable, using chance: inout Chance) -> RandomMutation? {
        var made: [String] = []
        for reference in table.references where reference.parent != table.name {
            guard let parent = tables.first(where: { $0.name == reference.parent }) else { continue }
            let join = zip(reference.columns, reference.parentColumns).map {
                "\(table.name).\($0) = \(parent.name).\($1)"
            }
            for column in table.plainValues {
                guard let source = parent.columns(column.kind).first(where: { !$0.isCounter }),
                    column.isNullable || !source.isNullable
                else { continue }
                // The child takes the parent's value, or the parent that of any of its children.
                let down = """
                    UPDATE \(table.name) SET \(column.name) = \(parent.name).\(source.name)
                    FROM \(parent.name) WHERE \(join.joined(separator: " AND ")) AND \(parent.name).hits < :most
                    """
                made.append(down)
                if source.isSettable, !parent.key.contains(source.name), source.isNullable == column.isNullable,
                    !source.isReference, source.kind == column.kind
                {
                    made.append(
                        """
                        UPDATE \(parent.name) SET \(source.name) = \(table.name).\(column.name)
                        FROM \(table.name) WHERE \(join.joined(separator: " AND ")) AND \(table.name).hits < :most
                        """)
                }
            }
        }
        return chance.one(of: made).map { mutation("draw", table, [$0], directives: ["param most: Int"]) }
    }

    func bulk(_ table: RandomTable, using chance: inout Chance) -> RandomMutation? {
        guard let column = chance.one(of: table.plainValues.filter { !$0.kind.isBlob }),
            !table.keyColumns.contains(where: { $0.kind.isBlob })
        else { return nil }
        let join = table.key.map { "\(table.name).\($0) = change.value ->> '\($0)'" }
        return mutation(
            "tune", table,
            [
                """
                UPDATE \(table.name) SET \(column.name) = change.value ->> '\(column.name)'
                FROM json_each(:changes) AS change WHERE \(join.joined(separator: " AND "))
                """
            ], directives: ["rows changes: \(table.name)(\((table.key + [column.name]).joined(separator: ", ")))"])
    }

    /// One row by its place in an order, which may leave open which of several that is.
    func first(_ table: RandomTable, using chance: inout Chance) -> RandomMutation? {
        let totals = chance.percent(50)
        let key = table.key.joined(separator: ", ")
        let order = totals ? "hits, \(key)" : "hits"
        let left = table.key.count == 1 ? key : "(\(key))"
        let `operator` = table.key.count == 1 ? chance.pick("=", "IN") : "IN"
        let condition = ConditionMaker(tables: tables).condition(on: table, using: &chance)
        return mutation(
            totals ? "take_first" : "take_any", table,
            [
                """
                UPDATE \(table.name) SET \(table.increment) WHERE \(left) \(`operator`) (
                  SELECT \(key) FROM \(table.name) WHERE \(condition) ORDER BY \(order) LIMIT 1)
                """
            ])
    }

    // MARK: - Several statements

    func transfer(_ table: RandomTable, using chance: inout Chance) -> RandomMutation? {
        guard
            let amount = chance.one(of: table.columns(.amount).filter { $0.isSettable && !table.key.contains($0.name) })
        else { return nil }
        let name = amount.name
        return mutation(
            "move", table,
            [
                "UPDATE \(table.name) SET \(name) = \(name) - :\(name) % 1000 WHERE \(table.keyCondition())",
                "UPDATE \(table.name) SET \(name) = \(name) + :\(name) % 1000 WHERE \(table.keyCondition(prefix: "other_"))",
            ], addressesRow: true)
    }

    /// A value computed from rows of this table or of those below.
    func computed(_ table: RandomTable, using chance: inout Chance) -> RandomMutation? {
        let others = tables.filter { $0.side == .replicated }
        guard
            let column = chance.one(
                of: table.columns(.amount, .real).filter { $0.isSettable && !table.key.contains($0.name) }),
            let other = chance.one(of: others)
        else { return nil }
        let real = other.columns(.real).first { $0.generated == nil }
        let sum = column.kind == .real ? real.map { "total(\($0.name))" } : nil
        let value = sum ?? (column.kind == .real ? "CAST(count(*) AS REAL)" : "count(*)")
        return mutation(
            "sum_up", table,
            [
                "UPDATE \(table.name) SET \(column.name) = (SELECT \(value) FROM \(other.name)) WHERE \(table.keyCondition())"
            ],
            addressesRow: true)
    }

    private func mutation(
        _ verb: String, _ table: RandomTable, _ statements: [String], directives: [String] = [],
        addressesRow: Bool = false
    ) -> RandomMutation {
        let asksWho = statements.contains { $0.contains(":who") }
        return RandomMutation(
            name: "\(verb)_\(table.name)", directives: directives + (asksWho ? ["param who: Int"] : []),
            statements: statements, table: table, addressesRow: addressesRow)
    }
}
