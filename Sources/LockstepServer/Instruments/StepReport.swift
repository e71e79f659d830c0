/// How a step was said to a client and why, for metrics, the log and the inspector.
package struct StepReport: Hashable, Sendable {
    /// `mutations`, `rows`, `everything` or `snapshot`.
    package let encoding: String

    /// A word for why it was chosen, one of few.
    package let reason: String

    /// Versions between the client's base and the head; nil without a base.
    package let lag: Int64?

    /// The version that the step leads to.
    package let end: Int64

    package init(encoding: String, reason: String, lag: Int64?, end: Int64) {
        self.encoding = encoding
        self.reason = reason
        self.lag = lag
        self.end = end
    }
}
