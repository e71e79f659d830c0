import ArgumentParser
import Foundation
import LockstepServer

struct Trim: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Trims the server's log, whether the server runs or not.",
        discussion: """
            The server does so by itself; this is for once, with other limits. Devices that were away for longer than \
            what stays are given everything anew when they come back, and lose nothing.
            """)

    @OptionGroup var server: ServerFile

    @Option(help: "Keep the entries of so many days.")
    var days: Double?

    @Option(help: "Keep so many entries at most.")
    var entries: Int64?

    @Option(help: "Keep so many bytes at most.")
    var bytes: Int64?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        var policy = RetentionPolicy.keepsEverything
        policy.keepsTokens = RetentionPolicy().keepsTokens
        policy.maximumAge = days.map { .seconds($0 * 86_400) }
        policy.maximumEntries = entries
        policy.maximumBytes = bytes
        let work = try await IssueServer.trim(database: server.path(), policy)
        if json {
            Terminal.print(
                """
                {"entries": \(work.entries), "tombstones": \(work.tombstones), "exits": \(work.exits), \
                "tokens": \(work.tokens)}
                """)
        } else {
            Terminal.print(
                "Trimmed \(work.entries) entries, \(work.tombstones) tombstones, \(work.exits) exits, "
                    + "\(work.tokens) tokens")
        }
    }
}
