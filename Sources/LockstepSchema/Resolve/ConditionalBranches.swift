import LockstepSQL

/// The branches of a CASE or of `iif`: each is reached where its condition is true, and those before it are not.
struct ConditionalBranches {
    let conditions: [Expression]

    /// One for each condition, and one more for ELSE.
    let results: [Expression]

    /// What the conditions of `CASE operand WHEN value` are compared with.
    private var operand: Expression?

    var hasElse: Bool { results.count > conditions.count }

    init(_ conditional: Conditional) {
        operand = conditional.operand
        conditions = conditional.branches.map(\.condition)
        results = conditional.branches.map(\.result) + (conditional.otherwise.map { [$0] } ?? [])
    }

    /// - Parameter arguments: Of `iif(x, a, y, b, c)`.
    init(_ arguments: [Expression]) {
        let pairs = arguments.count / 2
        conditions = (0..<pairs).map { arguments[2 * $0] }
        results = (0..<pairs).map { arguments[2 * $0 + 1] } + arguments.dropFirst(2 * pairs)
    }

    /// Of each result the columns that are not NULL where it is reached.
    func proven(in scope: Scope) -> [Set<Scope.Place>] {
        let rejection = NullRejection(scope: scope)
        var refused: Set<Scope.Place> = []
        return results.enumerated().map { index, result in
            var places = refused
            if index < conditions.count {
                let condition = conditions[index]
                if let operand {
                    places.formUnion(operand.isRow ? [] : rejection.strict(operand))
                } else {
                    places.formUnion(rejection.columns(rejectedBy: condition))
                    refused.formUnion(rejection.columns(acceptedBy: condition))
                }
            }
            return Self.looksAtOtherRows(result) ? [] : places.filter { Self.isSame($0, in: scope) }
        }
    }

    /// True for a window function, whose arguments are of other rows than the condition.
    private static func looksAtOtherRows(_ expression: Expression) -> Bool {
        var found = false
        let visitor = ExpressionVisitor { part in
            if case .function(let call) = part.kind, call.over != nil { found = true }
        }
        visitor.visit(expression)
        return found
    }

    /// Whether an aggregate in the result sees the same value as the condition.
    private static func isSame(_ place: Scope.Place, in scope: Scope) -> Bool {
        scope.grouping == .none || !scope.isAfterGrouping || scope.aggregateDepth > 0
            || scope.groupedColumns.contains(place)
    }
}
