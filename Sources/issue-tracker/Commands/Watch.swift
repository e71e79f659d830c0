import ArgumentParser
import IssueTrackerSchema
import LockstepClient

struct Watch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the issues now and after every change, until it is interrupted.")

    @OptionGroup var replica: ReplicaOptions

    func run() async throws {
        let client = try await replica.openClient()
        let options = replica
        try await withThrowingTaskGroup(of: Void.self) { group in
            if !options.offline { group.addTask { try await client.run() } }
            group.addTask {
                for try await issues in client.observe(.issues) {
                    if !options.json { Terminal.print("\(issues.count) issues:") }
                    Terminal.print(issues, asJSON: options.json)
                }
            }
            group.addTask {
                for await rejection in client.rejections {
                    Terminal.note("Refused: \(rejection.name): \(rejection.message)")
                }
            }
            try await group.next()
            group.cancelAll()
        }
        try await client.close()
    }
}
