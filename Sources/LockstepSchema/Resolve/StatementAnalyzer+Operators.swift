import LockstepSQL

extension StatementAnalyzer {
    func inferUnary(_ op: UnaryOperator, _ operand: Expression, in scope: Scope, hint: TypeHint) -> ExpressionType {
        switch op {
        case .not:
            return .bool(isNullable: inferCondition(operand, in: scope).isNullable)
        case .plus:
            return infer(operand, in: scope, hint: hint)
        case .bitNot:
            let type = infer(operand, in: scope, hint: .weak(.int))
            return ExpressionType(.integer, isNullable: type.isNullable)
        case .minus:
            let type = infer(operand, in: scope, hint: hint.forOperand(isFirst: true))
            guard !type.isUnknown else { return type }
            var result = ExpressionType(type.numericClasses, isNullable: type.isNullable, bound: type.bound)
            result.mayOverflow = type.mayOverflow || (type.classes.contains(.integer) && type.bound == nil)
            switch type.literal {
            case .integer(let number) where number != .min: result.literal = .integer(-number)
            case .real(let number): result.literal = .real(-number)
            default: break
            }
            return result
        }
    }

    func inferBinary(
        _ op: BinaryOperator, _ left: Expression, _ right: Expression, _ expression: Expression, in scope: Scope,
        hint: TypeHint
    ) -> ExpressionType {
        switch op {
        case .and, .or:
            let first = inferCondition(left, in: scope)
            let second = inferCondition(right, in: scope)
            return .bool(isNullable: first.isNullable || second.isNullable)
        case .equal, .notEqual:
            let type = inferComparison(left, right, in: scope)
            checkCases(left, right, in: scope)
            return type
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            return inferComparison(left, right, in: scope)
        case .is, .isNot:
            checkCases(left, right, in: scope)
            _ = inferComparison(left, right, nullness: .nullTest, in: scope)
            return .bool(isNullable: false)
        case .bitAnd, .bitOr, .shiftLeft, .shiftRight:
            let hint = TypeHint.weak(.int)
            let types = [infer(left, in: scope, hint: hint), infer(right, in: scope, hint: hint)]
            return ExpressionType(.integer, isNullable: types.contains(where: \.isNullable))
        case .add, .subtract, .multiply, .divide, .remainder:
            return inferArithmetic(op, left, right, in: scope, hint: hint)
        case .concatenate:
            let hint = TypeHint.weak(.string)
            let types = [infer(left, in: scope, hint: hint), infer(right, in: scope, hint: hint)]
            return ExpressionType(.text, isNullable: types.contains(where: \.isNullable))
        case .extract, .extractText:
            requireVersion(SQLiteVersion(minor: 38), for: "the operator \(op.rawValue)", at: expression.span)
            if let type = inferBulkMember(op, left, right, in: scope) { return type }
            _ = infer(left, in: scope, hint: .weak(.string))
            _ = infer(right, in: scope)
            // A document never holds a BLOB.
            return ExpressionType(op == .extract ? .text : [.integer, .real, .text], isNullable: true, because: .function(op.rawValue))
        }
    }

    // MARK: - Comparisons

    /// Compares two values or two rows. Where one side holds parameters, the other one says their type.
    func inferComparison(
        _ left: Expression, _ right: Expression, nullness: TypeHint.Nullness = .comparison, in scope: Scope
    ) -> ExpressionType {
        if case .row(let values) = left.kind {
            return inferRows(values, right, in: scope, nullness)
        }
        if case .row(let values) = right.kind {
            return inferRows(values, left, in: scope, nullness)
        }
        let isLeftFirst = left.parameter == nil && (right.parameter != nil || !containsParameter(left, in: scope))
        let (first, second) = isLeftFirst ? (left, right) : (right, left)
        let alone = TypeHint(nullness: nullness)
        let firstType = infer(first, in: scope, hint: alone)
        let secondType = infer(second, in: scope, hint: comparisonHint(firstType, first, nullness, in: scope))
        if containsParameter(first, in: scope), !secondType.isUnknown {
            _ = infer(first, in: scope, hint: comparisonHint(secondType, second, nullness, in: scope))
        }
        warnOfMismatch(first, firstType, second, secondType, in: scope)
        return .bool(isNullable: firstType.isNullable || secondType.isNullable)
    }

    private func comparisonHint(
        _ type: ExpressionType, _ expression: Expression, _ nullness: TypeHint.Nullness, in scope: Scope
    ) -> TypeHint {
        TypeHint(beside: type, nullness: nullness, origin: label(of: expression, in: scope))
    }

    private func inferRows(
        _ values: [Expression], _ other: Expression, in scope: Scope, _ nullness: TypeHint.Nullness
    ) -> ExpressionType {
        if case .subquery(let select) = other.kind {
            let types = values.map { infer($0, in: scope) }
            let shape = inferSelect(select, parent: scope, hints: types.map { TypeHint(beside: $0) }, purpose: .scalar)
            if shape.columns.count != values.count, shape.isKnown {
                error("\(values.count) values are compared with \(shape.columns.count)", at: other.span)
            }
            for (value, column) in zip(values, shape.columns) {
                _ = infer(value, in: scope, hint: TypeHint(beside: column.type))
            }
            let isNullable =
                !shape.hasExactlyOneRow || (types + shape.columns.map(\.type)).contains(where: \.isNullable)
            return .bool(isNullable: isNullable)
        }
        return inferRows(values, rowValues(of: other), other.span, in: scope, nullness)
    }

    @discardableResult
    func inferRows(
        _ values: [Expression], _ others: [Expression], _ span: SourceSpan, in scope: Scope,
        _ nullness: TypeHint.Nullness
    ) -> ExpressionType {
        if values.count != others.count {
            error("\(values.count) values are compared with \(others.count)", at: span)
        }
        let types = zip(values, others).map { inferComparison($0, $1, nullness: nullness, in: scope) }
        return .bool(isNullable: types.contains(where: \.isNullable))
    }

    // MARK: - Arithmetic

    private func inferArithmetic(
        _ op: BinaryOperator, _ left: Expression, _ right: Expression, in scope: Scope, hint: TypeHint
    ) -> ExpressionType {
        let first: ExpressionType
        let second: ExpressionType
        // `n + :x`: without a hint from outside, a parameter is a number like the other operand.
        let isFree = hint.swift == nil || hint.isWeak
        if isFree, containsParameter(left, in: scope), !containsParameter(right, in: scope) {
            second = infer(right, in: scope)
            first = infer(left, in: scope, hint: operandHint(second))
        } else {
            first = infer(left, in: scope, hint: hint.forOperand(isFirst: true))
            let isOpen = isFree && containsParameter(right, in: scope) && !containsParameter(left, in: scope)
            second = infer(right, in: scope, hint: isOpen ? operandHint(first) : hint.forOperand(isFirst: false))
        }
        guard !first.isUnknown, !second.isUnknown else { return .unknown }
        let result = Arithmetic.type(op, first, second)
        let operandsMayBeNull = first.isNullable || second.isNullable
        return result.nullable(operandsMayBeNull)
    }

    /// A time plus something is a time plus a number.
    private func operandHint(_ other: ExpressionType) -> TypeHint {
        guard !other.isUnknown else { return .none }
        return other.numericClasses == .integer
            ? .weak(.int) : .weak(.double)
    }

    func requireVersion(_ version: SQLiteVersion, for feature: String, at span: SourceSpan) {
        guard version > oldestSQLite else { return }
        error(
            "\(feature) came with SQLite \(version), and the schema is for \(oldestSQLite)", at: span,
            suggestion: "raise \"sqlite\" in lockstep.json if no client or server is older")
    }
}
