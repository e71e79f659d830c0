import LockstepSQL

extension StatementAnalyzer {
    /// The columns of `json_each(:cards)` under `-- rows cards: card(…)`. Its elements are objects, which have no atom.
    static func bulkColumns(_ parameter: String) -> [ScopeColumn] {
        let text = ExpressionType(.text, isNullable: false)
        let count = ExpressionType.count(isNullable: false)
        return [
            ScopeColumn(name: "key", type: count),
            ScopeColumn(name: "value", type: text, bulkParameter: parameter),
            ScopeColumn(name: "type", type: text), ScopeColumn(name: "atom", type: .null),
            ScopeColumn(name: "id", type: count), ScopeColumn(name: "parent", type: .null),
            ScopeColumn(name: "fullkey", type: text), ScopeColumn(name: "path", type: text),
        ]
    }

    /// `value ->> '$.id'` and `value -> '$.id'` of a bulk parameter; nil for other operands.
    func inferBulkMember(_ op: BinaryOperator, _ value: Expression, _ path: Expression, in scope: Scope)
        -> ExpressionType?
    {
        guard let element = bulkElement(value, in: scope) else { return nil }
        let type = member(of: element, path, takesBareName: true)
        return op == .extract ? ExpressionType(.text, isNullable: element.isOpen) : type.nullable(element.isOpen)
    }

    /// `json_extract(value, '$.id')` of a bulk parameter, and `json_array_length(:ids)` of a list; nil for other calls.
    func inferListCall(_ call: FunctionCall, in scope: Scope) -> ExpressionType? {
        let arguments = call.argumentList
        switch call.name.folded {
        case "json_extract" where arguments.count > 1:
            guard let element = bulkElement(arguments[0], in: scope) else { return nil }
            let types = arguments.dropFirst().map { member(of: element, $0, takesBareName: false) }
            return (types.count == 1 ? types[0] : ExpressionType(.text, isNullable: false)).nullable(element.isOpen)
        case "json_array_length" where arguments.count == 1:
            guard let parameter = arguments[0].parameter,
                parameters[SwiftNaming.lowerCamelCase(parameter.name)]?.isList == true
            else { return nil }
            var hint = TypeHint.none
            hint.isList = true
            _ = inferParameter(parameter, hint: hint)
            return .count(isNullable: false)
        default:
            return nil
        }
    }

    private struct BulkElement {
        let parameter: String
        let row: BulkRow

        /// True where no row may be behind it: beside an aggregate without GROUP BY, or on the null side of a join.
        let isOpen: Bool
    }

    private func bulkElement(_ expression: Expression, in scope: Scope) -> BulkElement? {
        guard let reference = expression.columnReference, case .column(let owner, let place) = scope.lookup(reference),
            let parameter = owner.sources[place.source].columns[place.column].bulkParameter,
            let row = bulkRows[parameter]
        else { return nil }
        let isBare = owner.isAfterGrouping && owner.aggregateDepth == 0 && owner.grouping != .none
        if isBare { obstacle("`\(reference.name.name)` is taken from any row of its group", at: reference.span) }
        let isOpen = owner.sources[place.source].isNullSide || (isBare && owner.grouping == .single)
        return BulkElement(parameter: parameter, row: row, isOpen: isOpen)
    }

    /// The type of a member of a bulk parameter's elements.
    private func member(of element: BulkElement, _ path: Expression, takesBareName: Bool) -> ExpressionType {
        let names = element.row.fields.map(\.column)
        guard case .string(let text) = path.literal else {
            error(
                "which member of `:\(element.parameter)` this is must be written out", at: path.span,
                suggestion: "write for example '$.\(names[0])'")
            return .unknown
        }
        var name = text
        if text.hasPrefix("$.") {
            name = String(text.dropFirst(2))
            if name.count > 1, name.first == "\"", name.last == "\"" { name = String(name.dropFirst().dropLast()) }
        } else if !takesBareName {
            error(
                "a path of JSON begins with `$.`", at: path.span,
                suggestion: names.contains(text) ? "write '$.\(text)'" : "write for example '$.\(names[0])'")
            return .unknown
        }
        if let field = element.row.fields.first(where: { $0.column == name }) { return ExpressionType(field.type) }
        error(
            "the rows of `:\(element.parameter)` have no member `\(name)`", at: path.span,
            suggestion: suggestion(for: name, among: names)
                ?? "their members are \(names.map { "`\($0)`" }.joined(separator: ", "))")
        return .unknown
    }

    /// A whole element is JSON, which no column is equal to.
    func reportWholeElement(_ reference: ColumnReference, of parameter: String) {
        let name = bulkRows[parameter]?.fields.first?.column ?? "id"
        error(
            "`\(reference.name.name)` is a whole row of `:\(parameter)`", at: reference.span,
            suggestion: "take a member of it: \(reference.name.name) ->> '$.\(name)'")
    }
}
