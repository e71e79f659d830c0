import LockstepSchema

/// `Server.generated.swift`: what a server needs of the tables, and the conformance that says that all of it is there.
struct ServerFile {
    private let root: Root
    private let module: String?
    private var schema: Schema { root.schema }

    /// - Parameter module: The module of the root type, if that is another.
    init(_ root: Root, sharing module: String?) {
        self.root = root
        self.module = module
    }

    var code: SwiftCode {
        """
        \(head) {
            \(blocks: [migrations, rowVersions, readRules, handledMutations])
        }
        """
    }

    /// With the names of modules the compiler takes the conformance for meant, whichever package the root type is in.
    private var head: SwiftCode {
        guard let module else { return "extension \(root.name): \(root.runtime("ServerSchema"))" }
        return "extension \(raw: module).\(root.name): Lockstep.ServerSchema"
    }

    private var migrations: SwiftCode {
        guard schema.migrations.contains(where: { $0.serverSQL != $0.clientSQL }) else { return "" }
        let migration = root.runtime("Migration")
        let elements: [SwiftCode] = schema.migrations.enumerated().map { index, element in
            guard element.serverSQL != element.clientSQL else { return "migrations[\(index)]" }
            return """
                \(migration)(
                    name: \(SwiftLiteral.singleLine(element.name)),
                    sql: \(SwiftLiteral.sqlBehindLabel(element.serverSQL)))
                """
        }
        return """
            /// The migrations with what is about tables of the server's, and without what only clients have.
            \(root.access)static let serverMigrations: [\(migration)] = \(.array(elements))
            """
    }

    private var rowVersions: SwiftCode {
        let sql = RowVersions(schema).sql
        return """
            /// What a server adds to the tables: the version of each row, and the triggers that keep it.
            \(root.access)static let rowVersionSQL: \(root.runtime("String")) = \(SwiftLiteral.sqlBehindLabel(sql))
            """
    }

    private var handledMutations: SwiftCode {
        let type = root.runtime("HandledMutation")
        let elements: [SwiftCode] = schema.mutations.compactMap { mutation in
            guard let handler = mutation.handler else { return nil }
            return "\(type)(\(SwiftLiteral.singleLine(mutation.name.name)), .\(raw: handler.rawValue))"
        }
        guard !elements.isEmpty else { return "" }
        return """
            /// The mutations for which the server runs code of the app's.
            \(.array(elements, after: "\(root.access)static let handledMutations: [\(type)] = "))
            """
    }

    // MARK: Read rules

    private var readRules: SwiftCode {
        let type = root.runtime("ReadRule")
        let scopes = RowScopes(schema)
        let elements = schema.replicatedTables.flatMap { table in scopes.rules(of: table).map { rule($0, of: table) } }
        guard !elements.isEmpty else { return "" }
        return """
            /// The rules by which rows are sent. A rule that is inherited stands here for each rule of the parent.
            \(root.access)static let readRules: [\(type)] = \(.array(elements))
            """
    }

    private func rule(_ rule: RowScopes.Rule, of table: Table) -> SwiftCode {
        let arguments: [SwiftCode] = [
            "table: \(SwiftLiteral.singleLine(table.name))",
            "name: \(rule.name.map(SwiftLiteral.singleLine) ?? "nil")",
            "scope: \(scope(rule.source))",
            "grant: \(grant(rule.grant))",
            .accesses(rule.reads, after: "reads: "),
        ]
        return """
            \(root.runtime("ReadRule"))(
                \(raw: arguments.map(\.text).joined(separator: ",\n")))
            """
    }

    private func scope(_ source: RowScopes.Source) -> SwiftCode {
        switch source {
        case .expression(let sql):
            return ".expression(\(SwiftLiteral.singleLine(sql)))"
        case .parent(let table, let columns, let rule):
            let list = SwiftCode.array(columns.map(SwiftLiteral.singleLine))
            return ".parent(columns: \(list), table: \(SwiftLiteral.singleLine(table)), rule: \(raw: String(rule)))"
        }
    }

    private func grant(_ statement: BoundStatement) -> SwiftCode {
        let actors: [SwiftCode] = statement.bindings.map { binding in
            guard case .actor(let type) = binding else {
                preconditionFailure("A read rule binds something else than the actor.")
            }
            guard type.swift == .uuid else { return ".text" }
            return type.storage == .blob ? ".uuidBlob" : ".uuidText"
        }
        return """
            \(root.runtime("ReadRule")).Grant(
                sql: \(SwiftLiteral.sqlBehindLabel(statement.sql)),
                actors: \(.array(actors)))
            """
    }
}
