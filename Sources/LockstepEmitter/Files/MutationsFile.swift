import LockstepSchema

/// `Mutations.generated.swift`: the enum of mutations, their descriptions and what they do to a database.
struct MutationsFile {
    private let root: Root
    private var mutations: [Mutation] { root.schema.mutations }

    private let serverTables: Set<String>

    init(_ root: Root) {
        self.root = root
        serverTables = Set(root.schema.tables.filter { $0.side == .server }.map(\.name))
    }

    var code: SwiftCode {
        """
        extension \(root.name) {
            /// What can be done to the replicated tables.
            \(root.access)enum Mutation: \(root.runtime("SyncMutation")) {
                \(blocks: mutations.map(enumCase))
            }

            \(RejectionCodeCode(in: root).code)
        }

        extension \(root.name).Mutation {
            \(blocks: [name, descriptions, apply, conditions])
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
        \(.array(
            mutations.map { "Descriptions.\($0.name)" },
            after: "\(root.access)static let descriptions: [MutationDescription] = "))

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
        ]
        if mutation.isLocal { arguments.append("isLocal: true") }
        if mutation.usesActorOnClients { arguments.append("usesActor: true") }
        arguments += [
            .accesses(onClient(mutation.reads), after: "reads: "),
            .accesses(onClient(mutation.writes), after: "writes: "),
        ]
        if let row = mutation.addressedRow, isOnClient(row.table) {
            arguments.append("addressedTable: \(SwiftLiteral.singleLine(row.table))")
        }
        return """
            static let \(mutation.name): MutationDescription = MutationDescription(
                \(raw: arguments.map(\.text).joined(separator: ",\n")))
            """
    }

    /// Clients know nothing of the server's tables, not even their names.
    private func onClient(_ accesses: [TableAccess]) -> [TableAccess] {
        accesses.filter { isOnClient($0.table) }
    }

    private func isOnClient(_ table: String) -> Bool {
        !serverTables.contains(table)
    }

    // MARK: Effect

    private var apply: SwiftCode {
        let effects = mutations.map { mutation in
            EffectCode(mutation).applying(mutation.statements.filter { $0.side != .server })
        }
        let hasServerStatements = mutations.contains { $0.statements.contains { $0.side == .server } }
        let subject =
            hasServerStatements
            ? "statements of the mutation but those that only the server has" : "statements of the mutation"
        return """
            /// Runs the \(raw: subject), within the caller's transaction.
            ///
            /// - Throws: `SQLiteError`; what earlier statements did is then still there.
            \(root.access)func apply(to connection: SQLiteConnection, in context: MutationContext) throws {
                switch self {
                \(lines: effects)
                }
            }
            """
    }

    // MARK: Conditions

    private var conditions: SwiftCode {
        let cases: [SwiftCode] = mutations.compactMap { mutation in
            let asked = mutation.conditions.filter { !$0.isAlwaysTrue }
            guard !asked.isEmpty else { return nil }
            let known = asked.filter(isOnClient)
            return EffectCode(mutation).checking(known, end: "return \(raw: String(known.count == asked.count))")
        }
        guard !cases.isEmpty else { return "" }
        let others: SwiftCode = cases.count == mutations.count ? "" : "default: return true"
        return """
            /// Asks whether the server would run the mutation, as far as it can be told from the tables of clients.
            ///
            /// - Returns: False if there are conditions that only the server can ask.
            /// - Throws: `FailedCondition` for the first condition that does not hold; `SQLiteError`.
            \(root.access)func checkConditions(
                on connection: SQLiteConnection, in context: MutationContext
            ) throws -> Bool {
                switch self {
                \(lines: cases + [others])
                }
            }
            """
    }

    private func isOnClient(_ condition: MutationCondition) -> Bool {
        condition.statement.side != .server && condition.reads.allSatisfy { isOnClient($0.table) }
    }
}
