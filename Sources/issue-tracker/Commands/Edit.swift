import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Edit: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Rewords an issue and prints it. What is not given stays as it is.")

    @Argument var id: IssueID

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
        let issue = try await replica.withClient { client in
            let mutation = IssueTracker.Mutation.updateIssue(
                id: id.value,
                title: title.map { .set($0) } ?? .keep,
                description: description.map { .set($0) } ?? .keep)
            _ = try await client.mutate(mutation)
            return try await client.read(.issue(id: id.value))
        }
        Terminal.print(issue, asJSON: replica.json)
    }
}

/// An issue's id on the command line.
struct IssueID: ExpressibleByArgument {
    let value: UUID

    init?(argument: String) {
        guard let value = UUID(uuidString: argument) else { return nil }
        self.value = value
    }
}
