import LockstepSQL

/// Which columns are not NULL in the rows for which a condition is true.
struct NullRejection {
    let scope: Scope

    /// Notes them in the scope.
    func apply(_ condition: Expression) {
        for place in rejected(by: condition) {
            scope.sources[place.source].proven.insert(place.column)
        }
    }

    /// Columns whose NULL makes the condition false or NULL.
    private func rejected(by condition: Expression) -> Set<Scope.Place> {
        switch condition.kind {
        case .binary(.and, let left, let right):
            return rejected(by: left).union(rejected(by: right))
        case .binary(.or, let left, let right):
            return rejected(by: left).intersection(rejected(by: right))
        case .isNull(let operand, isNegated: true):
            return strict(operand)
        case .binary(.isNot, let operand, let null) where null.literal == .null:
            return strict(operand)
        case .binary(.is, let operand, let value):
            if let literal = value.literal, literal != .null { return strict(operand) }
            return []
        default:
            return strict(condition)
        }
    }

    /// Columns whose NULL makes the value NULL.
    private func strict(_ expression: Expression) -> Set<Scope.Place> {
        switch expression.kind {
        case .column(let reference):
            guard case .column(let owner, let place) = scope.lookup(reference), owner === scope else { return [] }
            return [place]
        case .unary(_, let operand), .collate(let operand, _), .cast(let operand, _):
            return strict(operand)
        case .binary(let op, let left, let right):
            switch op {
            case .and, .or, .is, .isNot, .extract, .extractText: return []
            default: return strictOperands(left, right)
            }
        case .between(let operand, _, _, isNegated: false):
            return strict(operand)
        case .membership(let operand, let set, _):
            // `NULL IN ()` is false, and NOT IN of it true.
            if case .list(let values, _) = set, !values.isEmpty { return strict(operand) }
            return []
        case .pattern(let match):
            return strict(match.operand).union(strict(match.pattern))
        default:
            return []
        }
    }

    /// A row is only compared as far as it takes to tell.
    private func strictOperands(_ left: Expression, _ right: Expression) -> Set<Scope.Place> {
        if case .row(let values) = left.kind { return values.first.map(strict) ?? [] }
        if case .row(let values) = right.kind { return values.first.map(strict) ?? [] }
        return strict(left).union(strict(right))
    }
}
