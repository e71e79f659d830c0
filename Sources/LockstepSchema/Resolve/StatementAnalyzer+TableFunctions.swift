import LockstepSQL

extension StatementAnalyzer {
    /// `json_each` and `json_tree` (https://www.sqlite.org/json1.html#jeach).
    func functionSource(
        _ name: QualifiedName, _ arguments: [Expression], _ argumentsSpan: SourceSpan, alias: Identifier?,
        in scope: Scope
    ) -> ScopeSource? {
        let function = name.name.folded
        guard function == "json_each" || function == "json_tree" else {
            error(
                "there is no table-valued function `\(name.name.name)`", at: name.span,
                suggestion: suggestion(for: name.name.name, among: ["json_each", "json_tree"]))
            return nil
        }
        guard (1...2).contains(arguments.count) else {
            error("`\(function)` takes 1 to 2 arguments, not \(arguments.count)", at: argumentsSpan)
            return nil
        }
        let label = alias?.name ?? name.name.name
        if function == "json_each", arguments.count == 1, let list = listParameter(arguments[0]) {
            let columns = bulkRows[list] == nil ? Self.listColumns(list) : Self.bulkColumns(list)
            return ScopeSource(name: label, columns: columns, table: nil)
        }
        for argument in arguments {
            _ = infer(argument, in: scope, hint: .weak(.string))
        }
        return ScopeSource(name: label, columns: Self.documentColumns(), table: nil)
    }

    /// `:ids`, unless `-- param` says that it is no list.
    private func listParameter(_ argument: Expression) -> String? {
        guard let parameter = argument.parameter, case .named = parameter.form, role == .query || role == .mutation
        else { return nil }
        let name = SwiftNaming.lowerCamelCase(parameter.name)
        guard ReservedParameter(rawValue: name) == nil, parameters[name]?.isList != false else { return nil }
        var hint = TypeHint.none
        hint.isList = true
        _ = inferParameter(parameter, hint: hint)
        return name
    }

    private static func listColumns(_ parameter: String) -> [ScopeColumn] {
        let text = ExpressionType(.text, isNullable: false)
        let count = ExpressionType.count(isNullable: false)
        return [
            ScopeColumn(name: "key", type: count),
            ScopeColumn(name: "value", type: .unknown, listParameter: parameter),
            ScopeColumn(name: "type", type: text), ScopeColumn(name: "atom", type: .unknown, listParameter: parameter),
            ScopeColumn(name: "id", type: count), ScopeColumn(name: "parent", type: count.nullable()),
            ScopeColumn(name: "fullkey", type: text), ScopeColumn(name: "path", type: text),
        ]
    }

    private static func documentColumns() -> [ScopeColumn] {
        let text = ExpressionType(.text, isNullable: false)
        let any = ExpressionType(.any, isNullable: true)
        let count = ExpressionType.count(isNullable: false)
        return [
            ScopeColumn(name: "key", type: ExpressionType([.integer, .text], isNullable: true)),
            ScopeColumn(name: "value", type: any), ScopeColumn(name: "type", type: text),
            ScopeColumn(name: "atom", type: any), ScopeColumn(name: "id", type: count),
            ScopeColumn(name: "parent", type: count.nullable()), ScopeColumn(name: "fullkey", type: text),
            ScopeColumn(name: "path", type: text),
        ]
    }
}
