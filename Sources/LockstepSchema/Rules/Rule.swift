public import LockstepSQL

/// A rule that warns of what is allowed and seldom meant. Its name is what `-- silence:` says.
public enum Rule: String, CaseIterable, Sendable {
    case duplicateIndex = "duplicate-index"
    case equalsNull = "equals-null"
    case fullScan = "full-scan"
    case missingOrder = "missing-order"
    case missingWhere = "missing-where"
    case typeMismatch = "type-mismatch"
    case unusedColumn = "unused-column"
    case unusedTable = "unused-table"

    /// Where `-- silence:` stands for a warning.
    public enum Home: String, Sendable {
        case definition = "below `-- name:`"
        case statement = "above the statement"
        case column = "beside the column"
    }

    /// A warning of this rule. Its suggestion ends with how to silence it.
    ///
    /// - Parameter suggestion: What to write instead.
    public func warning(
        _ message: String, at place: SourcePlace, notes: [Diagnostic.Note] = [], suggestion: String, home: Home
    ) -> Diagnostic {
        Diagnostic(
            .warning, message, at: place, notes: notes,
            suggestion: "\(suggestion); to keep it, write `-- silence: \(rawValue), REASON` \(home.rawValue)",
            rule: rawValue)
    }
}
