import LockstepSQL
import TestSupport
import Testing

@Suite(
    "Agreement with SQLite",
    .enabled(if: StatementCorpus.isPresent, "sqlite-statements.jsonl is absent; LOCKSTEP_CORPUS names its folder"))
struct CorpusTests {
    @Test("The verdict on every statement is SQLite's")
    func agreement() throws {
        let lines = try StatementCorpus.lines()
        #expect(lines.count > 14_000)
        let disagreements = lines.filter {
            Parser.verdict(on: SourceText(path: "corpus.sql", text: $0.sql)).parses != $0.parses
        }
        #expect(disagreements.map(\.sql) == [])
    }
}
