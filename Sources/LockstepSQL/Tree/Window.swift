/// What stands after OVER.
public indirect enum Over: Sendable {
    /// `OVER name`
    case name(Identifier)
    /// `OVER (…)`
    case window(Window)
}

/// `([base] [PARTITION BY …] [ORDER BY …] [frame])`; https://www.sqlite.org/windowfunctions.html.
public struct Window: Sendable {
    /// A window of the WINDOW clause that this one extends.
    public let base: Identifier?
    public let partitionBy: [Expression]
    public let orderBy: [OrderingTerm]
    public let frame: WindowFrame?

    /// With the parentheses.
    public let span: SourceSpan
}

/// `name AS (…)` of a WINDOW clause.
public struct NamedWindow: Sendable {
    public let name: Identifier
    public let window: Window
}

/// `ROWS BETWEEN start AND end EXCLUDE …`.
public struct WindowFrame: Sendable {
    public enum Unit: String, Sendable {
        case range = "RANGE"
        case rows = "ROWS"
        case groups = "GROUPS"
    }

    public indirect enum Bound: Sendable {
        /// `UNBOUNDED PRECEDING`
        case unboundedPreceding
        /// `x PRECEDING`
        case preceding(Expression)
        /// `CURRENT ROW`
        case currentRow
        /// `x FOLLOWING`
        case following(Expression)
        /// `UNBOUNDED FOLLOWING`
        case unboundedFollowing
    }

    public enum Exclusion: String, Sendable {
        case noOthers = "NO OTHERS"
        case currentRow = "CURRENT ROW"
        case group = "GROUP"
        case ties = "TIES"
    }

    public let unit: Unit
    public let start: Bound

    /// Nil without BETWEEN, which means CURRENT ROW.
    public let end: Bound?
    public let exclusion: Exclusion?
    public let span: SourceSpan
}
