import ArgumentParser
import Foundation
import IssueTrackerSchema
import Lockstep
import LockstepClient
import LockstepHTTPClient
import TestSupport

/// An app that does nothing but mutate, to be killed at any moment.
///
/// It prints the token of every mutation for which `mutate` returned, a line each, and syncs all the while. It ends when
/// its standard input does.
@main
struct Hammer: AsyncParsableCommand {
    @Option var replica: String
    @Option var server: String
    @Option(name: .customLong("as")) var user: String
    @Option var seed: UInt64

    func run() async throws {
        let user = user
        guard let url = URL(string: server) else { throw ValidationError("--server must be a URL.") }
        let client = try await SyncClient(
            IssueTracker.self, at: URL(filePath: replica), actor: user, transport: .http(url, token: { user }))
        let seed = seed
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await client.run() }
            group.addTask { try await Self.mutate(client, user: user, seed: seed) }
            group.addTask { await Self.endOfInput() }
            try await group.next()
            group.cancelAll()
        }
        try await client.close()
    }

    private static func endOfInput() async {
        let (end, continuation) = AsyncStream.makeStream(of: Void.self)
        FileHandle.standardInput.readabilityHandler = { handle in
            if handle.availableData.isEmpty { continuation.finish() }
        }
        for await _ in end {}
        FileHandle.standardInput.readabilityHandler = nil
    }

    private static func mutate(_ client: SyncClient<IssueTracker>, user: String, seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var known: [UUID] = []
        while !Task.isCancelled {
            if known.isEmpty || random.next() % 16 == 0 { known = try await client.read(.issues).map(\.id) }
            let mutation: IssueTracker.Mutation
            switch (random.next() % 4, known.randomElement(using: &random)) {
            case (1, let id?): mutation = .updateIssue(id: id, title: .set("by \(user) \(random.next() % 1000)"))
            case (2, let id?):
                mutation = .updateIssueStatus(id: id, status: .allCases.randomElement(using: &random) ?? .todo)
            case (3, let id?) where known.count > 20: mutation = .deleteIssue(id: id)
            default: mutation = .createIssue(title: "by \(user)", description: "\(random.next())")
            }
            let receipt = try await client.mutate(mutation)
            try FileHandle.standardOutput.write(contentsOf: Data((receipt.token.uuidString.lowercased() + "\n").utf8))
        }
    }
}
