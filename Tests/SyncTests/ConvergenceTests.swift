import Foundation
import Testing

/// Whatever happens on the way, devices and server end equal, and every mutation has one outcome.
///
/// A failure names its seed. `LOCKSTEP_SEEDS=1000` in the environment runs more of them, `LOCKSTEP_SEEDS=77...77` one.
@Suite("Convergence")
struct ConvergenceTests {
    private static let seeds: ClosedRange<UInt64> = {
        let bounds = (ProcessInfo.processInfo.environment["LOCKSTEP_SEEDS"] ?? "40").split(separator: "...")
        let numbers = bounds.compactMap { UInt64($0) }
        guard let last = numbers.last, numbers.count == bounds.count else {
            preconditionFailure("LOCKSTEP_SEEDS must be a number of seeds, or two of them with ... between.")
        }
        return (numbers.count == 1 ? 1 : numbers[0])...last
    }()

    // One after the other: a thousand simulations at once would need more files than a process may open.
    @Test("Under any faults of the network", .serialized, arguments: seeds)
    func anyFaults(seed: UInt64) async throws {
        try await run(seed, goesBack: false)
    }

    @Test("Where files of clients and of the server are copied and restored as well", .serialized, arguments: seeds)
    func anyRestores(seed: UInt64) async throws {
        try await run(seed, goesBack: true)
    }

    private func run(_ seed: UInt64, goesBack: Bool) async throws {
        let simulation = try await Simulation(seed: seed, goesBack: goesBack)
        do {
            for _ in 0..<60 { try await simulation.step() }
            try await simulation.settle()
            try await simulation.checkEnd()
        } catch {
            let journal = await simulation.journal.joined(separator: "\n")
            Issue.record("seed \(seed): \(error)\n\(journal)")
        }
        try await simulation.close()
    }
}
