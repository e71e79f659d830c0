import ArgumentParser
import Logging

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs the server, for development: the bearer token is the user's name.")

    @Option(help: "The address to listen on; a loopback address.")
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 8080

    @Option(help: ArgumentHelp("The server's SQLite file, made if it is not there.", valueName: "file"))
    var database = "issues.sqlite"

    func validate() throws {
        guard ["127.0.0.1", "::1", "localhost"].contains(host) else {
            throw ValidationError("Anybody can claim any name here, so the server listens on loopback only.")
        }
        guard (0...65535).contains(port) else { throw ValidationError("A port is a number from 0 to 65535.") }
    }

    func run() async throws {
        Terminal.note("Development authentication: the bearer token is the user's name, and nothing is checked.")
        let host = host
        try await IssueServer(database: database, logLevel: .info).run(
            host: host, port: port, handlesSignals: true
        ) { port in
            Terminal.print("Listening on http://\(host):\(port)")
        }
    }
}
