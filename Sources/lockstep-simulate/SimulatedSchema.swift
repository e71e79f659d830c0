import Lockstep
import LockstepTesting

/// A schema that the command can simulate.
@available(macOS 15, iOS 18, *)
struct SimulatedSchema: Sendable {
    let name: String

    /// Runs a simulation; whether with a timeline.
    let run: @Sendable (SimulationOptions, Bool) throws -> SimulationResult

    init<Schema: ServerSchema>(_ name: String, _ schema: Schema.Type, _ workload: SimulationWorkload<Schema>? = nil)
    where Schema.Handlers == NoHandlers<Schema> {
        self.name = name
        run = { options, recordsTimeline in
            try Simulation(schema, options, workload: workload).run(recordsTimeline: recordsTimeline)
        }
    }

    static func named(_ name: String) -> SimulatedSchema? { all.first { $0.name == name } }
    static var names: String { all.map(\.name).joined(separator: ", ") }

    /// The smallest options that find what a result found.
    func shrunk(_ result: SimulationResult, _ report: (String) -> Void) throws -> SimulationOptions {
        try Shrinking(result) { try run($0, false) }.smallest(report)
    }
}
