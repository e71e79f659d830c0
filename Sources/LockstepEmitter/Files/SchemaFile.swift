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

            \(migrations)

            \(tables)

            /// What a server adds to the tables: the version of each row, and the triggers that keep it.
            \(root.access)static let rowVersionSQL: \(root.runtime("String")) = \(rowVersionSQL)
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
                sql: \(SwiftLiteral.sqlBehindLabel(element.sql)))
            """
        }
        return """
            /// The definition files in `migrations`, without their comments.
            \(root.access)static let migrations: [\(migration)] = \(.array(elements))
            """
    }

    // MARK: Tables

    private var tables: SwiftCode {
        let names: [SwiftCode] = schema.tables.map { "\(constant(for: $0))" }
        let list: SwiftCode = """
            /// The replicated tables, parents before children.
            \(root.access)static let tables: [\(root.runtime("TableDescription"))] = \(.array(names))
            """
        return .blocks([list] + schema.tables.map(description))
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

    private var rowVersionSQL: SwiftCode {
        SwiftLiteral.sqlBehindLabel(schema.tables.map { RowVersions($0).sql }.joined(separator: "\n\n"))
    }
}
