import LockstepSQL

/// A comparison of values that are not of one type: it is true by accident at most.
extension StatementAnalyzer {
    /// - Parameter right: Nil for the column of a subquery.
    func warnOfMismatch(
        _ left: Expression, _ leftType: ExpressionType, _ right: Expression?, _ rightType: ExpressionType,
        in scope: Scope
    ) {
        let home: Rule.Home = role == .query || role == .mutation ? .definition : .statement
        let span = right.map { left.span.union($0.span) } ?? left.span
        guard !leftType.isComparable(with: rightType) else { return }
        let names = [leftType.name(beside: rightType), rightType.name(beside: leftType)]
        let notes = zip([left, right], names).compactMap { expression, name -> Diagnostic.Note? in
            expression.flatMap { expression in
                label(of: expression, in: scope).map { .init("`\($0)` is \(name)", at: place(expression.span)) }
            }
        }
        reporter.warn(
            Rule.typeMismatch.warning(
                "\(names[0]) is compared with \(names[1])", at: place(span), notes: notes,
                suggestion: "compare values of one type, or convert one of them by CAST", home: home))
    }
}

extension ExpressionType {
    /// False if the values of the two types are never equal, or equal by accident.
    fileprivate func isComparable(with other: ExpressionType) -> Bool {
        if isUnknown || other.isUnknown || classes.isEmpty || other.classes.isEmpty { return true }
        let areNumbers = classes.isSubset(of: .number) && other.classes.isSubset(of: .number)
        if classes.isDisjoint(with: other.classes), !areNumbers { return false }
        guard literal == nil, other.literal == nil, let swift, let otherSwift = other.swift else { return true }
        let numbers: [SwiftType] = [.int, .double]
        return swift == otherSwift || numbers.contains(swift) && numbers.contains(otherSwift)
    }

    /// `Date`; with the storage where the Swift types do not show the difference.
    fileprivate func name(beside other: ExpressionType) -> String {
        guard let swift, swift != other.swift else {
            return swift.map { "`\($0.spelling)` stored as \(classes.description)" } ?? classes.description
        }
        return other.swift == nil ? "`\(swift.spelling)` (\(classes.description))" : "`\(swift.spelling)`"
    }
}
