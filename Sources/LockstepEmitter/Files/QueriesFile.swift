import LockstepSchema

/// `Queries.generated.swift`: a static member of `Query` for each query, and arbitrary ones for tests.
struct QueriesFile {
    private let root: Root
    private let part: SchemaPart

    init(_ root: Root, _ part: SchemaPart) {
        self.root = root
        self.part = part
    }

    var code: SwiftCode {
        .blocks(part.queries.map(member))
    }

    /// The queries, and all of them with arbitrary arguments.
    var codeWithArbitraryQueries: SwiftCode {
        .blocks([code, ArbitraryQueriesCode(root, part, valueType: valueType).code])
    }

    private func member(for query: Query) -> SwiftCode {
        """
        extension Query where Schema == \(root.name), Value == \(valueType(of: query)) {
            \(documentation(of: query))
            \(head(of: query)) {
                \(call(for: query))
            }
        }
        """
    }

    private func documentation(of query: Query) -> SwiftCode {
        guard query.documentation.isEmpty else { return .documentation(query.documentation) }
        return .documentation("The query `\(query.name)`.")
    }

    private func head(of query: Query) -> SwiftCode {
        guard !query.arguments.isEmpty else { return "\(root.access)static var \(query.name): Self" }
        let parameters: [SwiftCode] = query.arguments.map { argument in
            "\(label: argument.name): \(root.spelling(argument.type, in: .outside))"
        }
        return .list(
            "\(root.access)static func \(query.name)(", parameters, ") -> Self", .likeParameters)
    }

    private func call(for query: Query) -> SwiftCode {
        let bindings = BindingCode(
            arguments: query.arguments, names: LocalNames(own: [], arguments: query.arguments))
        var arguments: [SwiftCode] = [
            "name: \(SwiftLiteral.singleLine(query.name.name))",
            "sql: \(SwiftLiteral.sqlBehindLabel(query.statement.sql))",
            .accesses(query.reads, after: "reads: "),
        ]
        if let row = query.pinnedRow {
            let binding = closure(bindings.lines(for: row.key))
            arguments.append("pinnedRow: PinnedRow(table: \(SwiftLiteral.singleLine(row.table))) \(binding)")
        }
        if !query.statement.bindings.isEmpty {
            arguments.append("bind: \(closure(bindings.lines(for: query.statement.bindings)))")
        }
        arguments.append("decode: \(decoding(of: query))")
        return """
            Query(
                \(raw: arguments.map(\.text).joined(separator: ",\n")))
            """
    }

    private func closure(_ lines: [SwiftCode]) -> SwiftCode {
        if lines.count == 1, let line = lines.first { return "{ \(line) }" }
        return """
            {
                \(lines: lines)
            }
            """
    }

    // MARK: Results

    private func valueType(of query: Query) -> SwiftCode {
        switch query.cardinality {
        case .many: "[\(rowType(of: query))]"
        case .optionalOne: isOptionalScalar(query) ? rowType(of: query) : "\(rowType(of: query))?"
        case .exactlyOne: rowType(of: query)
        }
    }

    private func rowType(of query: Query) -> SwiftCode {
        switch query.result {
        case .scalar(let type): root.spelling(type, in: .outside)
        case .table(let name): root.nested(structName(of: name))
        case .row(let name): root.nested(name)
        }
    }

    /// True for a column that may be NULL in a query that may find no row: both are nil.
    private func isOptionalScalar(_ query: Query) -> Bool {
        guard case .scalar(let type) = query.result else { return false }
        return type.isOptional
    }

    private func decoding(of query: Query) -> SwiftCode {
        let row: SwiftCode
        if case .scalar(let type) = query.result {
            row = scalar(type)
        } else {
            row = "try \(rowType(of: query))(row: $0)"
        }
        switch query.cardinality {
        case .many: return "{ try $0.all { \(row) } }"
        case .optionalOne: return "{ try $0.first { \(row) }\(raw: isOptionalScalar(query) ? " ?? nil" : "") }"
        case .exactlyOne: return "{ try $0.only { \(row) } }"
        }
    }

    private func scalar(_ type: ValueType) -> SwiftCode {
        guard StoredForm(of: type) == nil else { return StoredForm.read(type, from: "$0", at: "0") }
        return "try $0.value(\(root.spelling(type, in: .outside)).self, at: 0)"
    }

    private func structName(of table: String) -> SwiftIdentifier {
        guard let table = root.schema.table(named: table) else {
            preconditionFailure("A result has rows of the table \(table), which the schema does not have.")
        }
        return table.structName
    }
}
