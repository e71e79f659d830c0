/// Makes the mutations by which actors join teams and leave them.
struct MembershipMaker {
    let access: AccessPlan
    let member: RandomTable

    func mutations(using chance: inout Chance) -> [RandomMutation] {
        let team = access.team.name
        let insert = "INSERT INTO member (\(team), user_id"
        var all = [
            made("join", ["\(insert)) VALUES (:\(team), :actor) ON CONFLICT DO NOTHING"]),
            made(
                "invite",
                [
                    "\(insert), admin) VALUES (:\(team), \(InsertMaker.somebody), :admin)\nON CONFLICT (\(team), user_id) DO UPDATE SET admin = excluded.admin"
                ]),
            made("leave", ["DELETE FROM member WHERE \(team) = :\(team) AND user_id = :actor"]),
        ]
        let more = [
            made("expel", ["DELETE FROM member WHERE \(team) = :\(team) AND user_id = \(InsertMaker.somebody)"]),
            made("disband", ["DELETE FROM member WHERE \(team) = :\(team)"]),
            made("merge", ["UPDATE OR IGNORE member SET \(team) = :\(team)_to WHERE \(team) = :\(team)"]),
            made(
                "welcome",
                [
                    "\(insert))\nSELECT :\(team)_to, user_id FROM member WHERE \(team) = :\(team) ON CONFLICT DO NOTHING"
                ]),
        ]
        all += chance.some(1...2, of: more)
        return all
    }

    private func made(_ name: String, _ statements: [String]) -> RandomMutation {
        RandomMutation(
            name: name, directives: statements.contains { $0.contains(":who") } ? ["param who: Int"] : [],
            statements: statements, table: member)
    }
}
