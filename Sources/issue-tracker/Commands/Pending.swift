import ArgumentParser
import IssueTracker
import Lockstep
import LockstepClient

struct Pending: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the mutations whose outcome is not known yet, without asking the server.")

    @OptionGroup var replica: ReplicaOptions

    func run() async throws {
        let client = try await replica.openClient()
        let pending = try await client.pendingMutations()
        try await client.close()
        if replica.json {
            Terminal.print(
                json: JSONWriter.write {
                    $0.array { array in for mutation in pending { mutation.encode(to: &array) } }
                })
        } else if pending.isEmpty {
            Terminal.print("Nothing is pending.")
        } else {
            for mutation in pending {
                Terminal.print("\(mutation.createdAt.formatted(.iso8601))  \(mutation.mutationText)")
            }
        }
    }
}
