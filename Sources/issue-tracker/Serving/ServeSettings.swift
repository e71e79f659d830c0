import LockstepServer
import Logging

/// What `serve` runs with.
struct ServeSettings: Sendable {
    let host: String
    let port: Int
    let database: String
    let logLevel: Logger.Level
    let configuration: ServerConfiguration

    /// A line per setting, `NAME=VALUE` as the environment has them.
    var text: String {
        let settings = [
            ("host", host), ("port", String(port)), ("database", database), ("log-level", logLevel.rawValue),
        ]
        let limits = ServerLimit.all.map { ($0.name, $0.text(configuration)) }
        return (settings + limits).map { "\(SettingSource.variable(for: $0))=\($1)" }.joined(separator: "\n")
    }
}
