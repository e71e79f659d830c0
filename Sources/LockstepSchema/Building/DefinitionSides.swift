import LockstepSQL

/// Decides where the statements and the conditions of a definition run.
struct DefinitionSides {
    let definition: Definition
    let conditions: [Condition]
    let pass: DefinitionPass
    let reporter: Reporter

    func statements() -> [ExecutionSide] {
        let sides = zip(definition.statements, pass.statements).map { statement, analyzer in
            analyzer.executionSide(at: Self.span(of: statement))
        }
        guard definition.kind == .mutation, let conflict = StatementSide.conflict(among: sides) else { return sides }
        let other = sides.firstIndex { ($0 == .client) != (sides[0] == .client) } ?? 0
        reporter.error(
            conflict.message, at: definition.place(Self.span(of: definition.statements[other])),
            notes: [.init("the other kind", at: definition.place(Self.span(of: definition.statements[0])))],
            suggestion: conflict.suggestion)
        return sides
    }

    /// - Parameter sides: Those of the statements.
    func conditionSides(besides sides: [ExecutionSide]) -> [ExecutionSide] {
        if !sides.isEmpty, sides.allSatisfy({ $0 == .client }) { reportUnasked() }
        return zip(conditions, pass.conditions).map { condition, result in
            let place = condition.directive.valuePlace
            ServerReads.check(result.analyzer, of: "a condition", at: place, reporter: reporter)
            return result.analyzer.reads.tables.contains { name in
                result.analyzer.catalog[table: name]?.side == .server
            } ? .server : .both
        }
    }

    /// A mutation of a client's own tables is never pushed.
    private func reportUnasked() {
        guard definition.kind == .mutation else { return }
        for key in [Directive.Key.allow, .require, .handler] {
            for directive in definition.comments.directives(key) {
                reporter.error(
                    "`\(definition.name)` changes tables that only clients have, and no server sees it",
                    at: directive.place, suggestion: "leave `-- \(key.rawValue)` out")
            }
        }
    }

    /// What a statement writes, or its first word.
    static func span(of statement: Statement) -> SourceSpan {
        statement.targetTable?.name.span ?? SourceSpan(start: statement.span.start, end: statement.span.start + 6)
    }
}
