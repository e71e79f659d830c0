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

    /// Tells what was refused, and forgets it.
    ///
    /// - Throws: `DemoError` if other codes were to be expected.
    func printRejections(expecting codes: [IssueTracker.RejectionCode]) async throws {
        let rejections = try await client.rejections()
        for rejection in rejections { Terminal.print("  \(user)'s \(rejection.name) was refused: \(rejection.reason)") }
        guard rejections.map({ IssueTracker.RejectionCode($0) }) == codes else {
            throw DemoError.rejections(expected: codes.map { "\($0)" }, found: rejections.map(\.code))
        }
        try await client.dismiss(rejections)
    }

    func printIssues() async throws {
        let issues = try await client.read(.issues)
        let pending = try await client.pendingMutations().count
        if issues.isEmpty { return Terminal.print("  \(user) sees no issues.") }
        Terminal.print("  \(user) sees\(pending > 0 ? ", with \(pending) mutations pending" : ""):")
        for issue in issues {
            let details = issue.description.isEmpty ? "" : " – \(issue.description)"
            Terminal.print("    [\(issue.status.rawValue)] \(issue.title)\(details)")
            for comment in try await client.read(.comments(issueId: issue.id)) {
                Terminal.print("        \(comment.author): \(comment.text)")
            }
        }
    }
}
