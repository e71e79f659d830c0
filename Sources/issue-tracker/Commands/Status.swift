import ArgumentParser
import IssueTrackerSchema
import LockstepClient

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Moves an issue along and prints it.")

    @Argument var id: IssueID

    @Argument(help: "todo, doing or done.")
    var status: String

    @OptionGroup var replica: ReplicaOptions

    func validate() throws {
        guard IssueTracker.Status.allCases.map(\.rawValue).contains(status) else {
            throw ValidationError("The status is todo, doing or done, not \(status).")
        }
    }

    func run() async throws {
        let issue = try await replica.withClient { client in
            _ = try await client.mutate(
                .updateIssueStatus(id: id.value, status: IssueTracker.Status(rawValue: status)))
            return try await client.read(.issue(id: id.value))
        }
        Terminal.print(issue, asJSON: replica.json)
    }
}
