import LockstepSchema

/// `Schema.generated.swift`: the root type with what client and server need to know of the tables.
struct SchemaFile {
    private let root: Root
    private var schema: Schema { root.schema }

    init(_ root: Root) {
        self.root = root
    }

    var code: SwiftCode {
        """
        /// The schema \(root.name): its mutations, its queries and the rows of its tables.
        \(root.access)enum \(root.name): \(root.runtime("SyncSchema")) {
            /// The name by which a replica and a server know that they belong together.
            \(root.access)static let name: \(root.runtime("String")) = \(SwiftLiteral.singleLine(root.name.name))

            /// The number of the newest migration.
            \(root.access)static let version: \(root.runtime("Int")) = \(schema.version)

            /// A hash over the migrations and the mutations.
            \(root.access)static let fingerprint: \(root.runtime("String")) = \(fingerprint)

            \(blocks: [migrations, tables, derivedTables, derivedTriggers])
        }
        """
    }

    private var fingerprint: SwiftCode {
        SwiftLiteral.singleLine(root.fingerprint.ofSchema)
    }

    private var migrations: SwiftCode {
        let migration = root.runtime("Migration")
        let elements: [SwiftCode] = schema.migrations.map { element in
            """
            \(migration)(
                name: \(SwiftLiteral.singleLine(element.name)),
                sql: \(SwiftLiteral.sqlBehindLabel(element.clientSQL)))
            """
        }
        return """
            /// The definition files in `migrations`, without their comments\(raw: exception).
            \(root.access)static let migrations: [\(migration)] = \(.array(elements))
            """
    }

    /// What of the migrations is left out.
    private var exception: String {
        guard schema.migrations.contains(where: { $0.clientSQL != $0.sql }) else { return "" }
        return schema.derivedTriggers.isEmpty
            ? " and what is about tables of the server's" : ", as far as clients run them"
    }

    // MARK: Tables

    private var tables: SwiftCode {
        let names: [SwiftCode] = schema.replicatedTables.map { "\(constant(for: $0))" }
        let list: SwiftCode = """
            /// The replicated tables, parents before children.
            \(.array(names, after: "\(root.access)static let tables: [\(root.runtime("TableDescription"))] = "))
            """
        return .blocks([list] + schema.replicatedTables.map(description))
    }

    private func constant(for table: Table) -> SwiftIdentifier {
        let name = table.structName.name
        return SwiftIdentifier(name.prefix(1).lowercased() + name.dropFirst() + "Table")
    }

    private func description(of table: Table) -> SwiftCode {
        let columns: [SwiftCode] = table.columns.map { column in
            let generated = column.isGenerated ? ", generated: \(column.isStored ? ".stored" : ".virtual")" : ""
            let affinity = SwiftCode(raw: column.affinity.rawValue)
            let type = root.runtime("ColumnDescription")
            return "\(type)(\(SwiftLiteral.singleLine(column.name)), .\(affinity)\(raw: generated))"
        }
        var arguments: [SwiftCode] = [
            "name: \(SwiftLiteral.singleLine(table.name))",
            """
            columns: [
                \(raw: columns.map(\.text).joined(separator: ",\n"))\(raw: columns.count > 1 ? "," : "")
            ]
            """,
            "key: \(.array(table.key.map(SwiftLiteral.singleLine)))",
        ]
        if table.isWithoutRowID { arguments.append("isWithoutRowID: true") }
        let type = root.runtime("TableDescription")
        return """
            private static let \(constant(for: table)): \(type) = \(type)(
                \(raw: arguments.map(\.text).joined(separator: ",\n")))
            """
    }

    private var derivedTables: SwiftCode {
        guard !schema.derivedTables.isEmpty else { return "" }
        let type = root.runtime("DerivedTable")
        let elements: [SwiftCode] = schema.derivedTables.map { table in
            let clear: SwiftCode = table.clearSQL.map { "\(SwiftLiteral.sqlBehindLabel($0))" } ?? "nil"
            return """
                \(type)(
                    name: \(SwiftLiteral.singleLine(table.name)),
                    \(.accesses(table.sources, after: "sources: ")),
                    clearSQL: \(clear))
                """
        }
        return """
            /// The tables that triggers derive from others on each client.
            \(root.access)static let derivedTables: [\(type)] = \(.array(elements))
            """
    }

    private var derivedTriggers: SwiftCode {
        guard !schema.derivedTriggers.isEmpty else { return "" }
        let type = root.runtime("DerivedTrigger")
        let elements: [SwiftCode] = schema.derivedTriggers.map { trigger in
            """
            \(type)(
                name: \(SwiftLiteral.singleLine(trigger.name)), table: \(SwiftLiteral.singleLine(trigger.table)),
                moment: \(SwiftLiteral.singleLine(trigger.moment)),
                action: \(SwiftLiteral.sqlBehindLabel(trigger.action)))
            """
        }
        return """
            /// The triggers that do it.
            \(root.access)static let derivedTriggers: [\(type)] = \(.array(elements))
            """
    }
}
