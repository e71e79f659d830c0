import LockstepSQL

/// `-- allow: …` or `-- require code: …`, parsed.
struct Condition {
    let code: SwiftIdentifier
    let directive: Directive
    let expression: Expression

    /// All parameters in the order written.
    let parameters: [Parameter]

    /// Comments within the value.
    let comments: [Comment]

    /// `-- allow: true`
    var isAlwaysTrue: Bool {
        code == MutationCondition.denied && expression.literal == .boolean(true)
    }
}

/// Finds the conditions of a mutation.
struct ConditionReader {
    let definition: Definition
    let versions: SyntaxVersions
    let reporter: Reporter

    /// Codes that a rejection has without a condition of the schema's.
    private static let builtIn: Set<String> = [
        "constraint", "denied", "failed", "invalidArguments", "tooLarge", "tooSlow", "unknownMutation",
    ]

    /// Names that the generated enum of codes has already.
    private static let members: Set<String> = [
        "allCases", "description", "hashValue", "none", "rawValue", "some", "unrecognized",
    ]

    /// `allow` first, then each `require` in its order.
    func conditions() -> [Condition] {
        let comments = definition.comments
        var nextID = definition.file.nextID
        return (comments.directives(.allow).prefix(1) + comments.directives(.require)).compactMap { directive in
            guard let code = code(of: directive) else { return nil }
            guard !directive.parts.isEmpty else {
                reporter.error(
                    "`-- \(directive.key.rawValue):` has no condition", at: directive.place,
                    suggestion: directive.key == .allow
                        ? "write an SQL expression, or `-- allow: true` for everyone"
                        : "write an SQL expression that must hold")
                return nil
            }
            let source = definition.source
            let parsed = Parser.parseExpression(in: source, spans: directive.parts, firstID: nextID)
            nextID = parsed.nextID
            parsed.diagnostics.forEach(reporter.report)
            versions.check(parsed.requirements, in: source)
            guard let expression = parsed.expression else { return nil }
            return Condition(
                code: code, directive: directive, expression: expression, parameters: parsed.parameters,
                comments: parsed.comments)
        }
    }

    private func code(of directive: Directive) -> SwiftIdentifier? {
        guard directive.key == .require else { return MutationCondition.denied }
        guard let name = directive.name else {
            reporter.error(
                "`-- require` needs the code of its rejection", at: directive.place,
                suggestion: "write for example `-- require notFound: …`")
            return nil
        }
        let swiftName = SwiftNaming.lowerCamelCase(name)
        if name != swiftName {
            reporter.error(
                "the code `\(name)` is not in lowerCamelCase", at: directive.place,
                suggestion: "write `-- require \(swiftName): …`")
            return nil
        }
        if Self.builtIn.contains(name) || Self.members.contains(name) {
            let isDenied = name == MutationCondition.denied.name
            reporter.error(
                Self.members.contains(name)
                    ? "a code cannot be called `\(name)` in Swift" : "the code `\(name)` is one of Lockstep's own",
                at: directive.place,
                suggestion: isDenied
                    ? "a permission is `-- allow:`" : "name it after what is missing, such as `notFound`"
            )
            return nil
        }
        return SwiftIdentifier(name)
    }
}
