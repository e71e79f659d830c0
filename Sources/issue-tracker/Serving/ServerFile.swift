import ArgumentParser
import Foundation

/// The server's file, for commands that work on it.
struct ServerFile: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The server's SQLite file. [env: \(SettingSource.variable(for: "database"))] (default: issues.sqlite)",
            valueName: "file"))
    var database: String?

    /// The path of a file that is there.
    func path() throws -> String {
        let path = database ?? source.text("database") ?? Self.standard
        guard FileManager.default.fileExists(atPath: path) else {
            throw ValidationError("There is no file \(path). Name the server's with --database.")
        }
        return path
    }

    static let standard = "issues.sqlite"

    private var source: SettingSource { SettingSource(environment: ProcessInfo.processInfo.environment) }
}
