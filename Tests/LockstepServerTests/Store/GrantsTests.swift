import Lockstep
import LockstepServer
import Testing

@Suite("Grants") struct GrantsTests {
    private static func rule(_ table: String = "issue", scope: String = "project", grant: String = "SELECT 1")
        -> ReadRule
    {
        ReadRule(
            table: table, name: nil, scope: .expression(scope), grant: ReadRule.Grant(sql: grant, actors: []),
            reads: [])
    }

    private static func hash(
        _ rules: [ReadRule], _ scopes: (scope: [UInt8], rule: Int)..., salt: UInt8 = 1
    ) -> UInt64 {
        var hasher = GrantsHasher(rules: rules, salt: [UInt8](repeating: salt, count: 32))
        for (scope, rule) in scopes { hasher.append(scope, ofRule: rule) }
        return hasher.finalize().hash
    }

    @Test("The same rules and scopes have the same hash, and every difference shows")
    func differences() {
        let rules = [Self.rule()]
        #expect(Self.hash(rules, ([1], 0), ([2], 0)) == Self.hash(rules, ([1], 0), ([2], 0)))
        let different = [
            Grants.everything.hash, Self.hash(rules), Self.hash(rules, ([1], 0)), Self.hash(rules, ([2], 0)),
            Self.hash(rules, ([1], 1)), Self.hash(rules, ([1], 0), ([2], 0)), Self.hash(rules, ([1, 2], 0)),
            Self.hash(rules, ([], 0)), Self.hash(rules, ([1], 0), salt: 2), Self.hash([Self.rule("remark")]),
            Self.hash([Self.rule(scope: "owner")]), Self.hash([Self.rule(grant: "SELECT 2")]),
            Self.hash([Self.rule(), Self.rule()]),
        ]
        #expect(Set(different).count == different.count)
    }
}
