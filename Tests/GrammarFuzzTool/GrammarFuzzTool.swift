import ArgumentParser
import CSQLite
import Foundation
import GrammarFuzz
import LockstepSQL

/// Measures the grammar: against a corpus with SQLite's verdicts, against the linked SQLite over changed statements of
/// that corpus, and its speed. Prints `name value` lines.
@main
struct GrammarFuzzTool: ParsableCommand {
    @Argument(help: "The corpus: a JSON object {\"sql\": …, \"parses\": …} a line.")
    var corpus: String

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
        let lines = try Data(contentsOf: URL(filePath: corpus)).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Line.self, from: $0)
        }
        let agreeing = lines.count { Parser.verdict(on: SourceText(path: "corpus", text: $0.sql)).parses == $0.parses }
        print("corpus-statements", lines.count)
        print("corpus-agreement", 100 * Double(agreeing) / Double(lines.count))
        let statements = lines.map { Array($0.sql.utf8) }
        compare(statements)
        print("speed", Self.speed(statements))
    }

    private func compare(_ statements: [[UInt8]]) {
        let schema = statements.filter { $0.starts(with: "CREATE ".utf8) }
        var comparison = GrammarComparison(
            [PreparingDatabase(schema: schema), PreparingDatabase()], minorVersion: Int(sqlite3_libversion_number()) / 1000 % 1000)
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

    /// Megabytes of SQL a second.
    private static func speed(_ statements: [[UInt8]]) -> Double {
        let source = SourceText(path: "corpus", bytes: Array(statements.joined(separator: ";\n".utf8)))
        let rounds = 10
        let duration = ContinuousClock().measure {
            for _ in 0..<rounds { _ = Parser.parseStatements(in: source) }
        }
        return Double(source.bytes.count * rounds) / 1e6 / (duration / .seconds(1))
    }
}
