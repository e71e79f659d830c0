import LockstepSchema

/// The struct of a table's rows or of a query's.
struct RowStructCode {
    private struct Property {
        let name: SwiftIdentifier
        let documentation: String
        let type: SwiftCode

        /// The expression that decodes it.
        let decoding: SwiftCode
    }

    private let root: Root
    private let name: SwiftIdentifier
    private let documentation: String
    private let source: String
    private let properties: [Property]

    /// The property that identifies a row, if it is a single one.
    private let identity: SwiftIdentifier?

    /// The struct of a table.
    init(table: Table, in root: Root) {
        self.root = root
        name = table.structName
        documentation = table.documentation.isEmpty ? "A row of the table `\(table.name)`." : table.documentation
        source = "Decodes a row whose columns begin at `column`, in the order of the table."
        properties = table.columns.enumerated().map { index, column in
            Property(
                name: column.property,
                documentation: Self.documentation(of: column, in: table),
                type: root.spelling(column.type, in: .inside),
                decoding: StoredForm.read(column.type, from: "row", at: Self.column(index)))
        }
        identity = Self.identity(of: table)
    }

    /// The struct of the results of queries.
    init(result: RowStruct, in root: Root) {
        self.root = root
        name = result.name
        documentation = "A row of the \(Self.list("query", "queries", result.queries))."
        source = "Decodes a row whose columns begin at `column`, in the order of the query."
        properties = result.fields.map { field in
            Property(
                name: field.name,
                documentation: Self.documentation(of: field),
                type: Self.type(of: field, in: root),
                decoding: Self.decoding(of: field, in: root))
        }
        identity = nil
    }

    var code: SwiftCode {
        var conformances = ["Hashable", "Sendable"]
        if identity != nil { conformances.insert("Identifiable", at: 1) }
        let conformance = conformances.map { root.runtime($0).text }.joined(separator: ", ")
        let stored: [SwiftCode] = properties.map { property in
            """
            \(.documentation(property.documentation))
            \(root.access)var \(property.name): \(property.type)
            """
        }
        return """
            \(.documentation(documentation))
            \(root.access)struct \(name): \(raw: conformance) {
                \(blocks: stored + [identityProperty, memberwiseInitializer, decodingInitializer])
            }
            """
    }

    private var memberwiseInitializer: SwiftCode {
        let locals = LocalNames(own: ["self"], fields: properties.map(\.name))
        let parameters: [SwiftCode] = properties.map { property in
            let local = locals[property.name]
            let label: SwiftCode = "\(label: property.name)"
            return local == property.name ? "\(label): \(property.type)" : "\(label) \(local): \(property.type)"
        }
        return """
            /// Makes a row from its values.
            \(.list("\(root.access)init(", parameters, ") {", .likeParameters))
                \(lines: properties.map { "self.\($0.name) = \(locals[$0.name])" })
            }
            """
    }

    private var decodingInitializer: SwiftCode {
        let statement = root.runtime("SQLiteStatement")
        return """
            /// \(raw: source)
            ///
            /// - Throws: `SQLiteError` if a value is not of its column's type.
            \(root.access)init(row: \(statement), at column: \(root.runtime("Int32")) = 0) throws {
                \(lines: properties.map { "\(Self.target($0.name)) = \($0.decoding)" })
            }
            """
    }

    // MARK: Properties

    private var identityProperty: SwiftCode {
        guard let identity, identity.name != "id", let property = properties.first(where: { $0.name == identity })
        else { return "" }
        return """
            /// The primary key.
            \(root.access)var id: \(property.type) { \(Self.target(identity)) }
            """
    }

    /// The property where `init(row:at:)` sets it.
    private static func target(_ name: SwiftIdentifier) -> SwiftCode {
        ["row", "column", "self"].contains(name.name) ? "self.\(name)" : "\(name)"
    }

    private static func column(_ index: Int) -> SwiftCode {
        index == 0 ? "column" : "column + \(index)"
    }

    private static func identity(of table: Table) -> SwiftIdentifier? {
        guard table.keyColumns.count == 1, let key = table.keyColumns.first?.property else { return nil }
        let isIDTaken = table.columns.contains { $0.property.name == "id" && $0.property != key }
        return isIDTaken ? nil : key
    }

    /// The column's comment, or else what SQL says about it.
    private static func documentation(of column: Column, in table: Table) -> String {
        guard column.documentation.isEmpty else { return column.documentation }
        var facts = "`\(column.name)`, \(facts(about: column.type))"
        if table.key == [column.name] {
            facts += ", the primary key"
        } else if column.isInKey {
            facts += ", part of the primary key"
        }
        return facts + "."
    }

    private static func documentation(of field: RowStruct.Field) -> String {
        switch field.content {
        case .value(let type): "`\(field.name)`, \(facts(about: type))."
        case .table(let table): "The row of `\(table)`."
        case .optionalTable(let table, _): "The row of `\(table)`, if there is one."
        }
    }

    /// How a column of the type holds its values.
    static func facts(about type: ValueType) -> String {
        switch (type.swift, type.storage) {
        case (.date, .integer): "INTEGER: milliseconds since 1970"
        case (.date, .real): "REAL: seconds since 1970"
        case (.date, .text): "TEXT: a time in ISO 8601"
        default: type.storage.rawValue
        }
    }

    private static func list(_ singular: String, _ plural: String, _ names: [String]) -> String {
        let quoted = names.map { "`\($0)`" }
        guard quoted.count > 1, let last = quoted.last else { return "\(singular) \(quoted.joined())" }
        return "\(plural) \(quoted.dropLast().joined(separator: ", ")) and \(last)"
    }

    private static func type(of field: RowStruct.Field, in root: Root) -> SwiftCode {
        switch field.content {
        case .value(let type): root.spelling(type, in: .inside)
        case .table(let table): "\(structName(of: table, in: root))"
        case .optionalTable(let table, _): "\(structName(of: table, in: root))?"
        }
    }

    private static func decoding(of field: RowStruct.Field, in root: Root) -> SwiftCode {
        let start = column(field.column)
        switch field.content {
        case .value(let type):
            return StoredForm.read(type, from: "row", at: start)
        case .table(let table):
            return "try \(structName(of: table, in: root))(row: row, at: \(start))"
        case .optionalTable(let table, let presence):
            let name = structName(of: table, in: root)
            return "row.column(\(column(presence))).isNull ? nil : try \(name)(row: row, at: \(start))"
        }
    }

    private static func structName(of table: String, in root: Root) -> SwiftIdentifier {
        guard let table = root.schema.table(named: table) else {
            preconditionFailure("A result has rows of the table \(table), which the schema does not have.")
        }
        return table.structName
    }
}
