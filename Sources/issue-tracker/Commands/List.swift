import ArgumentParser
import IssueTrackerSchema
import LockstepClient

struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prints the issues, oldest first.")

    @Option(help: "Only those of one project.")
    var project: RowID?

    @Option(help: "Only those in one status: todo, doing or done.")
    var status: String?

    @OptionGroup var replica: ReplicaOptions

    func run() async throws {
        let status = status.map { IssueTracker.Status(rawValue: $0) }
        let issues = try await replica.withClient { client in
            switch (project?.value, status) {
            case (let project?, let status?):
                try await client.read(.issuesByStatus(projectId: project, status: status))
            case (let project?, nil):
                try await client.read(.issuesOfProject(projectId: project))
            case (nil, let status?):
                try await client.read(.issues).filter { $0.status == status }
            case (nil, nil):
                try await client.read(.issues)
            }
        }
        Terminal.print(issues, asJSON: replica.json)
    }
}
