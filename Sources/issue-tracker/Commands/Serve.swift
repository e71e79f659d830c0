import ArgumentParser
import Foundation
import LockstepServer
import Logging

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the server.",
        discussion: """
            Without a secret for tokens it is one for development: the bearer token is the user's name, and nothing is \
            checked. With one, users come with what `issue-tracker token` prints.

            Every flag can be set by an environment variable too, ISSUE_TRACKER_ and the flag's name in capitals \
            (--log-level: ISSUE_TRACKER_LOG_LEVEL); a flag wins. SIGTERM and SIGINT stop the server when what is under \
            way is answered.

            Limits, as --limit NAME=VALUE or ISSUE_TRACKER_NAME=VALUE:

            \(limits)
            """)

    @Option(help: help("The address to listen on; without tokens a loopback address.", "host", "127.0.0.1"))
    var host: String?

    #if JWT
    @OptionGroup var secret: TokenSecret
    #endif

    @Option(help: help("The port to listen on; 0 takes a free one.", "port", "8080"))
    var port: Int?

    @Option(help: help("The server's SQLite file, made if it is not there.", "database", ServerFile.standard))
    var database: String?

    @Option(help: help("What is logged: trace, debug, info, notice, warning, error or critical.", "log-level", "info"))
    var logLevel: String?

    @Option(name: .customLong("limit"), help: ArgumentHelp("Changes a limit; see above.", valueName: "name=value"))
    var limitAssignments: [String] = []

    @Flag(help: "Print the settings and end.")
    var printSettings = false

    func run() async throws {
        let settings = try settings()
        guard !printSettings else { return Terminal.print(settings.text) }
        let authentication = try authentication()
        let level = settings.logLevel
        LoggingSystem.bootstrap { LineLogHandler(label: $0, logLevel: level) }
        let server = try IssueServer(
            database: settings.database, authentication: authentication, configuration: settings.configuration,
            logLevel: level)
        try await server.run(host: settings.host, port: settings.port, handlesSignals: true) { port in
            Terminal.print("Listening on http://\(settings.host):\(port)")
        }
    }

    /// The settings of the flags, then of the environment, then the defaults.
    private func settings() throws -> ServeSettings {
        let source = SettingSource(environment: ProcessInfo.processInfo.environment)
        var configuration = ServerConfiguration()
        for (limit, text) in try source.limits(limitAssignments) { try limit.set(text, &configuration) }
        let host = try source.value("host", flag: host, default: "127.0.0.1", "an address")
        guard try hasTokens || ["127.0.0.1", "::1", "localhost"].contains(host) else {
            throw ValidationError(
                "Without --jwt-secret anybody can claim any name, so the server listens on loopback only.")
        }
        let port = try source.value("port", flag: port, default: 8080, "a number from 0 to 65535")
        guard (0...65535).contains(port) else { throw ValidationError("A port is a number from 0 to 65535.") }
        let level = try source.value("log-level", flag: logLevel, default: "info", "a level")
        guard let logLevel = Logger.Level(rawValue: level) else {
            throw InvalidSetting("log-level", level, "trace, debug, info, notice, warning, error or critical")
        }
        return ServeSettings(
            host: host, port: port,
            database: try source.value("database", flag: database, default: ServerFile.standard, "a path"),
            logLevel: logLevel, configuration: configuration)
    }

    private var hasTokens: Bool {
        get throws {
            #if JWT
            try secret.checked() != nil
            #else
            false
            #endif
        }
    }

    private func authentication() throws -> ServerAuthentication {
        #if JWT
        if let secret = try secret.checked() { return try .tokens(secret: secret) }
        #endif
        Terminal.note("Development authentication: the bearer token is the user's name, and nothing is checked.")
        return .development
    }

    private static func help(_ text: String, _ flag: String, _ standard: String) -> ArgumentHelp {
        ArgumentHelp("\(text) [env: \(SettingSource.variable(for: flag))] (default: \(standard))")
    }

    private static var limits: String {
        let standard = ServerConfiguration()
        return ServerLimit.all
            .map { "  \($0.name): \($0.help) (default: \($0.text(standard)))" }
            .joined(separator: "\n")
    }
}
