import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Edit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rewords an issue and prints it. What is not given stays as it is.")

    @Argument(help: "The issue's id.")
    var id: RowID

    @Option(help: "The new title.")
    var title: String?

    @Option(help: "The new description.")
    var description: String?

    @OptionGroup var replica: ReplicaOptions

    func validate() throws {
        guard title != nil || description != nil else {
            throw ValidationError("Give --title, --description or both.")
        }
    }

    func run() async throws {
        let issue = try await replica.carryOut(
            .updateIssue(
                id: id.value,
                title: title.map { .set($0) } ?? .keep,
                description: description.map { .set($0) } ?? .keep),
            thenRead: .issue(id: id.value))
        Terminal.print(issue, asJSON: replica.json)
    }
}
