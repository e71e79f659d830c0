import BenchmarkSchema
import Foundation
import LockstepClient

/// `mutate` while steps of 1,000 changes are applied one after the other, with queues of several lengths.
enum Responsiveness {
    private static let steps = 20

    static func measure() async throws -> [Figure] {
        var figures: [Figure] = []
        for length in [0, 10_000, 100_000] {
            let samples = try await measure(pending: length)
            figures.append(
                Figure(
                    name: "responsiveness-\(length)", value: samples.quantile(0.99) * 1000, unit: "ms, mutate p99",
                    aim: .atMost(20)))
        }
        return figures
    }

    private static func measure(pending length: Int) async throws -> Samples {
        try await withTemporaryFolder { folder in
            let bench = try await BenchClient(in: folder, issues: 11_000, rows: 11_000 + length)
            let others = bench.ids.suffix(1_000)
            let ours = Array(bench.ids.dropLast(1_000))
            for start in stride(from: 0, to: length, by: 500) {
                try await bench.client.mutate(
                    (start..<start + 500).map { .updateStatus(id: ours[$0 % ours.count], status: .doing) })
            }
            for step in 0..<steps {
                for id in others {
                    _ = try await bench.server.mutate(
                        .updateStatus(id: id, status: step % 2 == 0 ? .done : .todo), as: "ben")
                }
            }
            let samples = try await withThrowingTaskGroup(of: Samples?.self) { group in
                group.addTask {
                    // The server never acknowledges the queue, of which the client complains in the end.
                    do { _ = try await bench.client.sync() } catch {}
                    return nil
                }
                group.addTask {
                    var samples = Samples()
                    let clock = ContinuousClock()
                    var round = 0
                    while !Task.isCancelled {
                        let id = ours[round % ours.count]
                        samples.add(
                            try await clock.measure {
                                try await bench.client.mutate(.updateStatus(id: id, status: .todo))
                            })
                        round += 1
                    }
                    return samples
                }
                var samples = Samples()
                while let result = try await group.next() {
                    if let result { samples = result }
                    group.cancelAll()
                }
                return samples
            }
            guard try await bench.client.read(.issue(id: others.first ?? UUID()))?.status == .todo else {
                throw BenchmarkError("the steps were not applied")
            }
            try await bench.close()
            return samples
        }
    }
}
