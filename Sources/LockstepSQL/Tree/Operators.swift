/// An operator before its operand.
public enum UnaryOperator: String, Sendable, CaseIterable {
    /// `NOT x`
    case not = "NOT"
    /// `-x`
    case minus = "-"
    /// `+x`: no effect but that it takes away affinity and collation.
    case plus = "+"
    /// `~x`
    case bitNot = "~"
}

/// An operator between two operands. The raw value is its canonical spelling.
public enum BinaryOperator: String, Sendable, CaseIterable {
    /// `a OR b`
    case or = "OR"
    /// `a AND b`
    case and = "AND"
    /// `a = b`, `a == b`
    case equal = "="
    /// `a <> b`, `a != b`
    case notEqual = "<>"
    /// `a IS b`, `a IS NOT DISTINCT FROM b`
    case `is` = "IS"
    /// `a IS NOT b`, `a IS DISTINCT FROM b`
    case isNot = "IS NOT"
    /// `a < b`
    case less = "<"
    /// `a <= b`
    case lessOrEqual = "<="
    /// `a > b`
    case greater = ">"
    /// `a >= b`
    case greaterOrEqual = ">="
    /// `a & b`
    case bitAnd = "&"
    /// `a | b`
    case bitOr = "|"
    /// `a << b`
    case shiftLeft = "<<"
    /// `a >> b`
    case shiftRight = ">>"
    /// `a + b`
    case add = "+"
    /// `a - b`
    case subtract = "-"
    /// `a * b`
    case multiply = "*"
    /// `a / b`
    case divide = "/"
    /// `a % b`
    case remainder = "%"
    /// `a || b`
    case concatenate = "||"
    /// `a -> b`
    case extract = "->"
    /// `a ->> b`
    case extractText = "->>"
}

/// An operator that SQLite turns into a call of the function of its name.
public enum PatternOperator: String, Sendable, CaseIterable {
    /// `text LIKE pattern`
    case like = "LIKE"
    /// `text GLOB pattern`
    case glob = "GLOB"
    /// `text REGEXP pattern`
    case regexp = "REGEXP"
    /// `text MATCH pattern`
    case match = "MATCH"
}
