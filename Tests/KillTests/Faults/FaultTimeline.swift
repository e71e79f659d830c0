/// What happened to whom when, as text.
struct FaultTimeline: CustomStringConvertible {
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lines: [String] = []

    init() {
        start = clock.now
    }

    mutating func add(_ text: String) {
        let milliseconds = Int64((clock.now - start) / .milliseconds(1))
        let digits = "\(milliseconds % 1000)"
        let fraction = String(repeating: "0", count: 3 - digits.count) + digits
        lines.append("\(milliseconds / 1000).\(fraction) s  \(text)")
    }

    var description: String { lines.joined(separator: "\n") }
}
