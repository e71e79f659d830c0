import ArgumentParser
import Foundation
import IssueTrackerSchema
import LockstepClient
import LockstepHTTPClient

/// Which replica a command works on, and the server that it syncs with.
struct ReplicaOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The replica's SQLite file, made if it is not there.", valueName: "file"))
    var replica: String

    @Option(help: ArgumentHelp("The server.", valueName: "url"))
    var server = "http://127.0.0.1:8080"

    @Option(name: .customLong("as"), help: ArgumentHelp("The user.", valueName: "name"))
    var user: String

    @Option(help: "The user's token, where the server asks for one; also in ISSUE_TRACKER_TOKEN.")
    var token: String?

    @Flag(help: "Do not ask the server.")
    var offline = false

    @Flag(help: "Print JSON.")
    var json = false

    /// How long a command waits for a server that may not be there.
    private static let moment = Duration.seconds(2)

    func validate() throws {
        guard let url = URL(string: server), url.scheme == "http" || url.scheme == "https", url.host() != nil else {
            throw ValidationError("--server must be a URL such as http://127.0.0.1:8080, not \(server).")
        }
    }

    func openClient() async throws -> SyncClient<IssueTracker> {
        // A server for development takes the name for a token.
        let token = token ?? ProcessInfo.processInfo.environment["ISSUE_TRACKER_TOKEN"] ?? user
        guard let url = URL(string: server) else { throw ValidationError("--server must be a URL.") }
        return try await SyncClient(
            IssueTracker.self, at: URL(filePath: replica), actor: user, transport: .http(url, token: { token }))
    }

    /// Opens the replica, syncs, and does the work. A server that does not answer within a moment is done without: what is
    /// pending is pushed at the next chance.
    func withClient<Result: Sendable>(
        _ body: (SyncClient<IssueTracker>) async throws -> Result
    ) async throws -> Result {
        let client = try await openClient()
        do {
            await syncIfPossible(client)
            let result = try await body(client)
            try await client.close()
            return result
        } catch {
            // The first error is the one to report; the process ends, and the file is safe either way.
            try? await client.close()
            throw error
        }
    }

    /// Makes a mutation between two syncs, and reads what there is then.
    ///
    /// - Throws: `Refused` if the server refused it.
    func carryOut<Value: Sendable>(
        _ mutation: IssueTracker.Mutation, thenRead query: Query<IssueTracker, Value>
    ) async throws -> Value {
        try await withClient { client in
            try await push(try await client.mutate(mutation), of: client)
            return try await client.read(query)
        }
    }

    /// Syncs after a mutation.
    ///
    /// - Throws: `Refused` if the server refused it.
    func push(_ receipt: MutationReceipt, of client: SyncClient<IssueTracker>) async throws {
        await syncIfPossible(client)
        if case .rejected(let rejection) = try await client.state(of: receipt.token) {
            throw Refused(rejection: rejection)
        }
    }

    private func syncIfPossible(_ client: SyncClient<IssueTracker>) async {
        guard !offline else { return }
        do {
            try await withTimeout(Self.moment) { _ = try await client.sync() }
        } catch {
            Terminal.note("Not synced: \(error)")
        }
    }
}

/// Runs `work`, and cancels it when it takes longer than it may.
func withTimeout(_ limit: Duration, _ work: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw TimedOut(limit: limit)
        }
        defer { group.cancelAll() }
        try await group.next()
    }
}

struct TimedOut: Error, CustomStringConvertible {
    let limit: Duration

    var description: String { "no answer within \(limit.formatted(.units()))" }
}
