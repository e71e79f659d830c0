import Foundation

/// The statements of SQLite's own test suite: a JSON object `{"sql": …, "parses": …}` a line.
enum Corpus {
    /// Nil if they are absent. `LOCKSTEP_CORPUS` names their folder, else it lies beside the package.
    static func path(beside package: String) -> String? {
        let folder = ProcessInfo.processInfo.environment["LOCKSTEP_CORPUS"] ?? "\(package)/../shared/corpora"
        let path = "\(folder)/sqlite-statements.jsonl"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }
}
