import ArgumentParser
import Logging

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the server.",
        discussion: """
            Without a secret for tokens it is one for development: the bearer token is the user's name, and nothing is \
            checked. With one, users come with what `issue-tracker token` prints.
            """)

    @Option(help: "The address to listen on; without tokens a loopback address.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 8080

    @Option(help: ArgumentHelp("The server's SQLite file, made if it is not there.", valueName: "file"))
    var database = "issues.sqlite"

    #if JWT
    @OptionGroup var secret: TokenSecret
    #endif

    func validate() throws {
        guard try hasTokens || ["127.0.0.1", "::1", "localhost"].contains(host) else {
            throw ValidationError(
                "Without --jwt-secret anybody can claim any name, so the server listens on loopback only.")
        }
        guard (0...65535).contains(port) else { throw ValidationError("A port is a number from 0 to 65535.") }
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

    func run() async throws {
        let host = host
        try await IssueServer(database: database, authentication: authentication(), logLevel: .info).run(
            host: host, port: port, handlesSignals: true
        ) { port in
            Terminal.print("Listening on http://\(host):\(port)")
        }
    }
}
