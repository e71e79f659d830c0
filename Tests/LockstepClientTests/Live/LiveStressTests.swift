import Foundation
import IssueListSchema
import Lockstep
import TestSupport
import Testing

@testable import LockstepClient

@Suite("Live queries under mutations, steps and rebases")
struct LiveStressTests {
    private typealias State = [IssueList.Issue]

    private struct Seen: Sendable {
        var states: [State] = []
        var emissions: [[State]] = []
    }

    @Test("show states that were there, in their order, and the last one in the end", arguments: [1, 2, 3] as [UInt64])
    func states(_ seed: UInt64) async throws {
        let folder = try TestFolder()
        let server = try ReferenceServer(IssueList.self)
        let client = try await IssueClient.open(folder, TestTransport(to: server), VirtualClock(seed: seed))
        let observers = 6
        let seen = Guarded(Seen(emissions: Array(repeating: [], count: observers)))
        seen.withLock { $0.states.append([]) }
        // Called on the writer's queue: until it returns nothing else is committed.
        client.replica.hub.addObserver { [replica = client.replica] _ in
            do {
                let state = try replica.readNow { try Query<IssueList, State>.issues.fetch($0) }
                seen.withLock { $0.states.append(state) }
            } catch {
                Issue.record(error)
            }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for observer in 0..<observers {
                group.addTask {
                    for try await (issues, counts) in client.observe(.issues, .issueCounts) {
                        #expect(counts.map(\.count).reduce(0, +) == issues.count, "one version")
                        seen.withLock { $0.emissions[observer].append(issues) }
                        if issues.contains(where: { $0.title == "end" }) { return }
                    }
                }
            }
            try await work(client, server, seed)
            try await client.mutate(.createIssue(id: .id(9999), title: "end", description: ""))
            try await group.waitForAll()
        }
        let last = try await client.read(.issues)
        let (states, emissions) = seen.withLock { ($0.states, $0.emissions) }
        #expect(states.last == last)
        for emissions in emissions {
            #expect(emissions.last == last)
            var position = 0
            for emission in emissions {
                position = try #require(states[position...].firstIndex(of: emission), "no version had this, or earlier")
            }
        }
    }

    /// Mutations of this client and of another one, and syncs, at the same time.
    private func work(_ client: IssueClient, _ server: ReferenceServer<IssueList>, _ seed: UInt64) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<3 {
                group.addTask {
                    var random = SeededGenerator(seed: seed << 8 | UInt64(writer))
                    for _ in 0..<60 {
                        let id = UUID.id(.random(in: 0..<30, using: &random))
                        // A row that is there already, or not, is the local tables' to refuse.
                        _ = try? await client.mutate(.some(id, using: &random))
                    }
                }
            }
            group.addTask {
                var random = SeededGenerator(seed: seed)
                for _ in 0..<60 {
                    await server.run(
                        .createIssue(
                            id: .id(.random(in: 100..<1000, using: &random)), title: "base", description: ""))
                    await Task.yield()
                }
            }
            group.addTask {
                for _ in 0..<20 { try await client.sync() }
            }
            try await group.waitForAll()
        }
        try await client.sync()
    }
}

extension IssueList.Mutation {
    fileprivate static func some(_ id: UUID, using random: inout SeededGenerator) -> Self {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: .updateIssueStatus(id: id, status: Bool.random(using: &random) ? .done : .todo)
        case 1: .updateIssue(id: id, title: .set("\(Int.random(in: 0..<100, using: &random))"))
        case 2: .deleteIssue(id: id)
        default: .createIssue(id: id, title: "mine", description: "")
        }
    }
}
