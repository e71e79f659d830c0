import CSQLite
import Foundation
import GrammarFuzz
import LockstepSQL
import Testing

@Suite(
    "Statements changed at random",
    .enabled(if: sqlite3_libversion_number() >= 3_038_000, "an older SQLite does not say where an error is"))
struct GrammarFuzzTests {
    /// `LOCKSTEP_FUZZ` sets how many.
    private static let count = ProcessInfo.processInfo.environment["LOCKSTEP_FUZZ"].flatMap(Int.init) ?? 20_000

    @Test("The verdict is that of the linked SQLite", arguments: [1, 2] as [UInt64])
    func verdicts(seed: UInt64) {
        let statements = SeedStatements.all.map { Array($0.utf8) }
        var comparison = GrammarComparison(
            [PreparingDatabase(schema: statements), PreparingDatabase()],
            minorVersion: Int(sqlite3_libversion_number()) / 1000 % 1000)
        var mutator = StatementMutator(statements, seed: seed)
        for _ in 0..<Self.count {
            comparison.compare(mutator.next())
        }
        let disagreements = comparison.disagreements.map {
            "\(String(decoding: $0.text, as: UTF8.self)): \($0.answer), \($0.verdict.error?.message ?? "accepted")"
        }
        #expect(disagreements == [])
        // SQLite stopped before the syntax error.
        #expect(comparison.count(.unknown) < Self.count / 20)
    }

    @Test("The statements that are changed cover the grammar")
    func seeds() {
        let newest = SeedStatements.all.flatMap {
            let verdict = Parser.verdict(on: SourceText(path: "seed.sql", text: $0))
            #expect(verdict.error == nil, "\($0)")
            return verdict.requirements.map(\.feature)
        }
        #expect(Set(SyntaxFeature.allCases).subtracting(newest) == [])
    }
}
