import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Create: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Opens an issue in a project and prints it.")

    @Argument(help: "The title, of 1 to 200 characters.")
    var title: String

    @Option(help: "The project's id.")
    var project: RowID

    @Option(help: "What it is about.")
    var description = ""

    @OptionGroup var replica: ReplicaOptions

    func run() async throws {
        let id = UUID.v7()
        let issue = try await replica.carryOut(
            .createIssue(id: id, projectId: project.value, title: title, description: description),
            thenRead: .issue(id: id))
        Terminal.print(issue, asJSON: replica.json)
    }
}
