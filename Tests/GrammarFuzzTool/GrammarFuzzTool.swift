import ArgumentParser
import CSQLite
import Foundation
import GrammarFuzz
import LockstepSQL

/// Measures the grammar: against a corpus with SQLite's verdicts, against the linked SQLite over changed statements of
/// that corpus, and its speed. Prints `name value` lines.
@main
struct GrammarFuzzTool: ParsableCommand {
    @Argument(help: "The corpus: a JSON object {\"sql\": …, \"parses\": …} a line. Without it, statements of its own.")
    var corpus: String?

    @Option(help: "How many changed statements to compare.")
    var count = 1_000_000

    @Option(help: "Another seed, other statements.")
    var seed: UInt64 = 1

    @Option(help: "How many disagreements to print.")
    var show = 0

    private struct Line: Decodable {
        let sql: String
        let parses: Bool
    }

    func run() throws {
        let lines = try corpus.map(Self.lines) ?? []
        if !lines.isEmpty {
            let agreeing = lines.count {
                Parser.verdict(on: SourceText(path: "corpus", text: $0.sql)).parses == $0.parses
            }
            print("corpus-statements", lines.count)
            print("corpus-agreement", 100 * Double(agreeing) / Double(lines.count))
        }
        let statements = lines.isEmpty ? SeedStatements.all : lines.map(\.sql)
        compare(statements.map { Array($0.utf8) })
        print("speed", Self.speed(statements))
    }

    private static func lines(of path: String) throws -> [Line] {
        try Data(contentsOf: URL(filePath: path)).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Line.self, from: $0)
        }
    }

    private func compare(_ statements: [[UInt8]]) {
        let schema = statements.filter { $0.starts(with: "CREATE ".utf8) }
        var comparison = GrammarComparison(
            [PreparingDatabase(schema: schema), PreparingDatabase()],
            minorVersion: Int(sqlite3_libversion_number()) / 1000 % 1000)
        var mutator = StatementMutator(statements, seed: seed)
        for _ in 0..<count {
            comparison.compare(mutator.next())
        }
        print("compared", count - comparison.count(.unknown))
        print("not-comparable", comparison.count(.unknown))
        print("newer-syntax", comparison.count(.newerSyntax))
        print("disagreements", comparison.count(.disagreement))
        for item in comparison.disagreements.prefix(show) {
            print("---", item.answer, "|", item.verdict.error?.message ?? "accepted")
            print(String(decoding: item.text, as: UTF8.self))
        }
    }

    /// Megabytes of SQL a second of processor time: the best of several rounds.
    private static func speed(_ statements: [String]) -> Double {
        let text = statements.joined(separator: ";\n")
        let copies = max(1, 1_000_000 / text.utf8.count)
        let source = SourceText(path: "corpus", bytes: Array(String(repeating: text + ";\n", count: copies).utf8))
        let fastest = (0..<20).map { _ in
            let start = processorTime
            _ = Parser.parseStatements(in: source)
            return processorTime - start
        }.min()
        return Double(source.bytes.count) / 1e6 / (fastest ?? 0)
    }

    /// Seconds that this process has run.
    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
