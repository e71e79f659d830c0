import LockstepSQL

/// Which columns are not NULL in the rows for which a condition is true.
struct NullRejection {
    let scope: Scope

    /// Notes them in the scope.
    func apply(_ condition: Expression) {
        for place in columns(rejectedBy: condition) {
            scope.sources[place.source].proven.insert(place.column)
        }
    }

    func columns(rejectedBy condition: Expression) -> Set<Scope.Place> { rejected(by: condition) }

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
        case .binary(.equal, let left, let right) where left.rowValues != nil && right.rowValues != nil:
            return ((left.rowValues ?? []) + (right.rowValues ?? [])).reduce(into: []) { $0.formUnion(strict($1)) }
        case .between(let operand, let low, let high, isNegated: false):
            return strict(operand).union(strict(low)).union(strict(high))
        case .membership(let operand, .select, isNegated: false), .membership(let operand, .table, isNegated: false):
            return strict(operand)
        case .unary(.not, let operand):
            return negated(operand)
        default:
            return strict(condition)
        }
    }

    /// Columns whose NULL makes the condition true or NULL.
    private func negated(_ condition: Expression) -> Set<Scope.Place> {
        switch condition.kind {
        case .binary(.or, let left, let right): return negated(left).union(negated(right))
        case .binary(.and, let left, let right): return negated(left).intersection(negated(right))
        case .isNull(let operand, isNegated: false): return strict(operand)
        case .binary(.is, let operand, let null) where null.literal == .null: return strict(operand)
        case .unary(.not, let operand): return rejected(by: operand)
        default: return strict(condition)
        }
    }

    /// Columns whose NULL makes the condition true: where it is not true, they are not NULL.
    func columns(acceptedBy condition: Expression) -> Set<Scope.Place> {
        switch condition.kind {
        case .binary(.or, let left, let right):
            return columns(acceptedBy: left).union(columns(acceptedBy: right))
        case .binary(.and, let left, let right):
            return columns(acceptedBy: left).intersection(columns(acceptedBy: right))
        case .isNull(let operand, isNegated: false): return strict(operand)
        case .binary(.is, let operand, let null) where null.literal == .null: return strict(operand)
        default: return []
        }
    }

    /// Columns whose NULL makes the value NULL.
    func strict(_ expression: Expression) -> Set<Scope.Place> {
        switch expression.kind {
        case .column(let reference):
            guard case .column(let owner, let place) = scope.lookup(reference), owner === scope else { return [] }
            return [place]
        case .unary(_, let operand), .collate(let operand, _), .cast(let operand, _):
            return strict(operand)
        case .binary(let op, let left, let right):
            switch op {
            case .and, .or, .is, .isNot, .extract, .extractText: return []
            // One pair of values may tell, whatever the others are.
            case .equal, .notEqual: return left.isRow || right.isRow ? [] : strictOperands(left, right)
            default: return strictOperands(left, right)
            }
        case .between(let operand, _, _, _):
            return strict(operand)
        case .membership(let operand, let set, _):
            // `NULL IN ()` is false, and NOT IN of it true.
            if case .list(let values, _) = set, !values.isEmpty { return strict(operand) }
            return []
        case .pattern(let match) where match.op == .like || match.op == .glob:
            return strict(match.operand).union(strict(match.pattern))
        case .function(let call) where call.over == nil && FunctionTable.strict.contains(call.name.folded):
            return call.argumentList.reduce(into: []) { $0.formUnion(strict($1)) }
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
