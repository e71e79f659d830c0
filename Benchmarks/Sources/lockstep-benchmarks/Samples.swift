/// Repeated measurements of a duration.
struct Samples {
    private var seconds: [Double] = []

    mutating func add(_ duration: Duration) {
        seconds.append(duration.inSeconds)
    }

    /// The duration in seconds below which the given share of the measurements lies.
    func quantile(_ share: Double) -> Double {
        let sorted = seconds.sorted()
        return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }

    var median: Double { quantile(0.5) }

    /// Measures two pieces of work in turn, so that what else the machine does falls on both.
    static func compare(
        rounds: Int, _ first: () throws -> Void, _ second: () throws -> Void
    ) rethrows -> (first: Samples, second: Samples) {
        var samples = (first: Samples(), second: Samples())
        let clock = ContinuousClock()
        for _ in 0..<rounds {
            samples.first.add(try clock.measure { try first() })
            samples.second.add(try clock.measure { try second() })
        }
        return samples
    }
}

extension Duration {
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
