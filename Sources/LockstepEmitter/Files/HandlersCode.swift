import LockstepSchema

/// The struct in which an app gives its server code for mutations with `-- handler:`.
struct HandlersCode {
    private let root: Root
    private let handled: [HandledCode]

    init(_ root: Root) {
        self.root = root
        handled = root.schema.mutations.compactMap { HandledCode($0, in: root) }
    }

    /// Empty if no mutation has a handler.
    var code: SwiftCode {
        guard !handled.isEmpty else { return "" }
        return """
            extension \(root.name) {
                /// The app's own code for the mutations that say `-- handler:`.
                \(root.access)struct Handlers: \(root.runtime("SchemaHandlers")) {
                    \(blocks: handled.map(\.property) + [initializer, handle, deliver] + handled.map(\.argumentsStruct))
                }
            }
            """
    }

    private var initializer: SwiftCode {
        """
        /// Takes the code for each of them.
        \(root.access)init(
            \(raw: handled.map { $0.parameter.text }.joined(separator: ",\n"))
        ) {
            \(lines: handled.map(\.assignment))
        }
        """
    }

    private var handle: SwiftCode {
        """
        /// Runs the code of a mutation that has some before its statements, or instead of them.
        \(root.access)func handle(
            _ mutation: Mutation, in context: MutationContext,
            using transaction: any \(root.runtime("HandlerTransaction"))<\(root.name)>
        ) throws {
            \(body(of: handled.filter { $0.handler != .after }))
        }
        """
    }

    private var deliver: SwiftCode {
        """
        /// Runs the code of a mutation that has some after its commit.
        \(root.access)func deliver(
            _ mutation: Mutation, as delivery: \(root.runtime("HandlerDelivery"))
        ) async throws {
            \(body(of: handled.filter { $0.handler == .after }))
        }
        """
    }

    private func body(of cases: [HandledCode]) -> SwiftCode {
        guard !cases.isEmpty else { return "" }
        let others: SwiftCode = cases.count == root.schema.mutations.count ? "" : "default: break"
        return """
            switch mutation {
            \(lines: cases.map(\.call) + [others])
            }
            """
    }
}

/// The parts of that struct that are about one mutation.
private struct HandledCode {
    let handler: MutationHandler

    private let mutation: Mutation
    private let root: Root
    private let names: LocalNames

    init?(_ mutation: Mutation, in root: Root) {
        guard let handler = mutation.handler else { return nil }
        self.handler = handler
        self.mutation = mutation
        self.root = root
        names = LocalNames(own: ["mutation", "context", "transaction", "delivery", "self"], arguments: mutation.labels)
    }

    private var hasArguments: Bool { !mutation.labels.isEmpty }

    private var structName: SwiftCode {
        let name = mutation.name.name
        return SwiftCode(raw: name.prefix(1).uppercased() + name.dropFirst() + "Arguments")
    }

    private var type: SwiftCode {
        let arguments: SwiftCode = hasArguments ? "_ arguments: \(structName), " : ""
        switch handler {
        case .before, .instead:
            return """
                @Sendable (
                    \(arguments)_ context: \(root.runtime("MutationContext")),
                    _ transaction: any \(root.runtime("HandlerTransaction"))<\(root.name)>
                ) throws -> Void
                """
        case .after:
            return """
                @Sendable (
                    \(arguments)_ delivery: \(root.runtime("HandlerDelivery"))
                ) async throws -> Void
                """
        }
    }

    var property: SwiftCode {
        """
        \(.documentation(documentation))
        \(root.access)var \(mutation.name):
            \(type)
        """
    }

    private var documentation: String {
        switch handler {
        case .before: "Runs before the statements of `\(mutation.name.name)`\(Self.within)"
        case .instead: "Runs instead of the statements of `\(mutation.name.name)`\(Self.within)"
        case .after:
            """
            Runs after the commit of `\(mutation.name.name)`, at least once, and again if it throws. `delivery.token` is
            the same in each of these calls.
            """
        }
    }

    private static let within = """
        , in the mutation's transaction. A `MutationRejection`
        that it throws rejects the mutation. It must have no effect outside of the transaction.
        """

    var parameter: SwiftCode {
        """
        \(label: mutation.name):
            @escaping \(type)
        """
    }

    var assignment: SwiftCode {
        "self.\(mutation.name) = \(mutation.name)"
    }

    var call: SwiftCode {
        let keyword: SwiftCode = handler == .after ? "try await" : "try"
        let values: [SwiftCode] = mutation.labels.map { "\(callLabel: $0.name): \(names[$0.name])" }
        let arguments = SwiftCode.list("\(structName)(", values, ")", .eachElement)
        let context: [SwiftCode] = handler == .after ? ["delivery"] : ["context", "transaction"]
        let all = (hasArguments ? [arguments] : []) + context
        return """
            \(mutation.pattern(names, used: Set(mutation.labels.map(\.name)))):
                \(.list("\(keyword) self.\(mutation.name)(", all, ")", .eachElement))
            """
    }

    var argumentsStruct: SwiftCode {
        guard hasArguments else { return "" }
        let locals = LocalNames(own: ["self"], fields: mutation.labels.map(\.name))
        let properties: [SwiftCode] = mutation.labels.map { "\(root.access)let \($0.name): \(type(of: $0))" }
        let parameters: [SwiftCode] = mutation.labels.map { argument in
            let local = locals[argument.name]
            let label: SwiftCode = "\(label: argument.name)"
            return local == argument.name
                ? "\(label): \(type(of: argument))" : "\(label) \(local): \(type(of: argument))"
        }
        return """
            /// The arguments of `\(mutation.name)`.
            \(root.access)struct \(structName): \(root.runtime("Hashable")), \(root.runtime("Sendable")) {
                \(lines: properties)

                /// Takes each of them.
                \(.list("\(root.access)init(", parameters, ") {", .likeParameters))
                    \(lines: mutation.labels.map { "self.\($0.name) = \(locals[$0.name])" })
                }
            }
            """
    }

    /// A nested type of the root's may have the name of one of the structs here.
    private func type(of argument: Argument) -> SwiftCode {
        let type: SwiftCode
        switch argument.type.swift {
        case .enumeration, .record: type = root.spelling(argument.type, in: .outside)
        default: type = root.spelling(argument.type, in: .inside)
        }
        return argument.isChange ? "\(root.runtime("Change"))<\(type)>" : type
    }
}
