/// Makes indexes.
struct IndexMaker {
    let tables: [RandomTable]

    func indexes(using chance: inout Chance) -> [String] {
        var indexes: [String] = []
        for table in tables where table.side == .replicated && chance.percent(70) {
            guard let text = index(of: table, named: "\(table.name)_index_\(indexes.count + 1)", using: &chance)
            else { continue }
            indexes.append(text + ";\n")
        }
        if let member = tables.first, member.name == "member" {
            indexes.append("CREATE INDEX member_by_user ON member (user_id);\n")
        }
        return indexes
    }

    private func index(of table: RandomTable, named name: String, using chance: inout Chance) -> String? {
        let columns = table.columns.filter { !$0.isCounter }
        let texts = table.columns(.text).filter { !table.key.contains($0.name) }
        switch chance.int(0...5) {
        case 0:
            guard let column = chance.one(of: columns) else { return nil }
            return "CREATE INDEX \(name) ON \(table.name) (\(column.name) DESC, \(table.key[0]))"
        case 1:
            guard let text = chance.one(of: texts) else { return nil }
            return "CREATE INDEX \(name) ON \(table.name) (lower(\(text.name)))"
        case 2:
            guard let text = chance.one(of: texts) else { return nil }
            return "CREATE INDEX \(name) ON \(table.name) (\(text.name) COLLATE NOCASE)"
        case 3:
            guard let text = chance.one(of: texts), let state = table.column("state") else { return nil }
            return "CREATE UNIQUE INDEX \(name) ON \(table.name) (\(text.name)) WHERE \(state.name) = 'open'"
        case 4:
            guard let text = chance.one(of: texts), let number = chance.one(of: table.columns(.amount, .integer))
            else { return nil }
            return "CREATE UNIQUE INDEX \(name) ON \(table.name) (\(text.name) COLLATE NOCASE, \(number.name))"
        default:
            guard let column = chance.one(of: columns) else { return nil }
            return "CREATE INDEX \(name) ON \(table.name) (\(column.name)) WHERE hits > 0"
        }
    }
}
