import Foundation
import Metrics

/// Counters of one name that differ in their dimensions, made when they are first counted with.
///
/// However many values turn up, there are at most `maximumSeries` counters: the values of all others are `other`.
///
/// `@unchecked Sendable`: `lock` is held for every access to `counters`.
final class CounterFamily: @unchecked Sendable {
    static let maximumSeries = 100

    private let label: String
    private let dimensions: [String]
    private let factory: any MetricsFactory
    private let lock = NSLock()
    private var counters: [[String]: Counter] = [:]

    /// - Parameter dimensions: The names of the dimensions.
    init(_ label: String, by dimensions: String..., factory: any MetricsFactory) {
        self.label = label
        self.dimensions = dimensions
        self.factory = factory
    }

    /// - Parameter values: One per dimension, in their order.
    func increment(_ values: String..., by amount: Int = 1) {
        guard amount > 0 else { return }
        counter(values).increment(by: amount)
    }

    private func counter(_ values: [String]) -> Counter {
        lock.withLock {
            if let counter = counters[values] { return counter }
            let known = counters.count < Self.maximumSeries ? values : values.map { _ in "other" }
            if let counter = counters[known] { return counter }
            let counter = Counter(label: label, dimensions: Array(zip(dimensions, known)), factory: factory)
            counters[known] = counter
            return counter
        }
    }
}
