import BenchmarkSchema
import Foundation
import Lockstep
import LockstepClient

/// Steps of the server below pending mutations, beside the same statements as prepared SQL in one durable transaction.
enum Rebase {
    private static let changes = [1, 1_000]
    private static let queues = [0, 1, 100, 10_000]

    /// A measured cell of the matrix.
    private struct Cell {
        let pending: Int
        let changes: Int
        let isOverlapping: Bool
        let time: Double
        let plain: Double
        let rowsWritten: Int

        var ratio: Double { time / plain }

        func name(_ rows: String) -> String {
            "rebase-\(rows)-\(pending)-\(changes)" + (isOverlapping ? "-overlapping" : "")
        }
    }

    static func measure() async throws -> [Figure] {
        let small = try await measure(rows: 20_000)
        let large = try await measure(rows: 1_000_000)
        var figures: [Figure] = []
        for (name, cells) in [("10k", small), ("1M", large)] {
            for cell in cells {
                figures.append(
                    Figure(
                        name: cell.name(name), value: cell.ratio, unit: "x plain SQL",
                        aim: cell.pending >= 100 ? .atMost(2) : .none))
            }
        }
        for (small, large) in zip(small, large) {
            figures.append(
                Figure(name: large.name("time-1M"), value: large.time * 1000, unit: "ms", aim: .none))
            figures.append(
                Figure(name: large.name("rows-1M"), value: Double(large.rowsWritten), unit: "rows written", aim: .none))
            guard large.pending >= 100 else { continue }
            figures.append(
                Figure(
                    name: large.name("growth"), value: large.time / small.time, unit: "1M rows / 10k rows",
                    aim: .atMost(1.3)))
        }
        return figures
    }

    private static func measure(rows: Int) async throws -> [Cell] {
        try await withTemporaryFolder { folder in
            let most = queues.max() ?? 0
            let bench = try await BenchClient(in: folder, issues: most + (changes.max() ?? 0), rows: rows)
            let plain = try bench.plainCopy()
            let queue = Array(bench.ids.prefix(most))
            let others = Array(bench.ids.dropFirst(most))
            var cells: [Cell] = []
            var pending = 0
            for length in queues {
                while pending < length {
                    let batch = queue[pending..<min(pending + 500, length)]
                    try await bench.client.mutate(batch.map { .updateStatus(id: $0, status: .doing) })
                    pending += batch.count
                }
                for count in changes {
                    let ours = Array(queue.prefix(length))
                    cells.append(try await cell(bench, plain, pending: ours, step: Array(others.prefix(count))))
                    guard length >= 100, count > 1 else { continue }
                    cells.append(try await cell(bench, plain, pending: ours, step: Array(ours.prefix(count))))
                }
            }
            try await bench.close()
            return cells
        }
    }

    private static func cell(
        _ bench: BenchClient, _ plain: PlainDatabase, pending: [UUID], step: [UUID]
    ) async throws -> Cell {
        var rebased = Samples()
        var executed = Samples()
        let clock = ContinuousClock()
        let written = WorkMeter.shared.rowsWritten
        let rounds = step.count > 100 ? 7 : 21
        for round in 0..<rounds {
            let status: Bench.Status = round % 2 == 0 ? .done : .todo
            for id in step { _ = try await bench.server.mutate(.updateStatus(id: id, status: status), as: "ben") }
            rebased.add(try await bench.transport.measureStep { _ = try await bench.client.sync() })
            executed.add(try clock.measure { try execute(on: plain, step, pending, status) })
        }
        return Cell(
            pending: pending.count, changes: step.count, isOverlapping: pending.first == step.first,
            time: rebased.median, plain: executed.median,
            rowsWritten: Int(WorkMeter.shared.rowsWritten - written) / rounds)
    }

    private static func execute(
        on plain: PlainDatabase, _ step: [UUID], _ pending: [UUID], _ status: Bench.Status
    ) throws {
        let update = try plain.connection.statement("UPDATE issue SET status = ?1 WHERE id = ?2" as StaticString)
        try plain.transaction {
            for (ids, status) in [(step, status), (pending, status == .done ? .doing : .todo)] {
                for id in ids {
                    try update.bind(status, at: 1)
                    try update.bind(id, at: 2)
                    try update.run()
                }
            }
        }
    }
}
