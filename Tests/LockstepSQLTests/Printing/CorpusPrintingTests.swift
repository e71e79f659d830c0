import LockstepSQL
import TestSupport
import Testing

@Suite(
    "Printing the corpus",
    .enabled(if: StatementCorpus.isPresent, "sqlite-statements.jsonl is absent; LOCKSTEP_CORPUS names its folder"))
struct CorpusPrintingTests {
    @Test("What is printed has the same tree, and is printed the same again")
    func sameTree() throws {
        var compared = 0
        var differences: [String] = []
        for sql in try StatementCorpus.lines().map(\.sql) {
            let file = Parser.parseStatements(in: SourceText(path: "corpus.sql", text: sql))
            for statement in file.statements {
                compared += 1
                let text = Printer.text(of: statement, in: file.source, keepsColumnNames: false)
                let again = Parser.parseStatements(in: SourceText(path: "printed.sql", text: text))
                let isSame = Dump.$showsQuotes.withValue(false) {
                    again.statements.map(Dump.statement) == [Dump.statement(statement)]
                }
                let isStable =
                    again.statements.map { Printer.text(of: $0, in: again.source, keepsColumnNames: false) } == [text]
                if !isSame || !isStable { differences.append("\(sql)\n\(text)") }
            }
        }
        print("\(compared) trees compared")
        #expect(differences.isEmpty, "\(differences.count): \(differences.prefix(30).joined(separator: "\n\n"))")
        #expect(compared > 13_000)
    }
}
