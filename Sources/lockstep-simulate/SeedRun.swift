import Foundation
import LockstepTesting

/// Runs seeds, several at the same time, until one finds something wrong.
///
/// `@unchecked Sendable`: `lock` is held for every access to the variables below it.
@available(macOS 15, iOS 18, *)
final class SeedRun: @unchecked Sendable {
    private let first: SimulationOptions
    private let count: UInt64?
    private let jobs: Int
    private let schema: SimulatedSchema
    private let start = ContinuousClock.now
    private let lock = NSLock()
    private var next: UInt64 = 0
    private var finished = 0
    private var steps = 0
    private var found: SimulationResult?
    private var failure: (any Error)?

    /// - Parameter count: Nil for no end.
    init(first: SimulationOptions, count: UInt64?, jobs: Int, schema: SimulatedSchema) {
        self.first = first
        self.count = count
        self.jobs = jobs
        self.schema = schema
    }

    /// - Returns: Of the seeds that found something wrong the lowest.
    func run() throws -> SimulationResult? {
        let group = DispatchGroup()
        for _ in 0..<jobs {
            group.enter()
            let thread = Thread { [self] in
                while let options = take() { runOne(options) }
                group.leave()
            }
            // Tasks of a simulation run on its thread, in frames of the thread's own.
            thread.stackSize = 8 << 20
            thread.start()
        }
        group.wait()
        if let failure { throw failure }
        return found
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
        let result = Result { try schema.run(options, false) }
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

    var summary: String {
        lock.withLock {
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            let rate = Int(Double(steps) / max(seconds, 0.001))
            let outcome = found.map { "seed \($0.options.seed) violates \($0.violation?.checker.rawValue ?? "")" } ?? "clean"
            return """
                \(schema.name): \(finished) seeds from \(first.seed), \(steps) steps, \
                \(String(format: "%.1f", seconds)) s, \(rate) steps/s: \(outcome)
                """
        }
    }
}
