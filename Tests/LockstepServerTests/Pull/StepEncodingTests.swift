import Testing

@testable import LockstepServer

@Suite struct StepEncodingTests {
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        let encoding: StepEncoding
        var hasBase = true
        var wantsRows = false
        var hasSameSchema = true
        let entries: Int64
        let changedRows: Int

        var facts: StepEncoding.Facts {
            StepEncoding.Facts(
                hasBase: hasBase, wantsRows: wantsRows, hasSameSchema: hasSameSchema, entries: entries,
                maximumEntriesPerPull: 1_000, changedRows: changedRows)
        }
    }

    static let cases: [Case] = [
        Case(description: "no base", encoding: .everything, hasBase: false, entries: 5, changedRows: 5),
        Case(
            description: "no base, rows asked for", encoding: .everything, hasBase: false, wantsRows: true, entries: 5,
            changedRows: 5),
        Case(description: "nothing new", encoding: .mutations, entries: 0, changedRows: 0),
        Case(description: "rows asked for", encoding: .rows, wantsRows: true, entries: 1, changedRows: 9),
        Case(description: "another schema", encoding: .rows, hasSameSchema: false, entries: 1, changedRows: 9),
        Case(description: "a mutation, a row", encoding: .mutations, entries: 1, changedRows: 1),
        Case(description: "a mutation, many rows", encoding: .mutations, entries: 1, changedRows: 1_000),
        Case(description: "many mutations of one row", encoding: .rows, entries: 100, changedRows: 1),
        Case(description: "twice as many mutations as rows", encoding: .mutations, entries: 100, changedRows: 50),
        Case(description: "more than twice as many", encoding: .rows, entries: 101, changedRows: 50),
        Case(description: "rejections only", encoding: .rows, entries: 3, changedRows: 0),
        Case(description: "four answers of mutations", encoding: .mutations, entries: 4_000, changedRows: 2_000),
        Case(description: "four answers, fewer rows", encoding: .rows, entries: 4_000, changedRows: 1_999),
        Case(description: "far behind, few rows", encoding: .rows, entries: 1_000_000, changedRows: 1_999),
        Case(description: "far behind, many rows", encoding: .mutations, entries: 1_000_000, changedRows: 2_001),
    ]

    @Test(arguments: cases)
    func chooses(_ example: Case) {
        #expect(StepEncoding.choose(example.facts) == example.encoding)
    }

    @Test(arguments: [0, 1, 2, 3, 10, 101, 3_999, 4_000, 4_001, 1_000_000, .max] as [Int64])
    func countingStopsWhereItMakesNoDifference(entries: Int64) {
        var facts = Case(description: "", encoding: .mutations, entries: entries, changedRows: 0).facts
        facts.changedRows = facts.rowsThatCount
        #expect(StepEncoding.choose(facts) == .mutations)
        facts.changedRows *= 10
        #expect(StepEncoding.choose(facts) == .mutations)
    }

    @Test(arguments: [(0, 1), (1, 1), (101, 51), (4_000, 2_001), (4_001, 2_001), (1_000_000, 2_001)] as [(Int64, Int)])
    func noMoreRowsAreCountedThanFourAnswersAreWorth(entries: Int64, rows: Int) {
        let facts = Case(description: "", encoding: .mutations, entries: entries, changedRows: 0).facts
        #expect(facts.rowsThatCount == rows)
    }
}
