import IssueListSchema
import IssueTrackerSchema
import Lockstep
import LockstepTesting
import Testing

@Suite("A simulation")
struct SimulationTests {
    @Test("is the same each time for the same seed", arguments: [1, 2, 3] as [UInt64])
    func isDeterministic(seed: UInt64) throws {
        let options = SimulationOptions(seed: seed, steps: 300, clients: 3)
        let first = try Simulation(IssueTracker.self, options).run(recordsTimeline: true)
        let second = try Simulation(IssueTracker.self, options).run(recordsTimeline: true)
        #expect(first.timeline == second.timeline)
        #expect(first.steps == second.steps)
        #expect(first.timeline?.lines.isEmpty == false)
    }

    @Test("is another one for another seed")
    func dependsOnTheSeed() throws {
        func timeline(_ seed: UInt64) throws -> Timeline? {
            try Simulation(IssueList.self, SimulationOptions(seed: seed, steps: 100, clients: 2))
                .run(recordsTimeline: true).timeline
        }
        #expect(try timeline(1) != timeline(2))
    }

    @Test("of a sound engine finds nothing, whatever fails", .serialized, arguments: 1...8 as ClosedRange<UInt64>)
    func findsNothing(seed: UInt64) throws {
        let options = SimulationOptions(seed: seed, steps: 400)
        let list = try Simulation(IssueList.self, options).run()
        #expect(list.violation == nil, "\(list)")
        let tracker = try Simulation(IssueTracker.self, options).run()
        #expect(tracker.violation == nil, "\(tracker)")
    }

    @Test("without faults makes as many steps as it is asked for")
    func makesSteps() throws {
        let options = SimulationOptions(seed: 4, steps: 200, clients: 2, faults: [])
        let result = try Simulation(IssueList.self, options).run()
        #expect(result.violation == nil, "\(result)")
        #expect(result.steps >= 200)
    }
}
