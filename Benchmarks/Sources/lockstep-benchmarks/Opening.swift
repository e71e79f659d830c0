import BenchmarkSchema
import Foundation
import GRDB
import LockstepClient

/// Opening a replica with 10,000 pending mutations, beside opening its file with GRDB's pool.
enum Opening {
    private static let rounds = 31

    static func measure() async throws -> [Figure] {
        try await withTemporaryFolder { folder in
            let bench = try await BenchClient(in: folder, issues: 10_000, rows: 10_000)
            for start in stride(from: 0, to: 10_000, by: 500) {
                try await bench.client.mutate(
                    bench.ids[start..<start + 500].map { .updateStatus(id: $0, status: .doing) })
            }
            try await bench.close()
            var replica = Samples()
            var plain = Samples()
            let clock = ContinuousClock()
            for _ in 0..<rounds {
                var start = clock.now
                let client = try await SyncClient(Bench.self, at: bench.file, actor: "ann", transport: .none)
                replica.add(clock.now - start)
                guard client.status.pendingCount == 10_000 else { throw BenchmarkError("the queue is gone") }
                try await client.close()
                start = clock.now
                let pool = try DatabasePool(path: bench.file.path())
                plain.add(clock.now - start)
                try pool.close()
            }
            return [
                Figure(name: "open", value: replica.median / plain.median, unit: "x plain file", aim: .atMost(3)),
                Figure(name: "open-time", value: replica.median * 1000, unit: "ms", aim: .none),
            ]
        }
    }
}
