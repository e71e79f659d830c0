/// How much of the only writer one mutation may take.
public struct MutationLimits: Hashable, Sendable {
    /// How long conditions and statements may run. Measured by a clock that only goes forward.
    public var duration: Duration

    /// Rows that may be inserted, changed and deleted, cascades and triggers included; a row counts as often as it is
    /// changed.
    public var rows: Int

    public init(duration: Duration, rows: Int) {
        self.duration = duration
        self.rows = rows
    }
}
