import LockstepSQL

extension StatementAnalyzer {
    func checkDeterminism(
        of function: SQLFunction, _ call: FunctionCall, _ arguments: [ExpressionType], in scope: Scope,
        at span: SourceSpan
    ) {
        guard mustBeDeterministic else { return }
        let types: [ExpressionType?] = function.determinism == .date ? arguments : []
        if let reason = ChangingExpressions.reason(function, call.argumentList, types: types) {
            let isTime = function.determinism == .date
            error(
                "`\(function.name)` cannot stand in a \(role.text): \(reason)",
                at: span,
                suggestion: role == .permission
                    ? nil
                    : isTime
                        ? "use `:now`, the time that the mutation was made"
                        : function.name.hasPrefix("random") ? "give the value as a parameter" : nil)
        }
        switch function.determinism {
        case .platform:
            obstacle(
                "`\(function.name)` differs in its last digits from device to device", at: span,
                advice: "compute the value in Swift and give it as a parameter")
        case .rowOrder where call.orderBy.isEmpty || call.isDistinct:
            obstacle(
                "the result of `\(function.name)` depends on the order of the rows", at: span,
                advice: "give the rows an order that ends in the primary key")
        case .rowOrder:
            obstacle("ORDER BY in `\(function.name)` may leave the order of rows open", at: span)
        default: break
        }
        guard function.kind == .aggregate, let argument = arguments.first else { return }
        let adds = ["sum", "total", "avg"].contains(function.name)
        if adds, function.name != "sum" || argument.numericClasses != .integer {
            obstacle(
                "a sum of REAL depends on the order of the rows", at: span,
                advice: "store the values as INTEGER, of cents for example")
        }
        if ["min", "max"].contains(function.name), hasOtherCollation(call.argumentList[0], in: scope) {
            obstacle(
                "of several texts that are equal to the collation, `\(function.name)` takes any", at: span,
                advice: "compare by COLLATE BINARY")
        }
    }

    /// A window's rows are in a known order only if no two of them are equal by its ORDER BY.
    func checkOrder(of window: Window?, _ call: FunctionCall, in scope: Scope, at span: SourceSpan) {
        if !isTotal(window?.orderBy ?? [], in: scope) {
            obstacle(
                "the window of `\(call.name.name)` leaves the order of rows open", at: span,
                advice: "end the window's ORDER BY with the primary key")
        }
    }

    /// True if the terms name the whole key of every source, so that no two rows are equal by them.
    func isTotal(_ terms: [OrderingTerm], in scope: Scope) -> Bool {
        var places: Set<Scope.Place> = []
        for term in terms {
            guard let reference = term.expression.columnReference,
                case .column(let owner, let place) = scope.lookup(reference), owner === scope
            else { continue }
            if term.expression.columnReference != nil, case .collate(_, let name) = term.expression.kind,
                name.folded != "binary"
            {
                continue
            }
            places.insert(place)
        }
        return scope.sources.indices.allSatisfy { index in
            let source = scope.sources[index]
            guard let table = source.table, !source.isNullSide else { return false }
            return table.key.allSatisfy { places.contains(Scope.Place(source: index, column: $0)) }
        }
    }

    /// True if the expression is a text that may be compared by another collation than BINARY.
    func hasOtherCollation(_ expression: Expression, in scope: Scope) -> Bool {
        if case .collate(_, let collation) = expression.kind { return collation.folded != "binary" }
        guard let reference = expression.columnReference else { return false }
        if case .coalesced = scope.lookup(reference) { return true }
        guard case .column(let owner, let place) = scope.lookup(reference) else { return false }
        guard let origin = owner.sources[place.source].columns[place.column].origin else {
            // A subquery's column keeps the collation of the column that it comes from.
            return owner.sources[place.source].columns[place.column].type.classes.contains(.text)
        }
        return catalog[table: origin.table]?.columns[origin.index].collation != nil
    }
}
