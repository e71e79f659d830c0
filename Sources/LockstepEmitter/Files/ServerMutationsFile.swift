import LockstepSchema

/// `ServerMutations.generated.swift`: the conditions of mutations, and the statements of those that are about tables of
/// the server's.
struct ServerMutationsFile {
    private let root: Root
    private var mutations: [Mutation] { root.schema.mutations }

    init(_ root: Root) {
        self.root = root
    }

    var code: SwiftCode {
        let functions = [conditions, apply].filter { !$0.isEmpty }
        guard !functions.isEmpty else { return "" }
        return """
            extension \(root.name) {
                \(blocks: functions)
            }
            """
    }

    private var conditions: SwiftCode {
        let cases: [SwiftCode] = mutations.compactMap { mutation in
            let conditions = mutation.conditions.filter { !$0.isAlwaysTrue }
            return conditions.isEmpty ? nil : EffectCode(mutation).checking(conditions)
        }
        guard !cases.isEmpty else { return "" }
        let others: SwiftCode = cases.count == mutations.count ? "" : "default: break"
        return """
            /// Asks whether a mutation may run, within the transaction that it is to run in.
            ///
            /// - Throws: `FailedCondition` for the first condition that does not hold; `SQLiteError`.
            \(root.access)static func checkConditions(
                of mutation: Mutation, on connection: SQLiteConnection, in context: MutationContext
            ) throws {
                switch mutation {
                \(lines: cases + [others])
                }
            }
            """
    }

    private var apply: SwiftCode {
        let cases: [SwiftCode] = mutations.compactMap { mutation in
            guard mutation.statements.contains(where: { $0.side == .server }) else { return nil }
            return EffectCode(mutation).applying(mutation.statements.filter { $0.side != .client })
        }
        guard !cases.isEmpty else { return "" }
        let others: SwiftCode =
            cases.count == mutations.count ? "" : "default: try mutation.apply(to: connection, in: context)"
        return """
            /// Runs the statements of a mutation that the server has, within the caller's transaction.
            ///
            /// - Throws: `SQLiteError`; what earlier statements did is then still there.
            \(root.access)static func apply(
                _ mutation: Mutation, to connection: SQLiteConnection, in context: MutationContext
            ) throws {
                switch mutation {
                \(lines: cases + [others])
                }
            }
            """
    }
}
