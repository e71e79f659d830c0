import LockstepSQL

extension Dump {
    static func expression(_ expression: Expression) -> String {
        switch expression.kind {
        case .literal(let value): literal(value)
        case .parameter(let value): parameter(value)
        case .column(let column):
            [column.schema, column.table, column.name].compactMap { $0 }.map(name).joined(separator: ".")
        case .unary(let op, let operand): list(op.rawValue, [self.expression(operand)])
        case .binary(let op, let left, let right):
            list(op.rawValue, [self.expression(left), self.expression(right)])
        case .isNull(let operand, let isNegated): list(isNegated ? "NOTNULL" : "ISNULL", [self.expression(operand)])
        case .between(let operand, let low, let high, let isNegated):
            list(not(isNegated, "BETWEEN"), [operand, low, high].map(self.expression))
        case .membership(let operand, let set, let isNegated):
            list(not(isNegated, "IN"), [self.expression(operand), inSet(set)])
        case .pattern(let match):
            list(
                not(match.isNegated, match.op.rawValue),
                [match.operand, match.pattern, match.escape].map { $0.map(self.expression) })
        case .collate(let operand, let collation): list("COLLATE", [self.expression(operand), name(collation)])
        case .conditional(let conditional): self.conditional(conditional)
        case .cast(let operand, let type): list("CAST", [self.expression(operand), type?.text ?? "-"])
        case .function(let call): function(call)
        case .row(let values): list("ROW", values.map(self.expression))
        case .subquery(let select): list("SUBQUERY", [self.select(select)])
        case .exists(let select): list("EXISTS", [self.select(select)])
        case .raise(let raise): list("RAISE", [raise.action.rawValue, raise.message.map(self.expression)])
        }
    }

    private static func not(_ isNegated: Bool, _ word: String) -> String {
        isNegated ? "NOT-\(word)" : word
    }

    private static func inSet(_ set: InSet) -> String {
        switch set {
        case .list(let values, _): expressions(values)
        case .select(let select): self.select(select)
        case .table(let table): qualified(table)
        case .function(let function, let arguments, _): list(qualified(function), arguments.map(expression))
        }
    }

    private static func conditional(_ conditional: Conditional) -> String {
        let branches = conditional.branches.map {
            list("WHEN", [expression($0.condition), expression($0.result)])
        }
        return list(
            "CASE",
            [conditional.operand.map(expression)] + branches + [
                conditional.otherwise.map { list("ELSE", [expression($0)]) }
            ])
    }

    private static func function(_ call: FunctionCall) -> String {
        let arguments: [String] =
            switch call.arguments {
            case .star: ["*"]
            case .list(let values): values.map(expression)
            }
        return list(
            name(call.name),
            [call.isDistinct ? "DISTINCT" : nil] + arguments + [
                call.orderBy.isEmpty ? nil : orderBy(call.orderBy),
                call.filter.map { list("FILTER", [expression($0)]) },
                call.over.map(over),
            ])
    }

    private static func over(_ over: Over) -> String {
        switch over {
        case .name(let window): list("OVER", [name(window)])
        case .window(let window): list("OVER", [self.window(window)])
        }
    }

    static func window(_ window: Window) -> String {
        list(
            "WINDOW",
            [
                window.base.map(name), window.partitionBy.isEmpty ? nil : expressions(window.partitionBy),
                window.orderBy.isEmpty ? nil : orderBy(window.orderBy), window.frame.map(frame),
            ])
    }

    private static func frame(_ frame: WindowFrame) -> String {
        list(frame.unit.rawValue, [bound(frame.start), frame.end.map(bound), frame.exclusion?.rawValue])
    }

    private static func bound(_ bound: WindowFrame.Bound) -> String {
        switch bound {
        case .unboundedPreceding: "-inf"
        case .preceding(let distance): list("PRECEDING", [expression(distance)])
        case .currentRow: "current"
        case .following(let distance): list("FOLLOWING", [expression(distance)])
        case .unboundedFollowing: "+inf"
        }
    }
}
