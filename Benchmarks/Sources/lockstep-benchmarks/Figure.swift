import Foundation

/// A measured figure and what it should be.
struct Figure: Sendable {
    let name: String
    let value: Double
    let unit: String
    let aim: Aim

    enum Aim: Sendable {
        case atMost(Double)
        case atLeast(Double)

        /// Measured for comparison only.
        case none
    }

    var holds: Bool? {
        switch aim {
        case .atMost(let limit): value <= limit
        case .atLeast(let limit): value >= limit
        case .none: nil
        }
    }

    private var aimText: String {
        switch aim {
        case .atMost(let limit): "<= \(limit.formatted(.number.precision(.significantDigits(1...3))))"
        case .atLeast(let limit): ">= \(limit.formatted(.number.precision(.significantDigits(1...3))))"
        case .none: "-"
        }
    }

    private var valueText: String {
        value.formatted(.number.precision(.significantDigits(1...3)).grouping(.never))
    }

    /// One object a line: `name value unit aim holds`.
    var json: String {
        let holds = holds.map { $0 ? "true" : "false" } ?? "null"
        return """
            {"name":"\(name)","value":\(value),"unit":"\(unit)","aim":"\(aimText)","holds":\(holds)}
            """
    }

    var line: String {
        func pad(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(1, width - text.count))
        }
        let holds = holds.map { $0 ? "holds" : "MISSED" } ?? ""
        return pad(name, 36) + pad(valueText, 12) + pad(unit, 24) + pad(aimText, 12) + holds
    }
}
