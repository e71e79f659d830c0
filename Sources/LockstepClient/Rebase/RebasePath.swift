/// How a step of the server was put below the mutations that are pending.
public enum RebasePath: String, Hashable, Sendable, CaseIterable {
    /// Nothing was pending: the step was applied as it is.
    case direct

    /// The step is what this replica had made itself, with the same effect: no row changed.
    case acknowledged

    /// Only the pending mutations whose rows the step touches were taken back, and run again.
    case keyed

    /// All pending mutations were taken back, and run again.
    case full

    /// The whole base was replaced, and all pending mutations run again.
    case replaced
}
