import LockstepSchema

/// A mutation's case in a `switch` that runs SQL with its arguments.
struct EffectCode {
    private let mutation: Mutation
    private let bindings: BindingCode
    private let names: LocalNames

    init(_ mutation: Mutation) {
        self.mutation = mutation
        names = LocalNames(own: ["mutation", "connection", "context"], arguments: mutation.labels)
        bindings = BindingCode(arguments: mutation.labels, names: names)
    }

    /// Runs statements.
    func applying(_ statements: [BoundStatement]) -> SwiftCode {
        body(of: statements, lines: statements.map { call("run", $0) })
    }

    /// Asks for conditions.
    ///
    /// - Parameter end: What follows where they hold.
    func checking(_ conditions: [MutationCondition], end: SwiftCode = "") -> SwiftCode {
        let calls = conditions.map { condition in
            let code = SwiftLiteral.singleLine(condition.code.name)
            let name = SwiftLiteral.singleLine(mutation.name.name)
            let failure: SwiftCode = "or: FailedCondition(code: \(code), mutation: \(name))"
            return call("require", condition.statement, failure)
        }
        return body(of: conditions.map(\.statement), lines: end.isEmpty ? calls : calls + [end])
    }

    private func body(of statements: [BoundStatement], lines: [SwiftCode]) -> SwiftCode {
        """
        \(mutation.pattern(names, used: bindings.arguments(usedBy: statements))):
            \(lines: lines.isEmpty ? ["break"] : lines)
        """
    }

    private func call(_ function: String, _ statement: BoundStatement, _ argument: SwiftCode = "") -> SwiftCode {
        let sql = SwiftLiteral.sql(statement.sql)
        let call: SwiftCode
        switch (sql.hasSeveralLines, argument.isEmpty) {
        case (false, true): call = "try connection.\(raw: function)(\(sql))"
        case (false, false):
            call = .list("try connection.\(raw: function)(", [sql, argument], ")", .likeParameters)
        case (true, _):
            call = """
                try connection.\(raw: function)(
                    \(sql)\(raw: argument.isEmpty ? "" : ",")
                    \(argument)
                )
                """
        }
        guard !statement.bindings.isEmpty else { return call }
        return """
            \(call) {
                \(lines: bindings.lines(for: statement.bindings))
            }
            """
    }
}
