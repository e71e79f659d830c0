import Testing

@testable import LockstepServer

@Suite struct GrantHistoryTests {
    @Test func grantsCountFromWhereTheyWereFirstSeen() {
        let history = GrantHistory()
        #expect(history.since("ann", had: 1, at: 10, base: nil) == 10)
        #expect(history.since("ann", had: 1, at: 20, base: nil) == 10)
        #expect(history.since("bob", had: 1, at: 20, base: nil) == 20)
    }

    @Test func othersBeginAnew() {
        let history = GrantHistory()
        _ = history.since("ann", had: 1, at: 10, base: nil)
        #expect(history.since("ann", had: 2, at: 20, base: nil) == 20)
        #expect(history.since("ann", had: 1, at: 30, base: nil) == 30)
    }

    @Test func aBaseThatWasGivenUnderThemProvesThemEarlier() {
        let history = GrantHistory()
        #expect(history.since("ann", had: 1, at: 30, base: 12) == 12)
        #expect(history.since("ann", had: 1, at: 40, base: 35) == 12)
        #expect(history.since("ann", had: 1, at: 50, base: 7) == 7)
    }

    /// Who is forgotten is given nothing older than the head, which is sound.
    @Test func soManyActorsAreRemembered() {
        let history = GrantHistory(maximumCount: 2)
        for actor in ["ann", "bob", "eve"] { _ = history.since(actor, had: 1, at: 10, base: nil) }
        #expect(history.since("eve", had: 1, at: 20, base: nil) == 10)
        #expect(history.since("ann", had: 1, at: 20, base: nil) == 20)
    }
}
