import LockstepSQL

/// The values that a CHECK allows a column: `CHECK (c IN ('a', 'b'))`, `CHECK (c = 1 OR c = 2)`.
struct CheckedValues: Equatable {
    /// Distinct, in the order written; all text or all integers. As the column stores them: `IN ('1')` is 1 in an
    /// INTEGER column.
    let values: [EnumType.RawValue]

    /// False if a COLLATE lets more values in: `'A'` beside `'a'`.
    let isExact: Bool

    var isText: Bool {
        if case .text = values.first { return true }
        return false
    }

    let set: Set<EnumType.RawValue>

    /// - Returns: nil if no part of the condition lists the column's values. What AND adds may leave some of them out.
    init?(_ condition: Expression, of column: String, affinity: Affinity) {
        for conjunct in condition.conjuncts {
            var isExact = true
            guard let literals = Self.literals(conjunct, of: Identifier.fold(column), isExact: &isExact) else {
                continue
            }
            var values: [EnumType.RawValue] = []
            for literal in literals where literal != .null {
                guard let value = Self.stored(literal, affinity) else { return nil }
                values.append(value)
            }
            var seen: Set<EnumType.RawValue> = []
            values = values.filter { seen.insert($0).inserted }
            let texts = values.filter { if case .text = $0 { true } else { false } }
            guard !values.isEmpty, texts.isEmpty || texts.count == values.count else { return nil }
            self.values = values
            set = seen
            self.isExact = isExact
            return
        }
        return nil
    }

    /// A comparison applies the column's affinity to the literal
    /// (https://www.sqlite.org/datatype3.html#type_conversions_prior_to_comparison).
    private static func stored(_ literal: Literal, _ affinity: Affinity) -> EnumType.RawValue? {
        let isNumeric = affinity == .integer || affinity == .numeric
        switch literal {
        case .string(let text):
            if isNumeric, let number = Int64(text) { return .integer(number) }
            return affinity == .text || affinity == .blob ? .text(text) : nil
        case .integer(let number):
            if affinity == .text { return .text(String(number)) }
            return affinity == .real ? nil : .integer(number)
        case .real(let number):
            return isNumeric ? Int64(exactly: number).map { .integer($0) } : nil
        case .boolean(let flag):
            if affinity == .text { return .text(flag ? "1" : "0") }
            return affinity == .real ? nil : .integer(flag ? 1 : 0)
        case .null, .blob, .currentDate, .currentTime, .currentTimestamp:
            return nil
        }
    }

    private static func literals(_ condition: Expression, of column: String, isExact: inout Bool) -> [Literal]? {
        switch condition.kind {
        case .membership(let operand, .list(let list, _), isNegated: false) where isColumn(operand, column):
            if operand.hasOtherCollation { isExact = false }
            let literals = list.compactMap(literal)
            return literals.count == list.count ? literals : nil
        case .binary(.equal, let left, let right), .binary(.is, let left, let right):
            if left.hasOtherCollation || right.hasOtherCollation { isExact = false }
            if isColumn(left, column) { return literal(right).map { [$0] } }
            return isColumn(right, column) ? literal(left).map { [$0] } : nil
        case .binary(.or, let left, let right):
            guard let first = literals(left, of: column, isExact: &isExact),
                let second = literals(right, of: column, isExact: &isExact)
            else { return nil }
            return first + second
        case .isNull(let operand, isNegated: false) where isColumn(operand, column):
            return [.null]
        default:
            return nil
        }
    }

    private static func isColumn(_ expression: Expression, _ column: String) -> Bool {
        expression.columnReference?.name.folded == column
    }

    private static func literal(_ expression: Expression) -> Literal? {
        let expression = expression.withoutCollation
        switch expression.kind {
        case .literal(let literal): return literal
        case .unary(.plus, let operand): return literal(operand)
        case .unary(.minus, let operand):
            switch operand.literal {
            case .integer(let number) where number != .min: return .integer(-number)
            case .real(let number): return .real(-number)
            default: return nil
            }
        default: return nil
        }
    }
}
