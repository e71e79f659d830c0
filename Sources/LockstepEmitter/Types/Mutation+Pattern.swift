import LockstepSchema

extension Mutation {
    /// The pattern of a `switch` that lends the arguments to a case's body.
    ///
    /// - Parameters:
    ///   - names: The variables.
    ///   - used: The arguments that the body uses; the others get no variable.
    func pattern(_ names: LocalNames, used: Set<SwiftIdentifier>) -> SwiftCode {
        guard labels.contains(where: { used.contains($0.name) }) else { return "case .\(name)" }
        let variables: [SwiftCode] = labels.map { argument in
            used.contains(argument.name) ? "let \(names[argument.name])" : "_"
        }
        return .list("case .\(name)(", variables, ")", .fullLines)
    }

    /// A `return` of the case, with a value for every argument.
    func returnCall(_ value: (Argument) -> SwiftCode) -> SwiftCode {
        guard !labels.isEmpty else { return "return .\(name)" }
        return .list("return .\(name)(", labels.map { "\(callLabel: $0.name): \(value($0))" }, ")", .eachElement)
    }
}
