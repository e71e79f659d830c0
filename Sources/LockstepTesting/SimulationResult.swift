/// How a simulation ended.
public struct SimulationResult: Hashable, Sendable, CustomStringConvertible {
    public let schema: String
    public let options: SimulationOptions

    /// The first thing that was wrong; nil if nothing was.
    public let violation: Violation?

    /// Actions and arrivals of messages.
    public let steps: Int

    /// Nil if it was not asked for.
    public let timeline: Timeline?

    public init(
        schema: String, options: SimulationOptions, violation: Violation?, steps: Int, timeline: Timeline?
    ) {
        self.schema = schema
        self.options = options
        self.violation = violation
        self.steps = steps
        self.timeline = timeline
    }

    public var description: String {
        let words = violation.map { "\($0)" } ?? "nothing is wrong"
        let text = "\(schema), seed \(options.seed), after \(steps) steps: \(words)"
        return timeline.map { "\($0)\n\(text)" } ?? text
    }
}
