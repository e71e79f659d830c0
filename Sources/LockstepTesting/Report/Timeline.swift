/// What happened in a simulation, in the order of its time.
public struct Timeline: Hashable, Sendable, CustomStringConvertible {
    /// Each with the time since the beginning, in seconds.
    public private(set) var lines: [String] = []

    mutating func add(_ words: String, at time: Duration) {
        let milliseconds = time.wholeMilliseconds
        let fraction = String(milliseconds % 1_000)
        let padding = String(repeating: "0", count: 3 - fraction.count)
        lines.append("\(milliseconds / 1_000).\(padding)\(fraction)  \(words)")
    }

    public var description: String { lines.joined(separator: "\n") }
}
