import BenchmarkSchema
import Foundation
import Lockstep
import LockstepClient

/// 100 pending mutations that the server has applied as they were made, beside the same 100 statements.
enum Acknowledged {
    private static let count = 100
    private static let rounds = 41

    static func measure() async throws -> [Figure] {
        try await withTemporaryFolder { folder in
            let bench = try await BenchClient(in: folder, issues: count, rows: 100_000, pushes: true)
            let plain = try bench.plainCopy()
            let update = try plain.connection.statement("UPDATE issue SET status = ?1 WHERE id = ?2" as StaticString)
            var acknowledged = Samples()
            var executed = Samples()
            let clock = ContinuousClock()
            for round in 0..<rounds {
                let status: Bench.Status = round % 2 == 0 ? .done : .todo
                try await bench.client.mutate(bench.ids.map { .updateStatus(id: $0, status: status) })
                acknowledged.add(
                    try await bench.transport.measureEnd {
                        let report = try await bench.client.sync()
                        guard report.appliedCount == count, report.work.mutationsApplied == 0 else {
                            throw BenchmarkError("the mutations were not acknowledged as they had been made")
                        }
                    })
                executed.add(
                    try clock.measure {
                        try plain.transaction {
                            for id in bench.ids {
                                try update.bind(status, at: 1)
                                try update.bind(id, at: 2)
                                try update.run()
                            }
                        }
                    })
            }
            try await bench.close()
            return [
                Figure(
                    name: "acknowledged", value: acknowledged.median / executed.median, unit: "x plain SQL",
                    aim: .atMost(1)),
                Figure(name: "acknowledged-time", value: acknowledged.median * 1000, unit: "ms", aim: .none),
            ]
        }
    }
}
