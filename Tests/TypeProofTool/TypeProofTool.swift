import Foundation
import TypeProof

/// Proves that types are sound over a corpus of statements and over generated ones:
/// `lockstep-type-proof [CORPUS.jsonl] [--queries N] [--verbose]`.
@main
struct TypeProofTool {
    private struct Line: Decodable {
        let sql: String
    }

    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        let isVerbose = arguments.contains("--verbose")
        arguments.removeAll { $0 == "--verbose" }
        var queries = 5000
        if let index = arguments.firstIndex(of: "--queries"), index + 1 < arguments.count {
            queries = Int(arguments[index + 1]) ?? queries
            arguments.removeSubrange(index...index + 1)
        }
        var report = ProofReport()
        for path in arguments {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let decoder = JSONDecoder()
            let statements = try text.split(separator: "\n").map {
                try decoder.decode(Line.self, from: Data($0.utf8)).sql
            }
            for trustsDeclarations in [true, false] {
                var proof = CorpusProof(trustsDeclarations: trustsDeclarations, seed: 1)
                for statement in statements { proof.run(statement) }
                if isVerbose { show("corpus, \(trustsDeclarations ? "as declared" : "any values")", proof.report) }
                report.add(proof.report)
            }
        }
        for isWild in [false, true] where queries > 0 {
            let generated = QueryProof(seed: 7, isWild: isWild).run(queries)
            if isVerbose { show("generated, \(isWild ? "any values" : "as declared")", generated) }
            report.add(generated)
        }
        for trustsDeclarations in [true, false] {
            var proof = CorpusProof(trustsDeclarations: trustsDeclarations, seed: 3)
            for statement in TrickyQueries.all { proof.run(statement) }
            if isVerbose { show("by hand, \(trustsDeclarations ? "as declared" : "any values")", proof.report) }
            report.add(proof.report)
            let changes = QueryProof(seed: 3, isWild: !trustsDeclarations).run(TrickyQueries.changes)
            if isVerbose { show("changes by hand", changes) }
            report.add(changes)
        }
        var app = QueryProof(seed: 7, isWild: false).run(AppQueries.all)
        for folder in try DefinitionFolder.accepted() {
            if let proof = DefinitionProof(folder, seed: 7) { app.add(proof.run()) }
        }
        if isVerbose { show("queries of apps", app) }
        report.add(app)
        print(
            "checks \(report.checks) contradictions \(report.contradictions.count) columns \(report.columns) "
                + "imprecise \(report.imprecise.count) statements \(report.statements) values \(report.values) app-imprecise \(app.imprecision)"
        )
    }

    private static func show(_ title: String, _ report: ProofReport) {
        print(
            "== \(title): \(report.statements) statements, \(report.checks) checks, \(report.values) values,",
            "\(report.imprecise.count) of \(report.columns) columns imprecise")
        for line in report.contradictions { print("CONTRADICTION", line) }
        for column in report.imprecise { print("IMPRECISE", column) }
        let reasons = Dictionary(grouping: report.imprecise, by: \.reason).mapValues(\.count)
        for (reason, count) in reasons.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            print("REASON", count, reason)
        }
        for (reason, count) in report.refusals.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            print("REFUSED", count, reason)
        }
    }
}
