import ArgumentParser
import IssueTrackerSchema
import Lockstep
import LockstepClient

struct Sync: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Pushes what is pending and pulls what others did; fails if the server cannot be reached.")

    @OptionGroup var replica: ReplicaOptions

    func run() async throws {
        let client = try await replica.openClient()
        do {
            guard !replica.offline else { throw ValidationError("--offline and sync exclude each other.") }
            try await withTimeout(.seconds(30)) { _ = try await client.sync() }
        } catch {
            Terminal.note("Could not sync with \(replica.server): \(error)")
            // The first failure is the one to report.
            try? await client.close()
            throw ExitCode.failure
        }
        let pending = try await client.pendingMutations().count
        if replica.json {
            Terminal.print(
                json: JSONWriter.write {
                    $0.object {
                        $0.key("pending")
                        $0.int64(Int64(pending))
                    }
                })
        } else {
            Terminal.print("In step with \(replica.server).")
        }
        try await client.close()
    }
}
