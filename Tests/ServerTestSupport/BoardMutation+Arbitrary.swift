import Lockstep

extension BoardMutation {
    /// Mutations over few ids, names and slugs, so that they meet in the same rows and often break a constraint. None
    /// of them is a `fail`.
    package static func arbitrary(using generator: inout some RandomNumberGenerator) -> BoardMutation {
        func one(_ values: [String]) -> String { values[Int.random(in: 0..<values.count, using: &generator)] }
        func board() -> String { one(["first", "a", "b", "c"]) }
        func card() -> String { one(["k1", "k2", "k3", "k4"]) }
        func user() -> String { one(["ann", "bob", "eve"]) }
        func name() -> String { one(["Plans", "é", "e\u{301}", "\"quoted\"", "nul\u{0}", ""]) }
        switch Int.random(in: 0..<12, using: &generator) {
        case 0, 1: return .createBoard(id: board(), name: name())
        case 2, 3: return .renameBoard(id: board(), name: name())
        case 4: return .deleteBoard(id: board())
        case 5: return .stampBoard(id: board())
        case 6: return .createTwoBoards(id: board(), name: name())
        case 7, 8: return .addCard(id: card(), boardId: board(), slug: one(["s1", "s2", "s3"]))
        case 9: return .swapSlugs(a: card(), b: card())
        case 10: return .addMember(boardId: board(), userId: user())
        default: return .renameMember(boardId: board(), userId: user(), newUserId: user())
        }
    }
}
