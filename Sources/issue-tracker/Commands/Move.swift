import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Move: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes an issue, with its comments, to another of your projects, and prints it.")

    @Argument(help: "The issue's id.")
    var id: RowID

    @Option(help: "The id of the project to take it to.")
    var project: RowID

    @OptionGroup var replica: ReplicaOptions

    func run() async throws {
        let issue = try await replica.carryOut(
            .moveIssue(id: id.value, projectId: project.value), thenRead: .issue(id: id.value))
        Terminal.print(issue, asJSON: replica.json)
    }
}
