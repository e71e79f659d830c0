import LockstepSQL

/// Expressions whose value depends on when or where they run.
enum ChangingExpressions {
    /// What makes the first such part of an expression change: `CURRENT_TIMESTAMP`, `random()`.
    static func first(in expression: Expression) -> String? {
        var found: String?
        let visitor = ExpressionVisitor { part in
            found = found ?? name(of: part)
        }
        visitor.visit(expression)
        return found
    }

    private static func name(of expression: Expression) -> String? {
        switch expression.kind {
        case .literal(let literal):
            return currentTime(literal)
        case .function(let call):
            guard let function = FunctionTable.function(call.name.name, arguments: call.argumentList.count) else {
                return "\(call.name.name)()"
            }
            return reason(function, call.argumentList) == nil ? nil : "\(function.name)()"
        default:
            return nil
        }
    }

    /// `CURRENT_DATE` and the like; nil for other literals.
    static func currentTime(_ literal: Literal) -> String? {
        switch literal {
        case .currentDate: "CURRENT_DATE"
        case .currentTime: "CURRENT_TIME"
        case .currentTimestamp: "CURRENT_TIMESTAMP"
        default: nil
        }
    }

    /// Why a call may have different results on two devices; nil if it has not.
    ///
    /// - Parameter types: The arguments' types, where they are known: a date that is no text cannot be `'now'`.
    static func reason(_ function: SQLFunction, _ arguments: [Expression], types: [ExpressionType?] = []) -> String? {
        switch function.determinism {
        case .deterministic, .platform, .rowOrder: nil
        case .nondeterministic: "`\(function.name)` gives each device another result"
        case .date: dateReason(function, arguments, types: types)
        }
    }

    private static func dateReason(
        _ function: SQLFunction, _ arguments: [Expression], types: [ExpressionType?]
    ) -> String? {
        let first = function.name == "strftime" ? 1 : 0
        guard arguments.count > first else { return "`\(function.name)` without a time means the time of the device" }
        for index in arguments.indices.dropFirst(first) {
            let isTime = index == first || function.name == "timediff"
            if let reason = dateReason(arguments[index], isTime: isTime, type: index < types.count ? types[index] : nil)
            {
                return reason
            }
        }
        return nil
    }

    private static func dateReason(_ argument: Expression, isTime: Bool, type: ExpressionType?) -> String? {
        switch argument.literal {
        case .string(let text):
            let word = trimmed(text).lowercased()
            let words: Set<String> = isTime ? ["now", "subsec", "subsecond"] : ["localtime", "utc"]
            return words.contains(word) ? "`'\(word)'` depends on the device" : nil
        case .some:
            return nil
        case nil:
            if isTime, let type, type.swift == .date || type.classes.isDisjoint(with: .text) { return nil }
            return isTime
                ? "the text may be `'now'`: give the time as a number or in a column that is `-- type: Date`"
                : "a modifier must be a literal, since it may be `'localtime'`"
        }
    }
}
