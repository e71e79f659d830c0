import Foundation
import IssueTrackerSchema
import LockstepClient
import LockstepHTTPClient

/// A user's device in the demonstration: a replica, and a cable to the server.
struct Device {
    let user: String
    let client: SyncClient<IssueTracker>
    private let transport: UnpluggableTransport<HTTPTransport>

    init(user: String, folder: URL, server: URL) async throws {
        self.user = user
        transport = UnpluggableTransport(HTTPTransport(url: server, token: { user }))
        client = try await SyncClient(
            IssueTracker.self, at: folder.appending(path: "\(user).sqlite"), actor: user, transport: transport)
    }

    func plug() { transport.setPlugged(true) }

    func unplug() { transport.setPlugged(false) }

    /// Makes a mutation and tells what it was.
    func mutate(_ mutation: IssueTracker.Mutation, _ story: String) async throws {
        try await client.mutate(mutation)
        Terminal.print("  \(user) \(story)")
    }

    func printIssues() async throws {
        let issues = try await client.read(.issues)
        let pending = try await client.pendingMutations().count
        Terminal.print("  \(user) sees\(pending > 0 ? ", with \(pending) mutations pending" : ""):")
        for issue in issues {
            let details = issue.description.isEmpty ? "" : " – \(issue.description)"
            Terminal.print("    [\(issue.status.rawValue)] \(issue.title)\(details)")
        }
    }
}
