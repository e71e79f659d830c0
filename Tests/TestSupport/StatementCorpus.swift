public import Foundation

/// The statements of SQLite's own test suite, with SQLite's verdict on each: a JSON object
/// `{"sql": …, "parses": true|false}` a line. Tests that need them are skipped where they are absent.
public enum StatementCorpus {
    public struct Line: Decodable, Sendable {
        public let sql: String
        public let parses: Bool
    }

    /// `sqlite-statements.jsonl` in the folder that `LOCKSTEP_CORPUS` names, else in `shared/corpora` beside the package.
    public static var file: URL {
        let folder =
            ProcessInfo.processInfo.environment["LOCKSTEP_CORPUS"].map { URL(filePath: $0) }
            ?? URL(filePath: #filePath).appending(path: "../../../../shared/corpora").standardizedFileURL
        return folder.appending(path: "sqlite-statements.jsonl")
    }

    public static var isPresent: Bool { FileManager.default.fileExists(atPath: file.path) }

    public static func lines() throws -> [Line] {
        try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Line.self, from: $0)
        }
    }
}
