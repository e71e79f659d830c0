import BenchmarkSchema
import Foundation
import LockstepClient

/// From `mutate` to the emission of the one live query that it concerns, with others and without.
enum LiveQueries {
    private static let rounds = 201

    /// A client with live queries, each for an issue of its own.
    private final class Observed {
        private let client: SyncClient<Bench>
        private let ids: [UUID]
        private var tasks: [Task<Void, any Error>] = []
        private var emissions: AsyncStream<(Int, ContinuousClock.Instant)>.Iterator

        init(queries: Int, in folder: URL) async throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            client = try await SyncClient(
                Bench.self, at: folder.appending(path: "replica.sqlite"), actor: "ann", transport: .none)
            ids = (0..<queries).map { _ in UUID() }
            try await client.mutate(ids.map { .createIssue(id: $0, title: "t", description: "d") })
            let (stream, continuation) = AsyncStream.makeStream(of: (Int, ContinuousClock.Instant).self)
            emissions = stream.makeAsyncIterator()
            for (index, id) in ids.enumerated() {
                let results = client.observe(.issue(id: id))
                tasks.append(Task { for try await _ in results { continuation.yield((index, .now)) } })
            }
            for _ in ids { _ = await emissions.next() }
        }

        func measure(round: Int) async throws -> Duration {
            let start = ContinuousClock.now
            let index = round * 7 % ids.count
            let status: Bench.Status = round / ids.count % 2 == 0 ? .doing : .done
            try await client.mutate(.updateStatus(id: ids[index], status: status))
            guard let (woken, end) = await emissions.next(), woken == index else {
                throw BenchmarkError("another query was woken than the one that the change concerns")
            }
            return end - start
        }

        func close() async throws {
            for task in tasks { task.cancel() }
            try await client.close()
        }
    }

    static func measure() async throws -> [Figure] {
        try await withTemporaryFolder { folder in
            let one = try await Observed(queries: 1, in: folder.appending(path: "one"))
            let many = try await Observed(queries: 1_000, in: folder.appending(path: "many"))
            var alone = Samples()
            var among = Samples()
            for round in 0..<rounds {
                alone.add(try await one.measure(round: round))
                among.add(try await many.measure(round: round))
            }
            try await one.close()
            try await many.close()
            return [
                Figure(
                    name: "live", value: among.median / alone.median, unit: "x one, 1,000 queries", aim: .atMost(2)),
                Figure(name: "live-time", value: among.median * 1000, unit: "ms", aim: .none),
            ]
        }
    }
}
