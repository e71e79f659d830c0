import LockstepSQL

extension StatementAnalyzer {
    func inferFunction(
        _ call: FunctionCall, at span: SourceSpan, in scope: Scope, hint: TypeHint
    ) -> ExpressionType {
        if let type = inferListCall(call, in: scope) { return type }
        guard let function = function(of: call) else {
            call.argumentList.forEach { _ = infer($0, in: scope) }
            return .unknown
        }
        if let version = function.since {
            requireVersion(version, for: "`\(function.name)`", at: call.name.span)
        }
        let isAggregate = function.kind != .scalar
        checkPlace(of: call, function, in: scope)
        if isAggregate { scope.aggregateDepth += 1 }
        let arguments = inferArguments(of: call, function, in: scope, hint: hint)
        call.filter.map { _ = inferCondition($0, in: scope) }
        call.orderBy.forEach { _ = infer($0.expression, in: scope) }
        let window = call.over.flatMap { inferWindow($0, in: scope) }
        if isAggregate { scope.aggregateDepth -= 1 }
        checkDeterminism(of: function, call, arguments, in: scope, at: span)
        if function.kind == .window || call.over != nil {
            checkOrder(of: window, call, in: scope, at: span)
        }
        var type = result(of: function, call, arguments)
        if isAggregate { type = aggregated(type, function, call, arguments, window, in: scope) }
        return type
    }

    private func function(of call: FunctionCall) -> SQLFunction? {
        let count = call.argumentList.count
        if let function = FunctionTable.function(call.name.name, arguments: count) { return function }
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
            }
        }
        if case .star(let star) = call.arguments, function.name != "count" {
            error("only `count` takes `*`", at: star)
        }
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
        var results: [Expression] = []
        var index = 0
        while index + 1 < list.count {
            inferCondition(list[index], in: scope)
            results.append(list[index + 1])
            index += 2
        }
        let hasElse = index < list.count
        if hasElse { results.append(list[index]) }
        let types = inferAlternatives(results, in: scope, hint: hint)
        return hasElse ? types : types + [.null]
    }

    /// `lag(x, distance, otherwise)`
    private func inferOffset(_ list: [Expression], in scope: Scope) -> [ExpressionType] {
        var types = [infer(list[0], in: scope)]
        if list.count > 1 { _ = infer(list[1], in: scope, hint: .weak(.int)) }
        if list.count > 2 { types.append(infer(list[2], in: scope, hint: TypeHint(beside: types[0]))) }
        return [.merging(types)]
    }

    // MARK: - Results

    private func result(
        of function: SQLFunction, _ call: FunctionCall, _ arguments: [ExpressionType]
    ) -> ExpressionType {
        if arguments.contains(where: \.isUnknown), function.dependsOnArguments { return .unknown }
        var type: ExpressionType
        switch function.result {
        case .classes(let classes): type = ExpressionType(classes, isNullable: false)
        case .count: type = .count(isNullable: false)
        case .bool: type = .bool(isNullable: false)
        case .oneOf(let first): type = .merging(Array(arguments.dropFirst(first)))
        case .branches: type = .merging(arguments)
        case .argument(let index): type = arguments[index]
        case .numeric:
            let argument = arguments[0]
            type = ExpressionType(argument.numericClasses, isNullable: false, bound: argument.bound)
            type.mayOverflow = argument.mayOverflow
        case .sum: type = sum(of: arguments[0])
        case .part:
            let classes = arguments[0].classes
            type = ExpressionType(
                classes == .blob ? .blob : classes.contains(.blob) ? [.text, .blob] : .text, isNullable: false)
        case .seconds: type = seconds(call.argumentList)
        case .any: type = ExpressionType(.any, isNullable: true)
        }
        type.isNullable = isNullable(function, call, arguments, type)
        type.literal = nil
        return type
    }

    private func isNullable(
        _ function: SQLFunction, _ call: FunctionCall, _ arguments: [ExpressionType], _ type: ExpressionType
    ) -> Bool {
        // The part of an empty BLOB is NULL.
        if case .part = function.result, type.classes.contains(.blob) { return true }
        return switch function.nullness {
        case .never: false
        case .always: true
        case .ifAnyArgument: arguments.contains(where: \.isNullable)
        case .ifArgument(let index): arguments[index].isNullable
        case .ofFormat: !Self.hasOutput(call.argumentList[0])
        case .ifAllArguments: arguments.allSatisfy(\.isNullable)
        case .unlessNumber: arguments[0].isNullable || !arguments[0].classes.isSubset(of: .number)
        case .ofAggregate, .ofBranches: type.isNullable
        }
    }

    /// True for a format that begins with text or with a number: `printf` gives NULL in place of an empty text.
    private static func hasOutput(_ format: Expression) -> Bool {
        guard case .string(let text) = format.literal, let first = text.first else { return false }
        guard first == "%" else { return true }
        let conversion = text.dropFirst().first { !"-+ 0#,!.123456789".contains($0) }
        return conversion.map { "diufeEgGxXo%".contains($0) } ?? false
    }

    private func sum(of argument: ExpressionType) -> ExpressionType {
        let classes = argument.numericClasses
        // SQLite reports an overflow of sum() as an error, so it stays INTEGER.
        var type = ExpressionType(classes, isNullable: argument.isNullable || classes != .integer)
        let rows: Int64 = 1 << 40
        if let bound = argument.bound, bound < 1 << 20 { type.bound = max(bound, 1) * rows }
        type.mayOverflow = argument.mayOverflow
        return type
    }

    private func seconds(_ arguments: [Expression]) -> ExpressionType {
        let modifiers = arguments.dropFirst()
        let isFraction = modifiers.contains { argument in
            guard case .string(let text) = argument.literal else { return argument.literal == nil }
            return ["subsec", "subsecond"].contains(trimmed(text).lowercased())
        }
        return isFraction ? ExpressionType(.number, isNullable: true) : .count(isNullable: true)
    }

    /// Without rows the result of most aggregates is NULL; a group has at least one row, a window often none.
    private func aggregated(
        _ type: ExpressionType, _ function: SQLFunction, _ call: FunctionCall, _ arguments: [ExpressionType],
        _ window: Window?, in scope: Scope
    ) -> ExpressionType {
        var type = type
        // The sum of both infinities is no number, which is NULL.
        let mayBeInfinite = ["avg", "total"].contains(function.name) && arguments[0].classes != .integer
        if mayBeInfinite { type.isNullable = true }
        guard case .ofAggregate = function.nullness else { return type }
        let hasRows = call.over == nil ? scope.grouping == .grouped : window.map { $0.frame == nil } ?? true
        let isArgumentNullable = arguments.contains(where: \.isNullable)
        return type.nullable(isArgumentNullable || !hasRows || call.filter != nil)
    }

    // MARK: - Windows

    /// The window with what it takes from the one that it extends.
    private func inferWindow(_ over: Over, in scope: Scope) -> Window? {
        switch over {
        case .name(let name): return window(named: name, in: scope)
        case .window(let window):
            window.partitionBy.forEach { _ = infer($0, in: scope) }
            window.orderBy.forEach { _ = infer($0.expression, in: scope) }
            if let base = window.base { _ = self.window(named: base, in: scope) }
            return window
        }
    }

    private func window(named name: Identifier, in scope: Scope) -> Window? {
        if let window = scope.windows[name.folded] { return window }
        error(
            "there is no window `\(name.name)`", at: name.span,
            suggestion: suggestion(for: name.name, among: scope.windows.keys.map { $0 }))
        return nil
    }
}

extension SQLFunction {
    fileprivate var dependsOnArguments: Bool {
        switch result {
        case .oneOf, .branches, .argument, .numeric, .sum, .part: true
        case .classes, .count, .bool, .seconds, .any: false
        }
    }
}
