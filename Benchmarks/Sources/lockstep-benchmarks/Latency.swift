import BenchmarkSchema
import Foundation
import LockstepClient
import LockstepHTTPClient

/// From `mutate` on one client to the live query's emission on another, through a server in a process of its own.
enum Latency {
    static func measure() async throws -> [Figure] {
        try await withTemporaryFolder { folder in
            let server = try await ServerProcess(folder: folder)
            defer { server.stop() }
            guard let url = URL(string: "http://127.0.0.1:\(server.port)") else { throw BenchmarkError("no URL") }
            func client(_ user: String) async throws -> SyncClient<Bench> {
                try await SyncClient(
                    Bench.self, at: folder.appending(path: "\(user).sqlite"), actor: user,
                    transport: .http(url, token: { user }))
            }
            let ann = try await client("ann")
            let ben = try await client("ben")
            let id = UUID()
            let samples = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await ann.run() }
                group.addTask { try await ben.run() }
                _ = try await ann.mutate(.createIssue(id: id, title: "t", description: "d"))
                var samples = Samples()
                var start = ContinuousClock.now
                var round = 0
                for try await issue in ben.observe(.issue(id: id)) {
                    guard issue != nil else { continue }
                    // The first rounds open connections and fill caches.
                    if round > 20 { samples.add(ContinuousClock.now - start) }
                    round += 1
                    if round > 520 { break }
                    start = ContinuousClock.now
                    _ = try await ann.mutate(.updateStatus(id: id, status: round % 2 == 0 ? .todo : .doing))
                }
                group.cancelAll()
                return samples
            }
            try await ann.close()
            try await ben.close()
            return [
                Figure(
                    name: "mutate-to-emission-p50", value: samples.quantile(0.5) * 1000, unit: "ms", aim: .atMost(10)),
                Figure(
                    name: "mutate-to-emission-p99", value: samples.quantile(0.99) * 1000, unit: "ms", aim: .atMost(50)),
            ]
        }
    }
}
