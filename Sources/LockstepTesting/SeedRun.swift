import CSQLite
import Foundation
public import Lockstep

/// Runs simulations of one seed after the other, several at the same time, until one finds something wrong.
///
///     let outcome = try SeedRun(Tracker.self, seeds: 1...1_000).run()
///     #expect(outcome.failure == nil, "\(outcome)")
///
/// `@unchecked Sendable`: `lock` is held for every access to the variables below it.
@available(macOS 15, iOS 18, *)
public final class SeedRun: @unchecked Sendable {
    /// Runs a simulation; whether with a timeline.
    public typealias Simulate = @Sendable (SimulationOptions, Bool) throws -> SimulationResult

    /// What came of the seeds.
    public struct Outcome: Hashable, Sendable, CustomStringConvertible {
        /// Seeds that were run to their end, and the steps of all.
        public let seeds: Int
        public let steps: Int

        /// How long it took.
        public let duration: Duration

        /// Of the simulations that found something wrong that of the lowest seed: run again with fewer steps, clients
        /// and faults, as few as find the same, and with a timeline.
        public let failure: SimulationResult?

        /// The seed that found it.
        public let failedSeed: UInt64?

        /// A line that sums up, after the failure if there is one.
        public var description: String { (failure.map { "\($0)\n" } ?? "") + summary }

        public var summary: String {
            let seconds = max(duration / .seconds(1), 0.001)
            let found = failure?.violation.map { "seed \(failedSeed ?? 0) violates \($0.checker.rawValue)" } ?? "clean"
            let time = String(format: "%.1f", seconds)
            return "\(seeds) seeds, \(steps) steps, \(time) s, \(Int(Double(steps) / seconds)) steps/s: \(found)"
        }
    }

    private let first: SimulationOptions
    private let count: UInt64?
    private let jobs: Int
    private let shrinks: Bool
    private let simulate: Simulate
    private let lock = NSLock()
    private var next: UInt64 = 0
    private var finished = 0
    private var steps = 0
    private var found: SimulationResult?
    private var failure: (any Error)?

    /// - Parameters:
    ///   - first: The options of the first simulation; the others have the seeds that follow.
    ///   - count: How many seeds; nil for no end but a failure.
    ///   - jobs: How many are run at the same time, each on a thread of its own; by default as
    ///     many as there are processors.
    ///   - shrinks: Whether a failure is made smaller.
    public init(
        from first: SimulationOptions, count: UInt64?, jobs: Int? = nil,
        shrinks: Bool = true, _ simulate: @escaping Simulate
    ) {
        self.first = first
        self.count = count
        self.jobs = max(jobs ?? ProcessInfo.processInfo.activeProcessorCount, 1)
        self.shrinks = shrinks
        self.simulate = simulate
    }

    /// Simulations of a schema.
    ///
    /// - Parameters:
    ///   - steps: Of each seed; see `SimulationOptions`.
    ///   - workload: What users do.
    public convenience init<Schema: ServerSchema>(
        _ schema: Schema.Type, seeds: ClosedRange<UInt64>, steps: Int = 1_000, clients: Int = 5,
        faults: Set<SimulationFault> = Set(SimulationFault.allCases), workload: SimulationWorkload<Schema>
    ) {
        let options = SimulationOptions(seed: seeds.lowerBound, steps: steps, clients: clients, faults: faults)
        self.init(from: options, count: UInt64(seeds.count)) { options, recordsTimeline in
            try Simulation(schema, options, workload: workload).run(recordsTimeline: recordsTimeline)
        }
    }

    /// Simulations of a schema in which users make mutations with arbitrary values.
    ///
    /// - Parameter steps: Of each seed; see `SimulationOptions`.
    public convenience init<Schema: ServerSchema>(
        _ schema: Schema.Type, seeds: ClosedRange<UInt64>, steps: Int = 1_000, clients: Int = 5,
        faults: Set<SimulationFault> = Set(SimulationFault.allCases)
    ) where Schema.Handlers == NoHandlers<Schema> {
        self.init(
            schema, seeds: seeds, steps: steps, clients: clients, faults: faults, workload: SimulationWorkload(schema))
    }

    /// Runs the seeds, and waits for them on this thread.
    ///
    /// - Parameter report: Is told of the steps of shrinking.
    /// - Throws: What keeps a simulation from beginning.
    public func run(_ report: (String) -> Void = { _ in }) throws -> Outcome {
        // A lock that all connections of the process share otherwise. Without effect once SQLite is in use.
        _ = lockstep_disable_memory_statistics()
        let start = ContinuousClock.now
        let group = DispatchGroup()
        for _ in 0..<jobs {
            group.enter()
            let thread = Thread { [self] in
                while let options = take() { runOne(options) }
                group.leave()
            }
            // As much as a main thread has: tasks of a simulation run in frames of this one.
            thread.stackSize = 8 << 20
            thread.start()
        }
        group.wait()
        if let failure { throw failure }
        let duration = ContinuousClock.now - start
        let shown = try found.map { found in
            let options =
                shrinks
                ? try Shrinking(found) { [simulate] in try simulate($0, false) }.smallest(report) : found.options
            return try simulate(options, true)
        }
        return Outcome(
            seeds: finished, steps: steps, duration: duration, failure: shown, failedSeed: found?.options.seed)
    }

    private func take() -> SimulationOptions? {
        lock.withLock {
            guard found == nil, failure == nil, count.map({ next < $0 }) ?? true else { return nil }
            defer { next += 1 }
            var options = first
            options.seed &+= next
            return options
        }
    }

    private func runOne(_ options: SimulationOptions) {
        let result = Result { try simulate(options, false) }
        lock.withLock {
            switch result {
            case .success(let result):
                finished += 1
                steps += result.steps
                if result.violation != nil, found.map({ $0.options.seed > options.seed }) ?? true { found = result }
            case .failure(let error): failure = error
            }
        }
    }
}
