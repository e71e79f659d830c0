import LockstepSchema

/// `Arguments.generated.swift`: the mutations' arguments as JSON, read strictly, and arbitrary ones for tests.
struct ArgumentsFile {
    private let root: Root
    private var mutations: [Mutation] { root.schema.mutations }

    init(_ root: Root) {
        self.root = root
    }

    var code: SwiftCode {
        """
        extension \(root.name).Mutation {
            \(blocks: [decode, encode, arbitrary, members, decoders])
        }
        """
    }

    // MARK: Decoding

    private var decode: SwiftCode {
        let cases: [SwiftCode] = mutations.map {
            "case \(SwiftLiteral.singleLine($0.name.name)): self = try Decoders.\($0.name)(&json)"
        }
        return """
            /// Reads a mutation from its name and the JSON object of its arguments.
            ///
            /// - Throws: `JSONError` naming the argument that is missing, unknown, there twice or of another type;
            ///   `UnknownMutation` if there is no mutation of this name.
            \(root.access)init(name: String, arguments json: inout JSONReader) throws {
                switch name {
                \(lines: cases)
                default: throw UnknownMutation(name: name)
                }
            }
            """
    }

    private var decoders: SwiftCode {
        guard !mutations.isEmpty else { return "" }
        return """
            private enum Decoders {
                \(blocks: mutations.map(decoder))
            }
            """
    }

    private func decoder(of mutation: Mutation) -> SwiftCode {
        let type: SwiftCode = "\(root.name).Mutation"
        let head: SwiftCode = "static func \(mutation.name)(_ json: inout JSONReader) throws -> \(type) {"
        guard !mutation.labels.isEmpty else {
            return """
                \(head)
                    try json.beginObject()
                    if let key = try json.nextKey() { throw json.unknown(key) }
                    return .\(mutation.name)
                }
                """
        }
        let names = LocalNames(own: ["json", "key"], arguments: mutation.labels)
        let keys = mutation.labels.map { SwiftLiteral.singleLine($0.name.name) }
        let call = mutation.returnCall { argument in
            let variable: SwiftCode = "\(names[argument.name])"
            if argument.isChange { return variable }
            return "try \(variable).required(\(SwiftLiteral.singleLine(argument.name.name)))"
        }
        return """
            \(head)
                \(lines: mutation.labels.map { variable(for: $0, names) })
                try json.beginObject()
                while let key = try json.nextKey() {
                    switch key {
                    \(lines: mutation.labels.map { member(for: $0, names) })
                    \(.matching(keys, "throw json.duplicate(key)"))
                    default: throw json.unknown(key)
                    }
                }
                \(call)
            }
            """
    }

    private func variable(for argument: Argument, _ names: LocalNames) -> SwiftCode {
        let type = root.spelling(argument.type, in: .outside)
        if argument.isChange { return "var \(names[argument.name]): Change<\(type)> = .keep" }
        return "var \(names[argument.name]): \(type)?"
    }

    private func member(for argument: Argument, _ names: LocalNames) -> SwiftCode {
        let variable = names[argument.name]
        let value: SwiftCode = "try \(constructible(argument.type))(from: &json)"
        let key = SwiftLiteral.singleLine(argument.name.name)
        if argument.isChange { return "case \(key) where !\(variable).isSet: \(variable) = .set(\(value))" }
        return "case \(key) where \(variable) == nil: \(variable) = \(value)"
    }

    /// The type in a form that an initialiser's call can follow.
    private func constructible(_ type: ValueType) -> SwiftCode {
        var wrapped = type
        wrapped.isOptional = false
        let spelling = root.spelling(wrapped, in: .outside)
        return type.isOptional ? "Optional<\(spelling)>" : spelling
    }

    // MARK: Encoding

    private var encode: SwiftCode {
        """
        /// Writes the arguments as a JSON object; a change that keeps is left out.
        \(root.access)func encodeArguments(to json: inout JSONWriter) {
            json.object { encodeMembers(to: &$0) }
        }
        """
    }

    private var members: SwiftCode {
        """
        private func encodeMembers(to json: inout JSONWriter) {
            switch self {
            \(lines: mutations.map(encoding))
            }
        }
        """
    }

    private func encoding(of mutation: Mutation) -> SwiftCode {
        let names = LocalNames(own: ["json"], arguments: mutation.labels)
        let members: [SwiftCode] = mutation.labels.map { argument in
            let variable = names[argument.name]
            let write: SwiftCode = """
                json.key(\(SwiftLiteral.singleLine(argument.name.name)))
                \(variable).encode(to: &json)
                """
            guard argument.isChange else { return write }
            return """
                if case .set(let \(variable)) = \(variable) {
                    \(write)
                }
                """
        }
        return """
            \(mutation.pattern(names, used: Set(mutation.labels.map(\.name)))):
                \(lines: members.isEmpty ? ["break"] : members)
            """
    }

    // MARK: Arbitrary values

    private var arbitrary: SwiftCode {
        let cases: [SwiftCode] = mutations.enumerated().map { index, mutation in
            let label: SwiftCode = index == mutations.count - 1 ? "default:" : "case \(index):"
            return """
                \(label)
                    \(mutation.returnCall { _ in ".arbitrary(using: &generator)" })
                """
        }
        let body: SwiftCode =
            cases.isEmpty
            ? "preconditionFailure(\"The schema has no mutations.\")"
            : """
            switch Int.random(in: 0..<\(mutations.count), using: &generator) {
            \(lines: cases)
            }
            """
        return """
            /// A mutation with arguments as tests need them: of the right types, and often about the same rows.
            \(root.access)static func arbitrary(using generator: inout some RandomNumberGenerator) -> Self {
                \(body)
            }
            """
    }
}
