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
            try await syncTellingProgress(client)
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

    /// Syncs, and tells on standard error how far a long download is.
    private func syncTellingProgress(_ client: SyncClient<IssueTracker>) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await withTimeout(.seconds(300)) { _ = try await client.sync() } }
            group.addTask {
                var told = -1
                for await status in client.statusUpdates {
                    guard let progress = status.snapshotProgress else { continue }
                    let percent = Int(progress * 100)
                    if percent / 10 > told / 10 || told < 0 { Terminal.note("Downloading: \(percent) %") }
                    told = percent
                }
                // The status ends with the client only; the sync decides.
                try await Task.sleep(for: .seconds(300))
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
