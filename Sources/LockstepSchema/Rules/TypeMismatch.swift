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
        if leftType.isComparable(with: rightType) {
            for (column, other) in [(left, rightType), (right, leftType)] {
                guard let column, let literal = other.literal, let cases = checkedValues(of: column, in: scope),
                    let value = CheckedValues.rawValue(literal), !cases.set.contains(value)
                else { continue }
                let texts = cases.values.map { CheckedValues.text($0) }
                reporter.warn(
                    Rule.typeMismatch.warning(
                        "\(CheckedValues.text(value)) is no value that `\(label(of: column, in: scope) ?? "")` may have",
                        at: place(span), suggestion: "it may have \(texts.joined(separator: ", "))", home: home))
            }
            return
        }
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

    private func checkedValues(of expression: Expression, in scope: Scope) -> CheckedValues? {
        guard let reference = expression.columnReference, case .column(let owner, let place) = scope.lookup(reference),
            let origin = owner.sources[place.source].columns[place.column].origin
        else { return nil }
        // A column that ALTER TABLE is about to add is not in the catalog.
        guard let columns = catalog[table: origin.table]?.columns, origin.index < columns.count else { return nil }
        return columns[origin.index].checkedValues
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

extension CheckedValues {
    fileprivate static func rawValue(_ literal: Literal) -> EnumType.RawValue? {
        switch literal {
        case .string(let text): .text(text)
        case .integer(let number): .integer(number)
        case .boolean(let isTrue): .integer(isTrue ? 1 : 0)
        default: nil
        }
    }

    fileprivate static func text(_ value: EnumType.RawValue) -> String {
        switch value {
        case .text(let text): "'\(text)'"
        case .integer(let number): "\(number)"
        }
    }
}
