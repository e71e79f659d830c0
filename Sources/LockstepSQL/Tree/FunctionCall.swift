/// `name([DISTINCT] arguments [ORDER BY …]) [FILTER (WHERE …)] [OVER …]`.
public struct FunctionCall: Sendable {
    /// What stands between the parentheses, ORDER BY apart.
    public enum Arguments: Sendable {
        /// `(*)`; the span is that of the star.
        case star(SourceSpan)
        /// `()`, `(a, b)`
        case list([Expression])
    }

    public let name: Identifier
    public let isDistinct: Bool
    public let arguments: Arguments

    /// `group_concat(x ORDER BY y)`; needs SQLite 3.44.
    public let orderBy: [OrderingTerm]

    /// `FILTER (WHERE x)`
    public let filter: Expression?
    public let over: Over?

    /// The arguments with their parentheses.
    public let argumentsSpan: SourceSpan

    /// The arguments; empty for `(*)`.
    public var argumentList: [Expression] {
        if case .list(let list) = arguments { list } else { [] }
    }
}
