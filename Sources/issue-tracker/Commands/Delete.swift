import ArgumentParser
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Delete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Deletes an issue with its comments, and prints what it was.",
        discussion: "Whoever opened it and the owners of its project may do so.")

    @Argument(help: "The issue's id.")
    var id: RowID

    @OptionGroup var replica: ReplicaOptions

    func run() async throws {
        let issue = try await replica.withClient { client in
            let issue = try await client.read(.issue(id: id.value))
            try await replica.push(try await client.mutate(.deleteIssue(id: id.value)), of: client)
            return issue
        }
        Terminal.print(issue, asJSON: replica.json)
    }
}
