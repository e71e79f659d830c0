import LockstepSQL

extension StatementAnalyzer {
    func inferFunction(
        _ call: FunctionCall, at span: SourceSpan, in scope: Scope, hint: TypeHint
    ) -> ExpressionType {
        if let type = inferListCall(call, in: scope) { return type }
        if case .window(let window) = call.over { inferFrame(of: window, in: scope) }
        guard let function = function(of: call, in: scope) else {
            call.argumentList.forEach { _ = infer($0, in: scope) }
            return .unknown
        }
        if let version = function.since {
            requireVersion(version, for: "`\(function.name)`", at: call.name.span)
        }
        let isAggregate = function.kind != .scalar
        checkAvailability(of: function, at: call.name.span)
        checkPlace(of: call, function, in: scope)
        // Of the rows of a window each is a group by itself.
        let isGrouping = isAggregate && call.over == nil
        let allowsWindows = scope.allowsWindows
        if isAggregate { scope.allowsWindows = false }
        if isGrouping { scope.aggregateDepth += 1 }
        let arguments = inferArguments(of: call, function, in: scope, hint: hint)
        call.filter.map { _ = inferCondition($0, in: scope) }
        call.orderBy.forEach { _ = infer($0.expression, in: scope) }
        let window = call.over.flatMap { inferWindow($0, in: scope) }
        if isGrouping { scope.aggregateDepth -= 1 }
        if isAggregate { scope.allowsWindows = allowsWindows }
        checkDeterminism(of: function, call, arguments, in: scope, at: span)
        if function.kind == .window || call.over != nil {
            checkOrder(of: window, call, in: scope, at: span)
        }
        var type = result(of: function, call, arguments)
        if isAggregate { type = aggregated(type, function, call, arguments, window, in: scope) }
        return type
    }

    private func function(of call: FunctionCall, in scope: Scope) -> SQLFunction? {
        let count = call.argumentList.count
        if let function = FunctionTable.function(call.name.name, arguments: count) { return function }
        if let function = FunctionTable.auxiliary[call.name.folded], function.arity.contains(count),
            isFullText(call.argumentList[0], in: scope)
        {
            return function
        }
        if let others = FunctionTable.byName[call.name.folded] {
            let counts = others.map(Self.arityText).joined(separator: " or ")
            error("`\(others[0].name)` takes \(counts) arguments, not \(count)", at: call.argumentsSpan)
        } else {
            error(
                "there is no function `\(call.name.name)`", at: call.name.span,
                suggestion: suggestion(for: call.name.name, among: FunctionTable.names))
        }
        return nil
    }

    private static func arityText(_ function: SQLFunction) -> String {
        let arity = function.arity
        if arity.upperBound == SQLFunction.unlimited { return "\(arity.lowerBound) or more" }
        return arity.count == 1 ? "\(arity.lowerBound)" : "\(arity.lowerBound) to \(arity.upperBound)"
    }

    /// Aggregates belong to the result, HAVING and ORDER BY, and not into one another.
    private func checkPlace(of call: FunctionCall, _ function: SQLFunction, in scope: Scope) {
        if call.over != nil {
            if function.kind == .scalar {
                error("`\(function.name)` is no window function", at: call.name.span)
            } else if !scope.allowsWindows {
                error(
                    "a window function cannot stand here", at: call.name.span,
                    suggestion: "compute it in a subquery and use its column")
            }
        } else if function.kind == .window {
            error("`\(function.name)` needs a window: OVER (…)", at: call.name.span)
        } else if function.kind == .aggregate {
            if !scope.allowsAggregates {
                error(
                    "the aggregate `\(function.name)` cannot stand here", at: call.name.span,
                    suggestion: "conditions on groups belong in HAVING")
            } else if scope.aggregateDepth > 0 {
                error("an aggregate cannot stand in another", at: call.name.span)
            } else if belongsOutside(call, scope) {
                error(
                    "`\(function.name)` over columns of the select around this one would be computed there",
                    at: call.name.span, suggestion: "compute it in the select around, and refer to its column")
            }
        }
        if case .star(let star) = call.arguments, function.name != "count" {
            error("only `count` takes `*`", at: star)
        }
    }

    private func checkAvailability(of function: SQLFunction, at span: SourceSpan) {
        switch function.availability {
        case .everywhere: break
        case .option(let option):
            error("`\(function.name)` is there only in a SQLite that was built with \(option)", at: span)
        case .refused(let reason):
            error("`\(function.name)` cannot stand in a definition file: \(reason)", at: span)
        }
    }

    /// SQLite computes an aggregate in the nearest select around that its columns are of.
    private func belongsOutside(_ call: FunctionCall, _ scope: Scope) -> Bool {
        var isOwn = false
        var isOuter = false
        let visitor = ExpressionVisitor { part in
            guard case .column(let reference) = part.kind else { return }
            switch scope.lookup(reference) {
            case .column(let owner, _), .coalesced(let owner, _), .rowid(let owner, _), .alias(let owner, _):
                if owner === scope { isOwn = true } else { isOuter = true }
            case .ambiguous, .missing: break
            }
        }
        call.argumentList.forEach(visitor.visit)
        call.filter.map(visitor.visit)
        return isOuter && !isOwn
    }

    // MARK: - Arguments

    private func inferArguments(
        of call: FunctionCall, _ function: SQLFunction, in scope: Scope, hint: TypeHint
    ) -> [ExpressionType] {
        let list = call.argumentList
        switch (function.result, function.nullness) {
        case (.oneOf, .ifAllArguments):
            return inferAlternatives(list, in: scope, hint: hint.with(.nullTest))
        case (.oneOf, _):
            return inferAlternatives(list, in: scope, hint: hint.with(.comparison))
        case (.branches, _):
            return inferBranches(list, in: scope, hint: hint)
        case (.argument, _) where function.name == "nullif":
            let type = inferComparison(list[0], list[1], in: scope)
            return [infer(list[0], in: scope, hint: hint), type]
        case (.argument, _) where function.name == "lag" || function.name == "lead":
            return inferOffset(list, in: scope)
        default:
            return list.enumerated().map { index, argument in
                infer(argument, in: scope, hint: self.hint(for: index, of: function, outer: hint))
            }
        }
    }

    private func hint(for index: Int, of function: SQLFunction, outer: TypeHint) -> TypeHint {
        if case .argument(index) = function.result { return outer.with(.comparison) }
        guard let swift = function.argumentType(at: index) else { return .none }
        // `sum` and the like take numbers of either kind, so they say nothing of a parameter.
        if function.kind == .aggregate, swift == .double { return .none }
        var hint = TypeHint.weak(swift)
        if case .date = function.determinism { hint.isTimeValue = index == (function.name == "strftime" ? 1 : 0) }
        return hint
    }

    /// `iif(x, a, b)`, and with more pairs from SQLite 3.48 on.
    private func inferBranches(_ list: [Expression], in scope: Scope, hint: TypeHint) -> [ExpressionType] {
        let branches = ConditionalBranches(list)
        branches.conditions.forEach { inferCondition($0, in: scope) }
        let types = inferAlternatives(branches.results, proven: branches.proven(in: scope), in: scope, hint: hint)
        return branches.hasElse ? types : types + [.null]
    }

    /// `lag(x, distance, otherwise)`
    private func inferOffset(_ list: [Expression], in scope: Scope) -> [ExpressionType] {
        var types = [infer(list[0], in: scope)]
        if list.count > 1 { _ = infer(list[1], in: scope, hint: .weak(.int)) }
        if list.count > 2 { types.append(infer(list[2], in: scope, hint: TypeHint(beside: types[0]))) }
        return [.merging(types)]
    }
}
