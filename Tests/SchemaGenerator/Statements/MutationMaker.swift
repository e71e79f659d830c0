/// Makes the mutations of a schema.
struct MutationMaker {
    let tables: [RandomTable]
    let access: AccessPlan?

    func mutations(using chance: inout Chance) -> [String] {
        var made: [RandomMutation] = []
        if let access, let member = tables.first {
            made += MembershipMaker(access: access, member: member).mutations(using: &chance)
        }
        let replicated = tables.filter { $0.side == .replicated && $0.name != "member" }
        for table in replicated { made += indispensable(table, using: &chance) }
        let count = min(max(made.count + 2, chance.int(8...12)), 14)
        var attempts = 0
        while made.count < count, attempts < 200, let table = chance.one(of: replicated) {
            attempts += 1
            guard let mutation = any(table, using: &chance), !made.contains(where: { $0.name == mutation.name })
            else { continue }
            made.append(mutation)
        }
        addAudit(to: &made, using: &chance)
        if let draft = tables.first(where: { $0.side == .client }) { made += drafts(draft) }
        return made.map { $0.sql(conditions(of: $0, using: &chance)) }
    }

    private func indispensable(_ table: RandomTable, using chance: inout Chance) -> [RandomMutation] {
        let insert = InsertMaker(tables: tables)
        let first: RandomMutation? =
            switch chance.int(0...3) {
            case 0: insert.plain(table, isComplete: true, using: &chance)
            case 1: insert.family(table, using: &chance) ?? insert.upsert(table, isComplete: true, using: &chance)
            default: insert.upsert(table, isComplete: true, using: &chance)
            }
        let update = UpdateMaker(tables: tables)
        let second =
            chance.percent(50) ? update.byKey(table, using: &chance) : update.partly(table, using: &chance)
        return [first, second].compactMap(\.self)
    }

    private func any(_ table: RandomTable, using chance: inout Chance) -> RandomMutation? {
        let insert = InsertMaker(tables: tables)
        let update = UpdateMaker(tables: tables)
        let delete = DeleteMaker(tables: tables)
        return switch chance.int(0...20) {
        case 0: insert.plain(table, using: &chance)
        case 1: insert.upsert(table, using: &chance)
        case 2: insert.twoRows(table, using: &chance)
        case 3: insert.family(table, using: &chance)
        case 4: insert.below(table, using: &chance)
        case 5: insert.bulk(table, using: &chance)
        case 6: insert.copy(table, using: &chance)
        case 7: update.byKey(table, using: &chance)
        case 8: update.partly(table, using: &chance)
        case 9: update.rekey(table, using: &chance)
        case 10: update.range(table, using: &chance)
        case 11: update.from(table, using: &chance)
        case 12: update.bulk(table, using: &chance)
        case 13: update.first(table, using: &chance)
        case 14: update.transfer(table, using: &chance)
        case 15: update.computed(table, using: &chance)
        case 16: delete.byKey(table, using: &chance)
        case 17: chance.percent(50) ? delete.range(table, using: &chance) : delete.list(table, using: &chance)
        case 18: delete.subquery(table, using: &chance)
        case 19: delete.family(table, using: &chance)
        default: delete.replaced(table, using: &chance)
        }
    }

    /// A statement about the server's own table, which clients leave out.
    private func addAudit(to made: inout [RandomMutation], using chance: inout Chance) {
        guard tables.contains(where: { $0.name == "audit" }) else { return }
        for index in chance.some(1...2, of: Array(made.indices)) {
            made[index].statements.append(
                """
                INSERT INTO audit (entry, who, at) VALUES ('\(made[index].name)', :actor, :committedAt)
                ON CONFLICT (entry) DO UPDATE SET who = excluded.who, at = excluded.at, hits = hits + 1
                """)
        }
        guard let table = tables.last(where: { $0.side == .replicated && $0.name != "member" }), chance.percent(50)
        else { return }
        made.append(
            RandomMutation(
                name: "audited_\(table.name)",
                statements: [
                    """
                    UPDATE \(table.name) SET hits = (SELECT count(*) FROM audit) WHERE \(table.keyCondition())
                    """
                ], table: table, addressesRow: true))
    }

    private func drafts(_ draft: RandomTable) -> [RandomMutation] {
        [
            RandomMutation(
                name: "save_draft",
                statements: [
                    "INSERT INTO draft (slot, words) VALUES (:slot, :words)\nON CONFLICT (slot) DO UPDATE SET words = excluded.words"
                ], table: draft),
            RandomMutation(name: "drop_draft", statements: ["DELETE FROM draft WHERE slot = :slot"], table: draft),
        ]
    }

    // MARK: - Conditions

    private func conditions(of mutation: RandomMutation, using chance: inout Chance) -> [String] {
        guard !mutation.isLocal else { return [] }
        var conditions: [String] = []
        if let allow = allow(mutation, using: &chance) { conditions.append("allow: \(allow)") }
        let table = mutation.table
        guard table.side == .replicated else { return conditions }
        if mutation.addressesRow, mutation.uses(":\(table.key[0])"), chance.percent(20) {
            conditions.append("require notFound: EXISTS (SELECT 1 FROM \(table.name) WHERE \(table.keyCondition()))")
        }
        if !mutation.addressesRow, chance.percent(15) {
            conditions.append("require full: (SELECT count(*) FROM \(table.name)) < 40")
        }
        return conditions
    }

    private func allow(_ mutation: RandomMutation, using chance: inout Chance) -> String? {
        guard let access else { return chance.percent(10) ? ":actor <> 'nobody'" : nil }
        let table = mutation.table
        let team = access.team.name
        guard table.name != "member", chance.percent(access.team.kind == .team ? 30 : 10) else {
            return mutation.name == "expel" ? access.isMember(of: ":\(team)") : "true"
        }
        let isOptional = mutation.directives.contains { $0.hasPrefix("optional:") }
        if !isOptional, mutation.uses(":\(team)"), table.column(team)?.isNullable == false {
            return access.isMember(of: ":\(team)")
        }
        if mutation.addressesRow, table.column(team) != nil {
            return """
                EXISTS (SELECT 1 FROM \(table.name) JOIN member ON member.\(team) = \(table.name).\(team)
                --   WHERE \(table.keyCondition(alias: table.name)) AND user_id = :actor)
                """
        }
        return "true"
    }
}
