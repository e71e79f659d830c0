import LockstepSchema

/// The enum of the codes with which a server may refuse a mutation.
struct RejectionCodeCode {
    private let root: Root

    init(in root: Root) {
        self.root = root
    }

    var code: SwiftCode {
        let codes = cases
        let string = root.runtime("String")
        return """
            /// Why a server refused a mutation: a code of this schema's, or of Lockstep's.
            \(root.access)enum RejectionCode: \(root.runtime("SchemaRejectionCode")) {
                \(lines: codes.map { "\(.documentation($0.documentation))\ncase \($0.name)" })
                /// A code of a newer server.
                case unrecognized(\(string))

                /// The case of a code, `unrecognized` for one that this schema does not know.
                \(root.access)init(rawValue: \(string)) {
                    switch rawValue {
                    \(lines: codes.map { "case \(SwiftLiteral.singleLine($0.name.name)): self = .\($0.name)" })
                    default: self = .unrecognized(rawValue)
                    }
                }

                /// The code as rejections have it.
                \(root.access)var rawValue: \(string) {
                    switch self {
                    \(lines: codes.map { "case .\($0.name): \(SwiftLiteral.singleLine($0.name.name))" })
                    case .unrecognized(let rawValue): rawValue
                    }
                }
            }
            """
    }

    private struct Case {
        let name: SwiftIdentifier
        let documentation: String
    }

    private var cases: [Case] {
        let own = root.schema.codes.filter { code in !Self.ofLockstep.contains { $0.name == code } }
        return own.map { Case(name: $0, documentation: documentation(of: $0)) } + Self.ofLockstep
    }

    private func documentation(of code: SwiftIdentifier) -> String {
        let users = root.schema.mutations.filter { mutation in mutation.conditions.contains { $0.code == code } }
        let names = users.map { "`\($0.name)`" }
        guard names.count > 1, let last = names.last else { return "A requirement of \(names.joined())." }
        return "A requirement of \(names.dropLast().joined(separator: ", ")) and \(last)."
    }

    /// As in `docs/protocol.md`.
    private static let ofLockstep: [Case] = [
        Case(name: MutationCondition.denied, documentation: "The mutation is not allowed for the actor."),
        Case(name: SwiftIdentifier("constraint"), documentation: "A constraint of a table failed."),
        Case(
            name: SwiftIdentifier("invalidArguments"),
            documentation: "An argument is missing, unknown or of the wrong type."),
        Case(name: SwiftIdentifier("unknownMutation"), documentation: "The server has no such mutation."),
        Case(name: SwiftIdentifier("tooLarge"), documentation: "A value is over a limit of the server."),
        Case(name: SwiftIdentifier("tooSlow"), documentation: "The mutation ran for longer than the server's limit."),
        Case(name: SwiftIdentifier("failed"), documentation: "The mutation's SQL failed over the values it found."),
    ]
}
