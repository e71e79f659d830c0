/// What one simulation is.
public struct SimulationOptions: Hashable, Sendable {
    /// Decides everything else.
    public var seed: UInt64

    /// How many things happen: actions, and arrivals of messages.
    public var steps: Int

    /// Devices at the beginning; copies of them may come.
    public var clients: Int

    public var faults: Set<SimulationFault>

    public init(
        seed: UInt64, steps: Int = 1_000, clients: Int = 5, faults: Set<SimulationFault> = Set(SimulationFault.allCases)
    ) {
        self.seed = seed
        self.steps = steps
        self.clients = clients
        self.faults = faults
    }
}
