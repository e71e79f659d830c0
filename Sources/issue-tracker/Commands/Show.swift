import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prints an issue with what was said about it.")

    @Argument(help: "The issue's id.")
    var id: RowID

    @OptionGroup var replica: ReplicaOptions

    func run() async throws {
        let (issue, comments) = try await replica.withClient { client in
            try await client.read(.issue(id: id.value), .comments(issueId: id.value))
        }
        Terminal.print(issue.map { IssueWithComments(issue: $0, comments: comments) }, asJSON: replica.json)
    }
}
