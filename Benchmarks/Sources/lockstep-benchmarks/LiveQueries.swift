import BenchmarkSchema
import Foundation
import LockstepClient

/// From `mutate` to the emission of the one live query that it concerns, with others and without.
enum LiveQueries {
    private static let rounds = 201

    static func measure() async throws -> [Figure] {
        try await withTemporaryFolder { folder in
            let alone = try await measure(queries: 1, in: folder.appending(path: "one"))
            let among = try await measure(queries: 1_000, in: folder.appending(path: "many"))
            return [
                Figure(
                    name: "live", value: among.median / alone.median, unit: "x one, 1,000 queries", aim: .atMost(2)),
                Figure(name: "live-time", value: among.median * 1000, unit: "ms", aim: .none),
            ]
        }
    }

    private static func measure(queries: Int, in folder: URL) async throws -> Samples {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "replica.sqlite")
        let client = try await SyncClient(Bench.self, at: file, actor: "ann", transport: .none)
        let ids = (0..<queries).map { _ in UUID() }
        try await client.mutate(ids.map { .createIssue(id: $0, title: "t", description: "d") })
        let (emissions, continuation) = AsyncStream.makeStream(of: (Int, ContinuousClock.Instant).self)
        let samples = try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, id) in ids.enumerated() {
                let results = client.observe(.issue(id: id))
                group.addTask {
                    for try await _ in results { continuation.yield((index, .now)) }
                }
            }
            var emission = emissions.makeAsyncIterator()
            for _ in ids { _ = await emission.next() }
            var samples = Samples()
            for round in 0..<rounds {
                let start = ContinuousClock.now
                let index = round * 7 % queries
                try await client.mutate(.updateStatus(id: ids[index], status: round % 2 == 0 ? .doing : .done))
                guard let (woken, end) = await emission.next(), woken == index else {
                    throw BenchmarkError("another query was woken than the one that the change concerns")
                }
                samples.add(end - start)
            }
            group.cancelAll()
            return samples
        }
        try await client.close()
        return samples
    }
}
