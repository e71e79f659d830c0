import Foundation

/// Statements of SQLite's own test suite.
enum PrintedCorpus {
    private struct Line: Decodable {
        let sql: String
    }

    /// `LOCKSTEP_CORPUS` names the folder, else it lies beside the package.
    private static var file: URL {
        let folder =
            ProcessInfo.processInfo.environment["LOCKSTEP_CORPUS"].map { URL(filePath: $0) }
            ?? URL(filePath: #filePath).appending(path: "../../../../../shared/corpora").standardizedFileURL
        return folder.appending(path: "sqlite-statements.jsonl")
    }

    static var isPresent: Bool { FileManager.default.fileExists(atPath: file.path) }

    static func statements() throws -> [String] {
        try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Line.self, from: $0).sql
        }
    }
}
