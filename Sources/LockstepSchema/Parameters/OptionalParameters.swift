import LockstepSQL

/// Where a mutation sets a column to a parameter under `-- optional:`.
struct OptionalParameters {
    struct Assignment {
        let name: String

        /// The parameter, parentheses included.
        let span: SourceSpan

        /// The column, as it is named where the parameter stands.
        let column: String

        /// The column's own name.
        let columnName: String
    }

    let names: Set<String>

    /// The places in a statement that are right sides of SET.
    func assignments(in statement: Statement) -> [Assignment] {
        switch statement.kind {
        case .update(let update):
            let qualifier = update.from == nil ? nil : (update.table.alias ?? update.table.name.name).name
            return update.assignments.flatMap { assignments($0, qualifier: qualifier) }
        case .insert(let insert):
            return insert.upserts.flatMap { upsert -> [LockstepSQL.Assignment] in
                if case .update(let assignments, _) = upsert.action { return assignments }
                return []
            }.flatMap { assignments($0, qualifier: nil) }
        default:
            return []
        }
    }

    /// Of `a = :a`, or of `(a, b) = (:a, :b)`.
    private func assignments(_ assignment: LockstepSQL.Assignment, qualifier: String?) -> [Assignment] {
        var values = [assignment.value]
        if case .row(let row) = assignment.value.kind { values = row }
        guard values.count == assignment.columns.count else { return [] }
        return zip(assignment.columns, values).compactMap { name, value in
            guard case .parameter(let parameter) = value.kind else { return nil }
            let swiftName = SwiftNaming.lowerCamelCase(parameter.name)
            guard names.contains(swiftName) else { return nil }
            let column = SQLQuoting.quoted(name.name)
            return Assignment(
                name: swiftName, span: parameter.span,
                column: qualifier.map { SQLQuoting.quoted($0) + "." + column } ?? column, columnName: name.name)
        }
    }

    /// Reports other places: there is nothing to keep there.
    func report(in statement: Statement, of definition: Definition, reporter: Reporter) {
        let allowed = Set(assignments(in: statement).map(\.span))
        report(statement.parameters.filter { !allowed.contains($0.span) }, of: definition, reporter: reporter)
    }

    /// Reports those of some parameters that are optional.
    func report(_ parameters: [Parameter], of definition: Definition, reporter: Reporter) {
        for parameter in parameters where names.contains(SwiftNaming.lowerCamelCase(parameter.name)) {
            reporter.error(
                "`:\(parameter.name)` is optional, and can only be the whole right side of a SET",
                at: definition.place(parameter.span),
                suggestion: "use another parameter here, or take it from `-- optional:`")
        }
    }
}
