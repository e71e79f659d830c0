/// Makes conditions about several rows of a table.
struct ConditionMaker {
    let tables: [RandomTable]

    func condition(on table: RandomTable, using chance: inout Chance) -> String {
        let columns = table.columns.filter { !$0.isCounter && $0.generated == nil }
        guard let column = chance.one(of: columns) else { return "hits < 9" }
        let name = column.name
        // A bound of its own: the statement may store `:name`.
        let bound = ":\(name)_bound"
        switch column.kind {
        case .integer, .amount, .real, .dateInteger, .dateReal, .dateText, .text:
            return chance.pick(
                "\(name) < \(bound)", "\(name) >= \(bound)", "\(name) = \(bound)",
                "\(name) BETWEEN \(bound) AND :\(name)_limit")
        case .uuidText, .link:
            return chance.pick(
                "\(name) = \(bound)", "\(name) IN (SELECT value FROM json_each(:\(name)_list))", "\(name) > \(bound)")
        case .state, .colour, .team, .level:
            return chance.pick("\(name) = \(bound)", "\(name) IN (SELECT value FROM json_each(:\(name)_list))")
        case .bool: return chance.pick(name, "NOT \(name)")
        case .uuidBlob, .bytes: return "\(name) = \(bound) OR hits = 2"
        }
    }
}
