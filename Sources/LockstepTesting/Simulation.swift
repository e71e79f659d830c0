public import Lockstep

/// A simulation of clients, server, network, disks and time over a schema, in which one seed decides everything.
///
///     let result = try Simulation(Tracker.self, SimulationOptions(seed: 1)).run()
///     #expect(result.violation == nil, "\(result)")
///
/// It runs the clients, the server and the store that apps run, on real SQLite files. Transport, clocks, random numbers
/// and the file system below SQLite are the simulation's. The same seed and options do the same each time, in a build of
/// the same sources.
@available(macOS 15, iOS 18, *)
public struct Simulation<Schema: ServerSchema> {
    public let options: SimulationOptions
    private let workload: SimulationWorkload<Schema>
    private let bundle: SimulationBundle?

    /// - Parameters:
    ///   - workload: What users do.
    ///   - bundle: What the files hold at the beginning; its replicas take the place of `options.clients`.
    public init(
        _ schema: Schema.Type, _ options: SimulationOptions, workload: SimulationWorkload<Schema>,
        bundle: SimulationBundle? = nil
    ) {
        self.bundle = bundle
        self.options = options
        self.workload = workload
    }

    /// A simulation in which users make mutations with arbitrary values.
    public init(
        _ schema: Schema.Type, _ options: SimulationOptions, bundle: SimulationBundle? = nil
    ) where Schema.Handlers == NoHandlers<Schema> {
        self.init(schema, options, workload: SimulationWorkload(schema), bundle: bundle)
    }

    /// Runs the simulation on this thread.
    ///
    /// - Parameter recordsTimeline: Whether the result tells what happened. The words take about as long as the rest.
    /// - Throws: What keeps the simulation from beginning, such as a folder that cannot be made.
    public func run(recordsTimeline: Bool = false) throws -> SimulationResult {
        let world = try SimulationWorld(options, workload, bundle, recordsTimeline: recordsTimeline)
        world.run()
        return SimulationResult(
            schema: Schema.name, options: options, violation: world.violation, steps: world.steps,
            timeline: world.timeline)
    }
}
