import LockstepTesting
import Testing

@Suite("Shrinking")
struct ShrinkingTests {
    /// A result of a simulation that goes wrong where `isWrong` says so.
    private func result(
        _ options: SimulationOptions, _ isWrong: (SimulationOptions) -> Violation.Checker?
    ) -> SimulationResult {
        SimulationResult(
            schema: "Any", options: options, violation: isWrong(options).map { Violation($0, "") },
            steps: options.steps, timeline: nil)
    }

    @Test("leaves the steps, clients and faults that it takes, and no others")
    func leavesWhatItTakes() throws {
        let isWrong = { (options: SimulationOptions) -> Violation.Checker? in
            options.steps >= 130 && options.clients >= 2 && options.faults.isSuperset(of: [.crash, .trim])
                ? .convergence : nil
        }
        let found = result(SimulationOptions(seed: 9, steps: 1_000, clients: 5), isWrong)
        let smallest = try Shrinking(found) { result($0, isWrong) }.smallest()
        #expect(smallest.seed == 9)
        #expect(smallest.clients == 2)
        #expect(smallest.faults == [.crash, .trim])
        #expect((130..<200).contains(smallest.steps))
    }

    @Test("does not take one violation for another")
    func keepsTheViolation() throws {
        let isWrong = { (options: SimulationOptions) -> Violation.Checker? in
            options.faults.contains(.drop) ? .atMostOnce : .convergence
        }
        let found = result(SimulationOptions(seed: 1), isWrong)
        let smallest = try Shrinking(found) { result($0, isWrong) }.smallest()
        #expect(smallest.faults == [.drop])
        #expect(smallest.clients == 1)
        #expect(smallest.steps == 1)
    }
}
