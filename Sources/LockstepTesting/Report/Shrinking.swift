/// Looks for a smaller simulation that finds what one has found: fewer steps, clients and faults.
public struct Shrinking {
    private let found: SimulationResult
    private let run: (SimulationOptions) throws -> SimulationResult

    /// - Parameters:
    ///   - found: A result with a violation.
    ///   - run: Runs a simulation.
    public init(_ found: SimulationResult, _ run: @escaping (SimulationOptions) throws -> SimulationResult) {
        self.found = found
        self.run = run
    }

    /// The smallest options that violate what the result violates.
    ///
    /// - Parameter report: Is told of each step on the way.
    public func smallest(_ report: (String) -> Void = { _ in }) throws -> SimulationOptions {
        var best = found.options
        best.steps = min(best.steps, found.steps)
        func attempt(_ change: (inout SimulationOptions) -> Void) throws -> Bool {
            var options = best
            change(&options)
            guard options != best else { return false }
            let result = try run(options)
            guard result.violation?.checker == found.violation?.checker else { return false }
            options.steps = min(options.steps, result.steps)
            best = options
            report("still with \(options.steps) steps, \(options.clients) clients, \(options.faults.count) faults")
            return true
        }
        if try !run(best).isViolation(of: found) { best.steps = found.options.steps }
        var goesOn = true
        while goesOn {
            goesOn = false
            for fault in SimulationFault.allCases where best.faults.contains(fault) {
                if try attempt({ $0.faults.remove(fault) }) { goesOn = true }
            }
            while best.clients > 1, try attempt({ $0.clients -= 1 }) { goesOn = true }
            while best.steps > 1, try attempt({ $0.steps /= 2 }) { goesOn = true }
            if best.steps > 10, try attempt({ $0.steps -= $0.steps / 4 }) { goesOn = true }
        }
        return best
    }
}

extension SimulationResult {
    fileprivate func isViolation(of other: SimulationResult) -> Bool {
        violation?.checker == other.violation?.checker
    }
}
