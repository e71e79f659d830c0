import Testing

@testable import LockstepServer

@Suite struct StepEncodingTests {
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        let encoding: StepEncoding
        var hasBase = true
        var wantsRows = false
        var hasSameSchema = true
        var offersSnapshots = true
        var entries: Int64 = 0
        var changedRows = 0
        var rows = 0

        /// With the rows counted as far as they are in practice.
        var facts: StepEncoding.Facts {
            var facts = StepEncoding.Facts(
                hasBase: hasBase, wantsRows: wantsRows, hasSameSchema: hasSameSchema,
                offersSnapshots: offersSnapshots, entries: entries, maximumEntriesPerPull: 1_000,
                maximumRowsPerPull: 10_000)
            facts.changedRows = min(changedRows, facts.changedRowsThatCount)
            facts.rows = min(rows, facts.rowsThatCount)
            return facts
        }
    }

    static let cases: [Case] = [
        Case(description: "no base, few rows", encoding: .everything, hasBase: false, rows: 10_000),
        Case(description: "no base, many rows", encoding: .snapshot, hasBase: false, rows: 10_001),
        Case(
            description: "no base, many rows, no snapshots", encoding: .everything, hasBase: false,
            offersSnapshots: false, rows: 1_000_000),
        Case(
            description: "no base, rows asked for", encoding: .everything, hasBase: false, wantsRows: true, rows: 5),
        Case(
            description: "no base, many rows asked for", encoding: .snapshot, hasBase: false, wantsRows: true,
            rows: 20_000),
        Case(description: "nothing new", encoding: .mutations),
        Case(description: "nothing new, rows asked for", encoding: .rows, wantsRows: true, rows: 1_000_000),
        Case(description: "rows asked for", encoding: .rows, wantsRows: true, entries: 1, changedRows: 9),
        Case(
            description: "too many rows asked for", encoding: .snapshot, wantsRows: true, entries: 1,
            changedRows: 10_001),
        Case(
            description: "too many rows asked for, no snapshots", encoding: .rows, wantsRows: true,
            offersSnapshots: false, entries: 1, changedRows: 10_001),
        Case(description: "another schema", encoding: .rows, hasSameSchema: false, entries: 1, changedRows: 9),
        Case(
            description: "another schema, too many rows", encoding: .snapshot, hasSameSchema: false, entries: 1,
            changedRows: 50_000),
        Case(description: "a mutation, a row", encoding: .mutations, entries: 1, changedRows: 1),
        Case(description: "a mutation, many rows", encoding: .mutations, entries: 1, changedRows: 1_000_000),
        Case(description: "many mutations of one row", encoding: .rows, entries: 100, changedRows: 1),
        Case(description: "twice as many mutations as rows", encoding: .mutations, entries: 100, changedRows: 50),
        Case(description: "more than twice as many", encoding: .rows, entries: 101, changedRows: 50),
        Case(description: "rejections only", encoding: .rows, entries: 3, changedRows: 0),
        Case(description: "four answers of mutations", encoding: .mutations, entries: 4_000, changedRows: 2_000),
        Case(description: "four answers, fewer rows", encoding: .rows, entries: 4_000, changedRows: 1_999),
        Case(
            description: "far behind, few rows", encoding: .rows, entries: 1_000_000, changedRows: 1_999, rows: 2_000),
        Case(
            description: "far behind, many rows of a small database", encoding: .snapshot, entries: 1_000_000,
            changedRows: 2_001, rows: 20_000),
        Case(
            description: "far behind, many rows, no snapshots", encoding: .mutations, offersSnapshots: false,
            entries: 1_000_000, changedRows: 2_001, rows: 20_000),
        Case(
            description: "as many entries as a snapshot costs", encoding: .mutations, entries: 30_000,
            changedRows: 3_000, rows: 20_000),
        Case(
            description: "one more", encoding: .snapshot, entries: 30_001, changedRows: 3_000, rows: 20_000),
        Case(
            description: "far behind a large database", encoding: .mutations, entries: 400_000, changedRows: 100_000,
            rows: 10_000_000),
        Case(
            description: "further behind than what a large database is presumed to have", encoding: .snapshot,
            entries: 600_000, changedRows: 100_000, rows: 10_000_000),
        Case(
            description: "not so far behind that a snapshot is looked at", encoding: .mutations, entries: 10_000,
            changedRows: 5_000, rows: 0),
    ]

    @Test(arguments: cases)
    func chooses(_ example: Case) {
        #expect(StepEncoding.choose(example.facts) == example.encoding)
    }

    /// What is not counted makes no difference, whatever else is the case.
    @Test(arguments: [0, 1, 2, 3, 10, 101, 3_999, 4_000, 4_001, 10_001, 1_000_000, .max] as [Int64])
    func countingStopsWhereItMakesNoDifference(entries: Int64) {
        for (hasBase, wantsRows) in [(true, false), (true, true), (false, false)] {
            var facts = Case(
                description: "", encoding: .mutations, hasBase: hasBase, wantsRows: wantsRows, entries: entries
            ).facts
            facts.changedRows = facts.changedRowsThatCount
            facts.rows = facts.rowsThatCount
            let choice = StepEncoding.choose(facts)
            facts.changedRows *= 10
            #expect(StepEncoding.choose(facts) == choice)
            if !hasBase { facts.rows *= 10 }
            #expect(StepEncoding.choose(facts) == choice)
        }
    }

    @Test(arguments: [(0, 1), (1, 1), (101, 51), (4_000, 2_001), (4_001, 2_001), (1_000_000, 2_001)] as [(Int64, Int)])
    func noMoreChangedRowsAreCountedThanFourAnswersAreWorth(entries: Int64, rows: Int) {
        let facts = Case(description: "", encoding: .mutations, entries: entries).facts
        #expect(facts.changedRowsThatCount == rows)
    }

    @Test func rowsAreOnlyCountedForTheNewAndTheFarBehind() {
        func limit(hasBase: Bool = true, wantsRows: Bool = false, offersSnapshots: Bool = true, entries: Int64) -> Int {
            Case(
                description: "", encoding: .mutations, hasBase: hasBase, wantsRows: wantsRows,
                offersSnapshots: offersSnapshots, entries: entries
            ).facts.rowsThatCount
        }
        #expect(limit(entries: 10_000) == 0)
        #expect(limit(entries: 10_001) == StepEncoding.maximumRowsCounted)
        #expect(limit(wantsRows: true, entries: 10_001) == 0)
        #expect(limit(offersSnapshots: false, entries: 10_001) == 0)
        #expect(limit(hasBase: false, entries: 0) == 10_001)
        #expect(limit(hasBase: false, offersSnapshots: false, entries: 0) == 0)
    }
}
