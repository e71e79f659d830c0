import Lockstep
import LockstepTesting

/// A schema that the command can simulate.
@available(macOS 15, iOS 18, *)
struct SimulatedSchema: Sendable {
    let name: String
    let simulate: SeedRun.Simulate

    /// Begins with files that there are.
    let replay: @Sendable (SimulationBundle, SimulationOptions) throws -> SimulationResult

    init<Schema: ServerSchema>(_ name: String, _ schema: Schema.Type, _ workload: SimulationWorkload<Schema>) {
        self.name = name
        simulate = { options, recordsTimeline in
            try Simulation(schema, options, workload: workload).run(recordsTimeline: recordsTimeline)
        }
        replay = { bundle, options in
            try Simulation(schema, options, workload: workload, bundle: bundle).run(recordsTimeline: true)
        }
    }

    /// A schema of which nothing is known.
    init<Schema: ServerSchema>(random schema: Schema.Type, _ name: String)
    where Schema.Handlers == NoHandlers<Schema> {
        self.init(name, schema, SimulationWorkload<Schema>.random(schema))
    }

    static func named(_ name: String) -> SimulatedSchema? { all.first { $0.name == name } }
    static var names: String { all.map(\.name).joined(separator: ", ") }
}
