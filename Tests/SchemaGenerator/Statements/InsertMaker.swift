/// Makes mutations that insert.
struct InsertMaker {
    let tables: [RandomTable]

    /// The columns that an INSERT sets, and their values.
    struct Row {
        let columns: [RandomColumn]
        let values: [String]

        var names: String { columns.map(\.name).joined(separator: ", ") }
        var list: String { values.joined(separator: ", ") }
    }

    // MARK: - One row

    func row(of table: RandomTable, using chance: inout Chance) -> Row {
        let columns = table.columns.filter { column in
            guard column.isSettable else { return false }
            return column.isRequired || table.key.contains(column.name) || chance.percent(60)
        }
        return Row(columns: columns, values: columns.map { value(for: $0, of: table, using: &chance) })
    }

    private func value(for column: RandomColumn, of table: RandomTable, using chance: inout Chance) -> String {
        let parameter = ":\(column.name)"
        guard !table.key.contains(column.name), !column.isReference else { return parameter }
        if column.name == "owner" { return chance.percent(70) ? ":actor" : Self.somebody }
        if column.kind == .text, !table.uniques.joined().contains(column.name), chance.percent(15) { return ":actor" }
        if column.kind.isDate, chance.percent(50) { return chance.pick(":now", ":now", ":committedAt") }
        if column.kind == .text, !column.isNullable, chance.percent(10) { return "lower(\(parameter))" }
        return parameter
    }

    /// One of three users, by an argument `who`, which is an integer.
    static let somebody = "CASE :who % 3 WHEN 0 THEN 'ann' WHEN 1 THEN 'bob' ELSE 'eve' END"

    /// - Parameter isComplete: The rows that the row refers to are inserted as well; without it, most of the time.
    func plain(_ table: RandomTable, isComplete: Bool = false, using chance: inout Chance) -> RandomMutation {
        let row = row(of: table, using: &chance)
        let verb = chance.pick("INSERT", "INSERT", "INSERT OR IGNORE", "INSERT OR REPLACE", "REPLACE", "INSERT OR FAIL")
        return mutation(
            "add", table,
            (isComplete || chance.percent(75) ? ancestors(of: table, row) : [])
                + ["\(verb) INTO \(table.name) (\(row.names)) VALUES (\(row.list))"])
    }

    func upsert(_ table: RandomTable, isComplete: Bool = false, using chance: inout Chance) -> RandomMutation {
        let row = row(of: table, using: &chance)
        var clauses: [String] = []
        for unique in table.uniques where chance.percent(50) {
            let action = chance.percent(50) ? "DO NOTHING" : "DO UPDATE SET \(table.increment)"
            clauses.append("ON CONFLICT (\(unique.joined(separator: ", "))) \(action)")
        }
        clauses.append(keyClause(table, row, using: &chance))
        let sql = "INSERT INTO \(table.name) (\(row.names)) VALUES (\(row.list))\n\(clauses.joined(separator: "\n"))"
        return mutation("put", table, (isComplete || chance.percent(75) ? ancestors(of: table, row) : []) + [sql])
    }

    private func keyClause(_ table: RandomTable, _ row: Row, using chance: inout Chance) -> String {
        guard chance.percent(75) else {
            return chance.pick(
                "ON CONFLICT DO NOTHING", "ON CONFLICT (\(table.key.joined(separator: ", "))) DO NOTHING")
        }
        let settable = row.columns.filter { !table.key.contains($0.name) }
        var sets = chance.some(1...3, of: settable).map { "\($0.name) = excluded.\($0.name)" }
        if sets.isEmpty || chance.percent(50) { sets.append(table.increment) }
        let condition = chance.percent(25) ? " WHERE \(table.name).hits < 50" : ""
        return
            "ON CONFLICT (\(table.key.joined(separator: ", "))) DO UPDATE SET \(sets.joined(separator: ", "))\(condition)"
    }

    func twoRows(_ table: RandomTable, using chance: inout Chance) -> RandomMutation {
        let row = row(of: table, using: &chance)
        let other = table.keyColumns.last { !$0.isReference }?.name ?? table.key[0]
        let others = zip(row.columns, row.values).map { column, value in
            column.name == other ? ":other_\(column.name)" : value
        }
        let verb = chance.pick("INSERT", "INSERT OR IGNORE")
        return mutation(
            "pair", table,
            ancestors(of: table, row)
                + [
                    "\(verb) INTO \(table.name) (\(row.names)) VALUES (\(row.list)), (\(others.joined(separator: ", ")))"
                ])
    }

    // MARK: - Parents

    /// The rows that a row needs are inserted first, or afterwards if its keys are deferred.
    func family(_ table: RandomTable, using chance: inout Chance) -> RandomMutation? {
        guard table.references.contains(where: { $0.parent != table.name }) else { return nil }
        let row = row(of: table, using: &chance)
        let verb = chance.pick("INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE")
        let own = "\(verb) INTO \(table.name) (\(row.names)) VALUES (\(row.list))"
        let ancestors = ancestors(of: table, row)
        let areDeferred = table.references.allSatisfy { $0.isDeferred || $0.parent == table.name }
        return mutation("bring", table, areDeferred ? [own] + ancestors : ancestors + [own])
    }

    /// INSERT statements of the rows that a row refers to, parents first; they do nothing where these are there.
    func ancestors(of table: RandomTable, _ row: Row) -> [String] {
        var statements: [String] = []
        for reference in table.references where reference.parent != table.name {
            guard let parent = tables.first(where: { $0.name == reference.parent }) else { continue }
            let referring = reference.columns.compactMap { name in row.columns.firstIndex { $0.name == name } }
            guard referring.count == reference.columns.count else { continue }
            let columns = parent.columns.filter { column in
                column.isRequired || parent.key.contains(column.name) || reference.parentColumns.contains(column.name)
            }
            let values = columns.map { column in
                reference.parentColumns.firstIndex(of: column.name).map { row.values[referring[$0]] }
                    ?? ":\(column.name)"
            }
            let parentRow = Row(columns: columns, values: values)
            statements += ancestors(of: parent, parentRow)
            statements.append(
                "INSERT INTO \(parent.name) (\(parentRow.names)) VALUES (\(parentRow.list)) ON CONFLICT DO NOTHING")
        }
        return statements
    }

    /// Nothing happens while the parent is not there.
    func below(_ table: RandomTable, using chance: inout Chance) -> RandomMutation? {
        guard let reference = table.references.first(where: { $0.parent != table.name }),
            let parent = tables.first(where: { $0.name == reference.parent })
        else { return nil }
        let row = row(of: table, using: &chance)
        let columns = row.columns.filter { !reference.columns.contains($0.name) }
        let values = zip(row.columns, row.values).filter { !reference.columns.contains($0.0.name) }.map(\.1)
        let names = reference.columns + columns.map(\.name)
        let found = reference.parentColumns.map { "\(parent.name).\($0)" } + values
        let condition = zip(reference.parentColumns, reference.columns).map { "\(parent.name).\($0) = :\($1)" }
        return mutation(
            "hang", table,
            [
                """
                INSERT OR IGNORE INTO \(table.name) (\(names.joined(separator: ", ")))
                SELECT \(found.joined(separator: ", ")) FROM \(parent.name) WHERE \(condition.joined(separator: " AND "))
                """
            ])
    }

    // MARK: - Many rows

    func bulk(_ table: RandomTable, using chance: inout Chance) -> RandomMutation? {
        let columns = row(of: table, using: &chance).columns
        guard !columns.contains(where: { $0.kind.isBlob }) else { return nil }
        let names = columns.map(\.name).joined(separator: ", ")
        let values = columns.map { "value ->> '\($0.name)'" }.joined(separator: ", ")
        let conflict =
            chance.percent(50)
            ? "DO NOTHING" : "(\(table.key.joined(separator: ", "))) DO UPDATE SET \(table.increment)"
        return mutation(
            "load", table,
            [
                """
                INSERT INTO \(table.name) (\(names))
                SELECT \(values) FROM json_each(:rows) WHERE true
                ON CONFLICT \(conflict)
                """
            ], directives: ["rows rows: \(table.name)(\(names))"])
    }

    /// Rows of one table become rows of another, or of the same.
    func copy(_ table: RandomTable, using chance: inout Chance) -> RandomMutation? {
        let sources = tables.filter { $0.side == .replicated && $0.name != "member" }
        guard let source = chance.one(of: sources) else { return nil }
        let values = RowMapping(from: source, to: table).values(qualifier: source.name, parameters: true)
        let order = source.key.map { "\(source.name).\($0)" }.joined(separator: ", ")
        let tail =
            chance.pick("", " ORDER BY \(order) LIMIT 3", " ORDER BY \(source.name).hits LIMIT 2", " ORDER BY \(order)")
        let own = values.map {
            $0.value == "\(source.name).\(source.key[0])" && source.name == table.name ? ":\($0.column)" : $0.value
        }
        return mutation(
            "copy", table,
            [
                """
                INSERT OR IGNORE INTO \(table.name) (\(values.map(\.column).joined(separator: ", ")))
                SELECT \(own.joined(separator: ", ")) FROM \(source.name) WHERE \(source.name).hits < :most\(tail)
                """
            ], directives: ["param most: Int"])
    }

    private func mutation(
        _ verb: String, _ table: RandomTable, _ statements: [String], directives: [String] = []
    ) -> RandomMutation {
        let asksWho = statements.contains { $0.contains(":who") }
        return RandomMutation(
            name: "\(verb)_\(table.name)", directives: directives + (asksWho ? ["param who: Int"] : []),
            statements: statements, table: table)
    }
}
