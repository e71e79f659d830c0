import LockstepSQL

/// Where a mutation sets a column to a parameter under `-- optional:`.
struct OptionalParameters {
    struct Assignment {
        let name: String

        /// The parameter, parentheses included.
        let span: SourceSpan

        /// The column, as it is named where the parameter stands.
        let column: String
    }

    let names: Set<String>

    /// The places in a statement that are right sides of SET.
    func assignments(in statement: Statement) -> [Assignment] {
        switch statement.kind {
        case .update(let update):
            let qualifier = update.from == nil ? nil : (update.table.alias ?? update.table.name.name).name
            return update.assignments.compactMap { assignment($0, qualifier: qualifier) }
        case .insert(let insert):
            return insert.upserts.flatMap { upsert -> [LockstepSQL.Assignment] in
                if case .update(let assignments, _) = upsert.action { return assignments }
                return []
            }.compactMap { assignment($0, qualifier: nil) }
        default:
            return []
        }
    }

    private func assignment(_ assignment: LockstepSQL.Assignment, qualifier: String?) -> Assignment? {
        guard assignment.columns.count == 1, case .parameter(let parameter) = assignment.value.kind else { return nil }
        let name = SwiftNaming.lowerCamelCase(parameter.name)
        guard names.contains(name) else { return nil }
        let column = SQLQuoting.quoted(assignment.columns[0].name)
        return Assignment(
            name: name, span: parameter.span,
            column: qualifier.map { SQLQuoting.quoted($0) + "." + column } ?? column)
    }

    /// Reports other places: there is nothing to keep there.
    func report(in statement: Statement, of definition: Definition, reporter: Reporter) {
        let allowed = Set(assignments(in: statement).map(\.span))
        for parameter in statement.parameters {
            let name = SwiftNaming.lowerCamelCase(parameter.name)
            guard names.contains(name), !allowed.contains(parameter.span) else { continue }
            reporter.error(
                "`:\(parameter.name)` is optional, and can only be the whole right side of a SET",
                at: definition.place(parameter.span),
                suggestion: "use another parameter here, or take it from `-- optional:`")
        }
    }
}
