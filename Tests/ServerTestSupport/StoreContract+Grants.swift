import LockstepServer

extension StoreContract {
    static var grantRequirements: [Requirement] {
        [Requirement("without read rules everybody has the same grants", withoutRulesEverybodyHasTheSameGrants)]
    }

    private static func withoutRulesEverybodyHasTheSameGrants(_ contract: Self) async throws {
        try await contract.apply(.addMember(boardId: "first", userId: "ann"), number: 1)
        let grants = try await contract.store.read { transaction in
            try ["ann", "bob", ""].map { try transaction.grants(of: $0) }
        }
        try expect(grants.map(\.hash), [0, 0, 0], "grants of three actors")
        let rows = try await contract.store.read { transaction in
            try ["ann", "bob"].map { try transaction.changedRows(after: 1, upTo: 9, for: $0) }
        }
        try expect(rows, [1, 1], "changed rows for two actors")
    }
}
