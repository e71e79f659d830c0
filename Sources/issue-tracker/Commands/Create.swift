import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Opens an issue and prints it.")

    @Argument(help: "The title, of 1 to 200 characters.")
    var title: String

    @Option(help: "What it is about.")
    var description = ""

    @OptionGroup var replica: ReplicaOptions

    func run() async throws {
        let id = UUID.v7()
        let issue = try await replica.withClient { client in
            _ = try await client.mutate(.createIssue(id: id, title: title, description: description))
            return try await client.read(.issue(id: id))
        }
        Terminal.print(issue, asJSON: replica.json)
    }
}
