import LockstepSQL

/// Makes the final text of a statement: parameters become `?1`, `?2`…, one for each thing that is bound, `*` becomes
/// columns, optional parameters become CASE, comments are gone.
struct StatementBinder {
    let definition: Definition
    let parameters: ParameterTable
    let types: [String: ValueType]

    func bind(_ statement: Statement, _ analyzer: StatementAnalyzer, side: ExecutionSide) -> BoundStatement {
        var text = StatementText(definition.file)
        let optional = OptionalParameters(names: Set(parameters.optional.keys))
        let changes = Dictionary(
            optional.assignments(in: statement).map { ($0.span.start, $0) }, uniquingKeysWith: { first, _ in first })
        let bindings = number(statement.parameters, analyzer, changes: changes, in: &text)
        for (span, columns) in analyzer.expansions { text.replace(span, with: columns) }
        return BoundStatement(sql: text.text(in: statement.span), bindings: bindings, side: side)
    }

    /// A SELECT of a condition's value.
    func bind(_ condition: Condition, _ analyzer: StatementAnalyzer, side: ExecutionSide) -> BoundStatement {
        var text = StatementText(definition.source, comments: condition.comments)
        let bindings = number(condition.parameters, analyzer, changes: [:], in: &text)
        for (span, columns) in analyzer.expansions { text.replace(span, with: columns) }
        return BoundStatement(
            sql: "SELECT " + text.text(in: condition.directive.parts), bindings: bindings, side: side)
    }

    /// Replaces parameters by numbers, and returns what is bound to each.
    private func number(
        _ parameters: [Parameter], _ analyzer: StatementAnalyzer, changes: [Int: OptionalParameters.Assignment],
        in text: inout StatementText
    ) -> [Binding] {
        var bindings: [Binding] = []
        func number(of binding: Binding) -> Int {
            if let index = bindings.firstIndex(of: binding) { return index + 1 }
            bindings.append(binding)
            return bindings.count
        }
        for parameter in parameters {
            guard let use = analyzer.uses[parameter.span.start], let binding = binding(for: use) else { continue }
            if let change = changes[parameter.span.start] {
                let isSet = number(of: .isSet(SwiftIdentifier(change.name)))
                let value = number(of: binding)
                text.replace(parameter.span, with: "CASE WHEN ?\(isSet) THEN ?\(value) ELSE \(change.column) END")
            } else {
                text.replace(parameter.span, with: "?\(number(of: binding))")
            }
        }
        return bindings
    }

    /// What a parameter is bound to where it stands.
    func binding(for use: ParameterUse) -> Binding? {
        if let reserved = ReservedParameter(rawValue: use.name) {
            guard case .type(let type) = ReservedBinding.type(of: reserved, for: use.hint) else { return nil }
            switch reserved {
            case .actor: return .actor(type)
            case .now: return .now(type)
            case .committedAt: return .committedAt(type)
            }
        }
        return parameters.type(of: use, given: types).map { .argument(SwiftIdentifier(use.name), $0) }
    }
}
