/// What waits for an expression that is being read, with how far that expression may reach.
struct PendingOperator {
    enum Kind {
        /// `NOT`, `-`, `+`, `~`
        case prefix(UnaryOperator, SourceSpan)
        /// `(`, with the index of its token
        case parenthesis(Int)
        case binary(BinaryOperator, Expression)
        /// `text LIKE`
        case pattern(PatternOperator, Expression, isNegated: Bool)
        /// `text LIKE pattern ESCAPE`
        case escape(PatternOperator, Expression, pattern: Expression, isNegated: Bool)
        /// `x BETWEEN`
        case low(Expression, isNegated: Bool)
        /// `x BETWEEN low AND`
        case high(Expression, low: Expression, isNegated: Bool)
    }

    let kind: Kind

    /// Only operators that bind more strongly take the expression on their left.
    let floor: Precedence?

    /// Whether an AND ends the expression: in the lower bound of BETWEEN, outside of parentheses.
    let stopsAtAnd: Bool

    init(_ kind: Kind, above floor: Precedence? = nil, stopsAtAnd: Bool = false) {
        self.kind = kind
        self.floor = floor
        self.stopsAtAnd = stopsAtAnd
    }
}
