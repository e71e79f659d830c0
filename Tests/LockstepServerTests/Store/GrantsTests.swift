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

    private static func hash(_ rules: [ReadRule], _ scopes: (scope: [UInt8], rule: Int)...) -> UInt64 {
        var grants = Grants(rules: rules)
        for (scope, rule) in scopes { grants.insert(scope, ofRule: rule) }
        return grants.hash
    }

    @Test("Without rules there is nothing to tell apart")
    func noRules() {
        #expect(Self.hash([]) == 0)
        #expect(Self.hash([Self.rule()]) != 0)
    }

    @Test("The order of the scopes does not matter, and every other difference does")
    func differences() {
        let rules = [Self.rule()]
        #expect(Self.hash(rules, ([1], 0), ([2], 0)) == Self.hash(rules, ([2], 0), ([1], 0)))
        let different = [
            Self.hash(rules), Self.hash(rules, ([1], 0)), Self.hash(rules, ([2], 0)), Self.hash(rules, ([1], 1)),
            Self.hash(rules, ([1], 0), ([2], 0)), Self.hash(rules, ([1, 2], 0)), Self.hash(rules, ([], 0)),
            Self.hash([Self.rule("remark")]), Self.hash([Self.rule(scope: "owner")]),
            Self.hash([Self.rule(grant: "SELECT 2")]), Self.hash([Self.rule(), Self.rule()]),
        ]
        #expect(Set(different).count == different.count)
    }
}
