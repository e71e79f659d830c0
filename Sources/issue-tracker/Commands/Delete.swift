import ArgumentParser
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Delete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Deletes an issue and prints what it was.")

    @Argument var id: IssueID

    @OptionGroup var replica: ReplicaOptions

    func run() async throws {
        let issue = try await replica.withClient { client in
            let issue = try await client.read(.issue(id: id.value))
            _ = try await client.mutate(.deleteIssue(id: id.value))
            return issue
        }
        Terminal.print(issue, asJSON: replica.json)
    }
}
