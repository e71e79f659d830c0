import LockstepSQL

extension StatementAnalyzer {
    func result(
        of function: SQLFunction, _ call: FunctionCall, _ arguments: [ExpressionType]
    ) -> ExpressionType {
        if arguments.contains(where: \.isUnknown), function.dependsOnArguments { return .unknown }
        var type: ExpressionType
        switch function.result {
        case .classes(let classes): type = ExpressionType(classes, isNullable: false)
        case .count: type = .count(isNullable: false)
        case .bool: type = .bool(isNullable: false)
        case .replacement: type = replacement(in: call, arguments)
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
        // Where the whole document is replaced, SQLite 3.40 gives the value itself in place of its JSON.
        if case .ofPaths = function.nullness, !function.name.hasSuffix("remove"),
            !Self.keepsDocument(function, call.argumentList)
        {
            type.classes = .any
        }
        type.isNullable = isNullable(function, call, arguments, type)
        if !type.isNullable {
            type.nullReason = nil
        } else if function.nullness.isAlways {
            type.nullReason = .function(function.name)
        } else {
            let operand = type.nullReason ?? arguments.first(where: \.isNullable)?.nullReason
            type.nullReason = operand ?? .function(function.name)
        }
        type.literal = nil
        return type
    }

    private func isNullable(
        _ function: SQLFunction, _ call: FunctionCall, _ arguments: [ExpressionType], _ type: ExpressionType
    ) -> Bool {
        // The part of an empty BLOB is NULL.
        if case .part = function.result, type.classes.contains(.blob) { return true }
        // `lag(x, 1, otherwise)` is one of the two.
        if function.name == "lag" || function.name == "lead", call.argumentList.count == 3,
            case .integer = call.argumentList[1].literal
        {
            return arguments[0].isNullable
        }
        return switch function.nullness {
        case .never: false
        case .always: true
        case .ifAnyArgument: arguments.contains(where: \.isNullable)
        case .ifArgument(let index): arguments[index].isNullable
        case .ofFormat: !Self.hasOutput(call.argumentList[0])
        case .ifAllArguments: arguments.allSatisfy(\.isNullable)
        case .unlessNumber: !arguments.allSatisfy { !$0.isNullable && $0.classes.isSubset(of: .number) }
        case .unlessFinite: !arguments.allSatisfy { !$0.isNullable && $0.classes == .integer }
        case .ofPaths: arguments[0].isNullable || !Self.keepsDocument(function, call.argumentList)
        case .ofTime: !Self.isCurrentTime(call.argumentList)
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

    /// `date()` and `date('now')` are never NULL.
    private static func isCurrentTime(_ arguments: [Expression]) -> Bool {
        guard let time = arguments.first else { return true }
        guard arguments.count == 1, case .string(let text) = time.literal else { return false }
        return text == "now"
    }

    /// True for constant paths into a document. `$` may take all of it away.
    private static func keepsDocument(_ function: SQLFunction, _ list: [Expression]) -> Bool {
        let step = function.name.hasSuffix("remove") ? 1 : 2
        return stride(from: 1, to: list.count, by: step).allSatisfy { index in
            guard case .string(let path) = list[index].literal else { return false }
            return path.hasPrefix("$.") || path.hasPrefix("$[")
        }
    }

    /// `replace(x, '', y)` is x, whatever it is.
    private func replacement(in call: FunctionCall, _ arguments: [ExpressionType]) -> ExpressionType {
        if case .string(let pattern) = call.argumentList[1].literal, !pattern.isEmpty {
            return ExpressionType(.text, isNullable: false)
        }
        return ExpressionType(arguments[0].possibleClasses.union(.text), isNullable: false)
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
    func aggregated(
        _ type: ExpressionType, _ function: SQLFunction, _ call: FunctionCall, _ arguments: [ExpressionType],
        _ window: Window?, in scope: Scope
    ) -> ExpressionType {
        var type = type
        // The sum of both infinities is no number, which is NULL.
        let mayBeInfinite = ["avg", "total"].contains(function.name) && arguments[0].classes != .integer
        if mayBeInfinite { type = type.nullable(because: .function(function.name)) }
        guard case .ofAggregate = function.nullness else { return type }
        // In a window SQLite gives NULL for an empty text.
        if call.over != nil, function.determinism == .rowOrder { return type.nullable(because: .frame(function.name)) }
        let hasRows = call.over == nil ? scope.grouping == .grouped : window.map(\.holdsCurrentRow) ?? true
        let isArgumentNullable = arguments.contains(where: \.isNullable)
        if isArgumentNullable { return type.nullable() }
        let isFrame = call.over != nil && call.filter == nil
        return type.nullable(
            !hasRows || call.filter != nil, because: isFrame ? .frame(function.name) : .noRows(function.name))
    }
}

extension SQLFunction.Nullness {
    fileprivate var isAlways: Bool { if case .always = self { true } else { false } }
}

extension SQLFunction {
    fileprivate var dependsOnArguments: Bool {
        switch result {
        case .oneOf, .branches, .argument, .numeric, .sum, .part, .replacement: true
        case .classes, .count, .bool, .seconds, .any: false
        }
    }
}
