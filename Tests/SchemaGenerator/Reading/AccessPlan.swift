/// How a schema with read rules decides who reads what: rows belong to a team, and `member` says who is in which.
struct AccessPlan {
    /// A kind of few values, so that actors meet in teams.
    let team: RandomColumn
    let memberSide: RandomTable.Side

    var membership: String { "SELECT \(team.name) FROM member WHERE user_id = :actor" }

    /// Whether the actor is in the team that an expression gives.
    func isMember(of team: String) -> String {
        "EXISTS (SELECT 1 FROM member WHERE member.\(self.team.name) = \(team) AND user_id = :actor)"
    }

    init(using chance: inout Chance) {
        let kind = chance.pick(ValueKind.team, .team, .team, .integer, .uuidText)
        team = RandomColumn(name: kind == .team ? "team" : kind == .integer ? "team_number" : "team_id", kind: kind)
        memberSide = chance.percent(25) ? .server : .replicated
    }

    func memberTable(using chance: inout Chance) -> RandomTable {
        var table = RandomTable(
            name: "member", side: memberSide, key: [team.name, "user_id"],
            columns: [
                team, RandomColumn(name: "user_id", kind: .text),
                RandomColumn(name: "admin", kind: .bool, fallback: "0"),
                RandomColumn(name: "hits", kind: .integer, fallback: "0", isCounter: true),
            ])
        table.isWithoutRowID = chance.percent(50)
        guard memberSide == .replicated else { return table }
        switch chance.int(0...2) {
        case 0: table.isForEveryone = true
        case 1: table.rules = [ReadRule(name: "team", scope: team.name, grant: membership)]
        default: table.rules = [ReadRule(name: "self", scope: "user_id", grant: "SELECT :actor")]
        }
        return table
    }

    /// Gives a table the columns of its scopes, and its rules; those by a parent are drawn from its foreign keys.
    func rule(_ table: inout RandomTable, among tables: [RandomTable], using chance: inout Chance) {
        for reference in table.references where chance.percent(55) {
            guard let parent = tables.first(where: { $0.name == reference.parent }), !parent.rules.isEmpty,
                reference.parentColumns == parent.key
            else { continue }
            let scope = "\(reference.columns.joined(separator: ", ")) -> \(parent.name)"
            table.rules.append(ReadRule(name: "parent\(table.rules.count)", scope: scope, grant: nil))
        }
        if table.rules.isEmpty, chance.percent(15) {
            table.isForEveryone = true
            return
        }
        let owns = chance.percent(30)
        if table.rules.isEmpty && !owns || chance.percent(45) {
            table.columns.append(RandomColumn(name: team.name, kind: team.kind, isNullable: chance.percent(25)))
            table.rules.append(teamRule(of: table, using: &chance))
        }
        if owns {
            table.columns.append(RandomColumn(name: "owner", kind: .text, isNullable: chance.percent(20)))
            let folds = chance.percent(30)
            table.rules.append(
                ReadRule(
                    name: "owner", scope: folds ? "lower(owner)" : "owner",
                    grant: folds ? "SELECT lower(:actor)" : "SELECT :actor"))
        }
    }

    private func teamRule(of table: RandomTable, using chance: inout Chance) -> ReadRule {
        let hidden = table.columns.first { $0.kind == .bool && !$0.isNullable && $0.generated == nil }
        if let hidden, chance.percent(40) {
            return ReadRule(name: "team", scope: "iif(\(hidden.name), NULL, \(team.name))", grant: membership)
        }
        let admins = "\(membership) AND admin"
        return ReadRule(name: "team", scope: team.name, grant: chance.percent(20) ? admins : membership)
    }
}
