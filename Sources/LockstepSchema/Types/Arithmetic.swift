import LockstepSQL

/// What `+`, `-`, `*`, `/` and `%` give, apart from NULL operands (https://www.sqlite.org/lang_expr.html).
///
/// INTEGER overflows into REAL. Infinities are REAL values too, and what is no number (∞ − ∞, ∞ × 0) is NULL.
enum Arithmetic {
    static func type(_ op: BinaryOperator, _ left: ExpressionType, _ right: ExpressionType) -> ExpressionType {
        let classes = classes(left, right)
        var type = ExpressionType(classes, isNullable: mayBeNoNumber(op, left, right), because: .noNumber)
        if left.classes.isEmpty || right.classes.isEmpty { return .null }
        guard classes.contains(.integer) else { return type }
        let inherits = left.mayOverflow || right.mayOverflow
        switch op {
        case .add, .subtract: type.bound = bound(left, right) { $0.addingReportingOverflow($1) }
        case .multiply: type.bound = bound(left, right) { $0.multipliedReportingOverflow(by: $1) }
        case .divide:
            // Only the smallest integer divided by -1 overflows.
            type.bound = left.bound
            let isSafe = left.bound != nil || isLiteral(right) { $0 != -1 }
            type.mayOverflow = inherits || !isSafe
            return type
        default:
            type.bound = right.bound
            type.mayOverflow = inherits
            return type
        }
        type.mayOverflow = inherits || type.bound == nil
        return type
    }

    private static func classes(_ left: ExpressionType, _ right: ExpressionType) -> ValueClasses {
        if left.numericClasses == .real || right.numericClasses == .real { return .real }
        let both = left.classes.union(right.classes)
        return both == .integer ? .integer : .number
    }

    private static func bound(
        _ left: ExpressionType, _ right: ExpressionType, _ operation: (Int64, Int64) -> (Int64, Bool)
    ) -> Int64? {
        guard let first = left.bound, let second = right.bound else { return nil }
        let (result, overflows) = operation(first, second)
        return overflows ? nil : result
    }

    private static func mayBeNoNumber(_ op: BinaryOperator, _ left: ExpressionType, _ right: ExpressionType) -> Bool {
        switch op {
        case .add, .subtract:
            return mayBeInfinite(left) && mayBeInfinite(right)
        case .multiply:
            return (mayBeInfinite(left) && !isNonzeroLiteral(right))
                || (mayBeInfinite(right) && !isNonzeroLiteral(left))
        case .divide:
            return !isNonzeroLiteral(right)
        default:
            return !isLiteral(right) { $0 != 0 }
        }
    }

    private static func mayBeInfinite(_ type: ExpressionType) -> Bool {
        if case .real(let number) = type.literal { return !number.isFinite }
        // An overflow of INTEGER is far from infinite.
        return !type.classes.isSubset(of: .integer)
    }

    private static func isLiteral(_ type: ExpressionType, where isMet: (Int64) -> Bool) -> Bool {
        if case .integer(let number) = type.literal { return isMet(number) }
        return false
    }

    private static func isNonzeroLiteral(_ type: ExpressionType) -> Bool {
        switch type.literal {
        case .integer(let number): number != 0
        case .real(let number): number != 0 && number.isFinite
        default: false
        }
    }
}
