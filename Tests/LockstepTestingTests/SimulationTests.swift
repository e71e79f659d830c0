import Foundation
import IssueListSchema
import IssueTrackerSchema
import Lockstep
import LockstepTesting
import Testing

@Suite("A simulation", .serialized)
struct SimulationTests {
    /// Runs a simulation on a thread of its own: for as long as it takes it would keep other tests from theirs.
    private func result<Schema: ServerSchema>(
        _ schema: Schema.Type, _ options: SimulationOptions
    ) async throws -> SimulationResult where Schema.Handlers == NoHandlers<Schema> {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                continuation.resume(
                    with: Result { try Simulation(schema, options).run(recordsTimeline: true) })
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    @Test("is the same each time for the same seed", arguments: [1, 2] as [UInt64])
    func isDeterministic(seed: UInt64) async throws {
        let options = SimulationOptions(seed: seed, steps: 300, clients: 3)
        let first = try await result(IssueTracker.self, options)
        let second = try await result(IssueTracker.self, options)
        #expect(first.timeline == second.timeline)
        #expect(first.steps == second.steps)
        #expect(first.timeline?.lines.isEmpty == false)
    }

    @Test("is another one for another seed")
    func dependsOnTheSeed() async throws {
        let first = try await result(IssueList.self, SimulationOptions(seed: 1, steps: 100, clients: 2))
        let second = try await result(IssueList.self, SimulationOptions(seed: 2, steps: 100, clients: 2))
        #expect(first.timeline != second.timeline)
    }

    @Test("of a sound engine finds nothing, whatever fails", arguments: 1...4 as ClosedRange<UInt64>)
    func findsNothing(seed: UInt64) async throws {
        let options = SimulationOptions(seed: seed, steps: 300)
        let list = try await result(IssueList.self, options)
        #expect(list.violation == nil, "\(list)")
        let tracker = try await result(IssueTracker.self, options)
        #expect(tracker.violation == nil, "\(tracker)")
    }

    @Test("without faults makes as many steps as it is asked for")
    func makesSteps() async throws {
        let options = SimulationOptions(seed: 4, steps: 200, clients: 2, faults: [])
        let result = try await result(IssueList.self, options)
        #expect(result.violation == nil, "\(result)")
        #expect(result.steps >= 200)
    }
}
