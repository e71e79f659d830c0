import ArgumentParser
import IssueTrackerSchema
import LockstepClient

struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prints the issues, oldest first.")

    @Option(help: "Only those in one status: todo, doing or done.")
    var status: String?

    @OptionGroup var replica: ReplicaOptions

    func run() async throws {
        let issues = try await replica.withClient { client in
            if let status {
                try await client.read(.issuesByStatus(status: IssueTracker.Status(rawValue: status)))
            } else {
                try await client.read(.issues)
            }
        }
        Terminal.print(issues, asJSON: replica.json)
    }
}
