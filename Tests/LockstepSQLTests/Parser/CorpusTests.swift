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
    @Test("The verdict on every statement is SQLite's")
    func agreement() throws {
        let lines = try Corpus.lines()
        #expect(lines.count > 14_000)
        let disagreements = lines.filter {
            Parser.verdict(on: SourceText(path: "corpus.sql", text: $0.sql)).parses != $0.parses
        }
        #expect(disagreements.map(\.sql) == [])
    }
}
