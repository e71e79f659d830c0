import LockstepSQL

/// The values that a CHECK allows a column: `CHECK (c IN ('a', 'b'))`, `CHECK (c = 1 OR c = 2)`.
struct CheckedValues: Equatable {
    /// Distinct, in the order written; all text or all integers.
    let values: [EnumType.RawValue]

    var isText: Bool {
        if case .text = values.first { return true }
        return false
    }

    var set: Set<EnumType.RawValue> { Set(values) }

    init(_ values: [EnumType.RawValue]) {
        self.values = values
    }

    /// - Returns: nil if the condition does not list the column's values.
    init?(_ condition: Expression, of column: String) {
        for conjunct in condition.conjuncts {
            guard let literals = Self.literals(conjunct, of: Identifier.fold(column)) else { continue }
            var values: [EnumType.RawValue] = []
            for literal in literals {
                switch literal {
                case .string(let text): values.append(.text(text))
                case .integer(let number): values.append(.integer(number))
                case .null: continue
                default: return nil
                }
            }
            var seen: Set<EnumType.RawValue> = []
            values = values.filter { seen.insert($0).inserted }
            let texts = values.filter { if case .text = $0 { true } else { false } }
            guard !values.isEmpty, texts.isEmpty || texts.count == values.count else { return nil }
            self.values = values
            return
        }
        return nil
    }

    private static func literals(_ condition: Expression, of column: String) -> [Literal]? {
        switch condition.kind {
        case .membership(let operand, .list(let list, _), isNegated: false) where isColumn(operand, column):
            let literals = list.compactMap(literal)
            return literals.count == list.count ? literals : nil
        case .binary(.equal, let left, let right), .binary(.is, let left, let right):
            if isColumn(left, column) { return literal(right).map { [$0] } }
            return isColumn(right, column) ? literal(left).map { [$0] } : nil
        case .binary(.or, let left, let right):
            guard let first = literals(left, of: column), let second = literals(right, of: column) else { return nil }
            return first + second
        case .isNull(let operand, isNegated: false) where isColumn(operand, column):
            return [.null]
        default:
            return nil
        }
    }

    private static func isColumn(_ expression: Expression, _ column: String) -> Bool {
        if case .column(let reference) = expression.kind { return reference.name.folded == column }
        return false
    }

    private static func literal(_ expression: Expression) -> Literal? {
        switch expression.kind {
        case .literal(let literal): return literal
        case .unary(.minus, let operand):
            if case .literal(.integer(let number)) = operand.kind, number != .min { return .integer(-number) }
            return nil
        default: return nil
        }
    }
}
