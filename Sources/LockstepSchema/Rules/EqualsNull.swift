import LockstepSQL

/// `x = NULL` is NULL for every x, and never true.
enum EqualsNull {
    static func warnings(in statement: Statement, place: @escaping (SourceSpan) -> SourcePlace, home: Rule.Home)
        -> [Diagnostic]
    {
        var warnings: [Diagnostic] = []
        let visitor = ExpressionVisitor { expression in
            guard let finding = finding(expression) else { return }
            warnings.append(
                Rule.equalsNull.warning(
                    finding.message, at: place(expression.span), suggestion: finding.suggestion, home: home))
        }
        visitor.visit(statement)
        schemaExpressions(of: statement).forEach(visitor.visit)
        if case .createView(let view) = statement.kind { visitor.visit(view.select) }
        if case .createTrigger(let trigger) = statement.kind {
            for statement in trigger.body { visitor.visit(statement) }
        }
        return warnings
    }

    private static func finding(_ expression: Expression) -> (message: String, suggestion: String)? {
        switch expression.kind {
        case .binary(.equal, let left, let right) where isNull(left) || isNull(right):
            return ("`= NULL` is never true", "write IS NULL")
        case .binary(.notEqual, let left, let right) where isNull(left) || isNull(right):
            return ("`<> NULL` is never true", "write IS NOT NULL")
        case .membership(_, .list(let values, _), let isNegated) where values.contains(where: isNull):
            return isNegated
                ? (
                    "NOT IN with NULL in its list is never true",
                    "leave NULL out, and add `AND … IS NOT NULL` if needed"
                )
                : ("IN finds no NULL by NULL in its list", "leave NULL out, and add `OR … IS NULL` if it is meant")
        default: return nil
        }
    }

    private static func isNull(_ expression: Expression) -> Bool {
        expression.literal == .null
    }

    /// Conditions and values that stand in the schema itself.
    private static func schemaExpressions(of statement: Statement) -> [Expression] {
        switch statement.kind {
        case .createIndex(let index):
            return index.terms.map(\.expression) + [index.condition].compactMap { $0 }
        case .createTrigger(let trigger):
            return [trigger.condition].compactMap { $0 }
        case .alterTable(let alter):
            guard case .addColumn(let column) = alter.change else { return [] }
            return expressions(of: column)
        case .createTable(let create):
            guard case .definition(let definition) = create.content else { return [] }
            let checks = definition.constraints.compactMap { constraint -> Expression? in
                if case .check(let condition) = constraint.kind { return condition }
                return nil
            }
            return definition.columns.flatMap(expressions) + checks
        default: return []
        }
    }

    private static func expressions(of column: ColumnDefinition) -> [Expression] {
        column.constraints.compactMap { constraint in
            switch constraint.kind {
            case .check(let expression), .generated(let expression, _): expression
            default: nil
            }
        }
    }
}
