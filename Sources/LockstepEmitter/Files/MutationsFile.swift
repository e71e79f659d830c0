import LockstepSchema

/// `Mutations.generated.swift`: the enum of mutations, their descriptions and what they do to a database.
struct MutationsFile {
    private let root: Root
    private var mutations: [Mutation] { root.schema.mutations }

    init(_ root: Root) {
        self.root = root
    }

    var code: SwiftCode {
        """
        extension \(root.name) {
            /// What can be done to the replicated tables.
            \(root.access)enum Mutation: \(root.runtime("SyncMutation")) {
                \(blocks: mutations.map(enumCase))
            }
        }

        extension \(root.name).Mutation {
            \(blocks: [name, descriptions, apply])
        }
        """
    }

    // MARK: The enum

    private func enumCase(_ mutation: Mutation) -> SwiftCode {
        let head: SwiftCode = "case \(mutation.name)"
        let values: [SwiftCode] = mutation.labels.map(associatedValue)
        return """
            \(documentation(of: mutation))
            \(values.isEmpty ? head : .list("\(head)(", values, ")", .likeParameters))
            """
    }

    private func documentation(of mutation: Mutation) -> SwiftCode {
        guard mutation.documentation.isEmpty else { return .documentation(mutation.documentation) }
        return .documentation("The mutation `\(mutation.name)`.")
    }

    private func associatedValue(_ argument: Argument) -> SwiftCode {
        let type = root.spelling(argument.type, in: .inside)
        if argument.isChange { return "\(label: argument.name): \(root.runtime("Change"))<\(type)> = .keep" }
        return "\(label: argument.name): \(type)\(raw: argument.defaultsToNewID ? " = .v7()" : "")"
    }

    private var name: SwiftCode {
        let cases: [SwiftCode] = mutations.map {
            "case .\($0.name): \(SwiftLiteral.singleLine($0.name.name))"
        }
        return """
            /// The name in the definition files, in the log and on the wire.
            \(root.access)var name: String {
                switch self {
                \(lines: cases)
                }
            }
            """
    }

    // MARK: Descriptions

    private var descriptions: SwiftCode {
        """
        /// What is known of each mutation, sorted by name.
        \(root.access)static let descriptions: [MutationDescription] = \(
            .array(mutations.map { "Descriptions.\($0.name)" }))

        private enum Descriptions {
            \(blocks: mutations.map(description))
        }
        """
    }

    private func description(of mutation: Mutation) -> SwiftCode {
        var arguments: [SwiftCode] = [
            "name: \(SwiftLiteral.singleLine(mutation.name.name))",
            "fingerprint: \(SwiftLiteral.singleLine(root.fingerprint.of(mutation)))",
            "isReplayable: \(raw: String(mutation.isReplayable))",
            "reads: \(.accesses(mutation.reads))",
            "writes: \(.accesses(mutation.writes))",
        ]
        if let row = mutation.addressedRow {
            arguments.append("addressedTable: \(SwiftLiteral.singleLine(row.table))")
        }
        return """
            static let \(mutation.name): MutationDescription = MutationDescription(
                \(raw: arguments.map(\.text).joined(separator: ",\n")))
            """
    }

    // MARK: Effect

    private var apply: SwiftCode {
        let parameters: SwiftCode = "to connection: SQLiteConnection, on side: Side, in context: MutationContext"
        return """
            /// Runs the statements of the mutation within the caller's transaction.
            ///
            /// - Throws: `SQLiteError`; what earlier statements did is then still there.
            \(root.access)func apply(\(parameters)) throws {
                switch self {
                \(lines: mutations.map(effect))
                }
            }
            """
    }

    private func effect(of mutation: Mutation) -> SwiftCode {
        let names = LocalNames(own: ["connection", "side", "context"], arguments: mutation.labels)
        let bindings = BindingCode(arguments: mutation.labels, names: names)
        let statements: [SwiftCode] = mutation.statements.map { statement in
            let sql = SwiftLiteral.sql(statement.sql)
            let call: SwiftCode =
                sql.hasSeveralLines
                ? """
                try connection.run(
                    \(sql)
                )
                """ : "try connection.run(\(sql))"
            guard !statement.bindings.isEmpty else { return call }
            return """
                \(call) {
                    \(lines: bindings.lines(for: statement.bindings))
                }
                """
        }
        return """
            \(mutation.pattern(names, used: bindings.arguments(usedBy: mutation.statements))):
                \(lines: statements.isEmpty ? ["break"] : statements)
            """
    }
}
