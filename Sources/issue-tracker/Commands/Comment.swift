import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Comment: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says something about an issue, and prints what was said about it.")

    @Argument(help: "The issue's id.")
    var issue: RowID

    @Argument(help: "What to say, of 1 to 10,000 characters.")
    var text: String

    @OptionGroup var replica: ReplicaOptions

    func run() async throws {
        let comments = try await replica.carryOut(
            .addComment(issueId: issue.value, text: text), thenRead: .comments(issueId: issue.value))
        Terminal.print(comments, asJSON: replica.json)
    }
}
