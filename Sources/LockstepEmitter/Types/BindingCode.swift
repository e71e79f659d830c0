import LockstepSchema

/// Prints how the parameters of statements are bound, inside a closure whose `$0` is the statement.
struct BindingCode {
    private let arguments: [SwiftIdentifier: Argument]
    private let names: LocalNames

    init(arguments: [Argument], names: LocalNames) {
        self.arguments = Dictionary(uniqueKeysWithValues: arguments.map { ($0.name, $0) })
        self.names = names
    }

    /// A line for every parameter, the first of which has the index 1.
    func lines(for bindings: [Binding]) -> [SwiftCode] {
        bindings.enumerated().map { index, binding in
            "try $0.bind(\(value(of: binding)), at: \(index + 1))"
        }
    }

    /// The arguments that statements bind.
    func arguments(usedBy statements: [BoundStatement]) -> Set<SwiftIdentifier> {
        var used: Set<SwiftIdentifier> = []
        for binding in statements.flatMap(\.bindings) {
            switch binding {
            case .argument(let name, _), .isSet(let name): used.insert(name)
            case .actor, .now, .committedAt: break
            }
        }
        return used
    }

    private func value(of binding: Binding) -> SwiftCode {
        switch binding {
        case .argument(let name, let type):
            let argument = argument(name)
            let value: SwiftCode = argument.isChange ? "\(names[name]).value" : "\(names[name])"
            return StoredForm.bound(value, type, depth: argument.depth)
        case .isSet(let name):
            return "\(names[name]).isSet"
        case .actor(let type):
            let actor: SwiftCode = type.swift == .uuid ? "context.actorID()" : "context.actor"
            return StoredForm.bound(actor, type, depth: 0)
        case .now(let type):
            return time("now", type)
        case .committedAt(let type):
            return time("committedAt", type)
        }
    }

    private func time(_ name: String, _ type: ValueType) -> SwiftCode {
        guard type.swift == .date else { return "context.\(raw: name)" }
        return StoredForm.bound("context.\(raw: name)Date", type, depth: 0)
    }

    private func argument(_ name: SwiftIdentifier) -> Argument {
        guard let argument = arguments[name] else {
            preconditionFailure("A statement binds the argument \(name), which its definition does not have.")
        }
        return argument
    }
}

extension Argument {
    /// How many optionals and lists there are around the value of the expression that is bound.
    fileprivate var depth: Int {
        [isChange, type.isOptional, type.isList].count { $0 }
    }
}
