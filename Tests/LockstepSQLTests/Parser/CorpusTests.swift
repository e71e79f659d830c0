import Foundation
import LockstepSQL
import Testing

/// Statements with SQLite's own verdict; one JSON object per line.
private struct CorpusLine: Decodable {
    let sql: String
    let parses: Bool
}

private enum Corpus {
    /// `LOCKSTEP_CORPUS` names the folder, else it lies beside the package.
    static var file: URL {
        let folder =
            ProcessInfo.processInfo.environment["LOCKSTEP_CORPUS"].map { URL(filePath: $0) }
            ?? URL(filePath: #filePath).appending(path: "../../../../../shared/corpora").standardizedFileURL
        return folder.appending(path: "sqlite-statements.jsonl")
    }

    static var isPresent: Bool { FileManager.default.fileExists(atPath: file.path) }

    static func lines() throws -> [CorpusLine] {
        try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(CorpusLine.self, from: $0)
        }
    }
}

@Suite(
    "Agreement with SQLite",
    .enabled(if: Corpus.isPresent, "sqlite-statements.jsonl is absent; LOCKSTEP_CORPUS names its folder"))
struct CorpusTests {
    /// What SQLite refuses in words other than "syntax error", which the corpus counts as parsed.
    private static let refusals = [
        "a JOIN is required before", "unknown join type", "expected JOIN", "must come after", "unknown table option",
    ]

    private func errors(_ line: CorpusLine) -> [Diagnostic] {
        Parser.parseStatements(in: SourceText(path: "corpus.sql", text: line.sql)).diagnostics.filter {
            $0.severity == .error
        }
    }

    @Test("The parser rejects what SQLite rejects")
    func rejected() throws {
        let lines = try Corpus.lines().filter { !$0.parses }
        #expect(!lines.isEmpty)
        #expect(lines.filter { errors($0).isEmpty }.map(\.sql) == [])
    }

    /// Some lines are the first half of a statement, which SQLite refused for an unknown table before it saw the end.
    @Test("The parser accepts what SQLite accepts")
    func accepted() throws {
        let lines = try Corpus.lines().filter(\.parses)
        var incomplete = 0
        var disagreements: [String] = []
        for line in lines {
            guard let error = errors(line).first else { continue }
            if error.message.hasPrefix("incomplete input") {
                incomplete += 1
            } else if !Self.refusals.contains(where: error.message.contains) {
                disagreements.append(error.rendered)
            }
        }
        #expect(lines.count > 14_000)
        #expect(incomplete <= 110)
        // A template of SQLite's own test suite, not replaced; SQLite stopped earlier, at the name "aux".
        #expect(disagreements.filter { !$0.contains("%WO%") } == [])
    }
}
