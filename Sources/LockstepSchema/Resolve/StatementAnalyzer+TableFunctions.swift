import LockstepSQL

extension StatementAnalyzer {
    /// `json_each` and `json_tree` (https://www.sqlite.org/json1.html#jeach).
    func functionSource(
        _ name: QualifiedName, _ arguments: [Expression], _ argumentsSpan: SourceSpan, alias: Identifier?,
        in scope: Scope
    ) -> ScopeSource? {
        let function = name.name.folded
        guard let version = Self.tableFunctions[function] else {
            arguments.forEach { _ = infer($0, in: scope) }
            reportTableFunction(name)
            return nil
        }
        if let version { requireVersion(version, for: "`\(function)`", at: name.span) }
        guard (1...2).contains(arguments.count) else {
            error("`\(function)` takes 1 to 2 arguments, not \(arguments.count)", at: argumentsSpan)
            return nil
        }
        let label = alias?.name ?? name.name.name
        if function == "json_each", arguments.count == 1, let list = listParameter(arguments[0]) {
            let columns = bulkRows[list] == nil ? Self.listColumns(list) : Self.bulkColumns(list)
            return ScopeSource(name: label, columns: columns, table: nil)
        }
        let types = arguments.map { infer($0, in: scope, hint: .weak(.string)) }
        let columns = Self.documentColumns(isBinary: function.hasPrefix("jsonb"), isTree: function.hasSuffix("tree"))
        return ScopeSource(name: label, columns: columns + Self.argumentColumns(types), table: nil)
    }

    /// Table-valued functions with the version that brought them, where it is newer than any that Lockstep runs on.
    private static let tableFunctions: [String: SQLiteVersion?] = [
        "json_each": nil, "json_tree": nil, "jsonb_each": SQLiteVersion(minor: 51),
        "jsonb_tree": SQLiteVersion(minor: 51),
    ]

    private func reportTableFunction(_ name: QualifiedName) {
        let function = name.name.folded
        if function.hasPrefix("pragma_") {
            error(
                "`\(function)` tells of the database that happens to run the statement", at: name.span,
                suggestion: "the schema is known from the migrations")
        } else if ["generate_series", "carray", "fts5vocab", "dbstat", "bytecode", "csv"].contains(function) {
            error(
                "`\(function)` is an extension that SQLite does not have by itself", at: name.span,
                suggestion: function == "generate_series"
                    ? "count with a recursive common table expression" : nil)
        } else if catalog[table: name.name.name]?.module?.isFullText == true {
            error(
                "the full-text table `\(name.name.name)` is not called like a function here", at: name.span,
                suggestion: "write \(name.name.name) WHERE \(name.name.name) MATCH …")
        } else {
            error(
                "there is no table-valued function `\(name.name.name)`", at: name.span,
                suggestion: suggestion(for: name.name.name, among: Self.tableFunctions.keys))
        }
    }

    /// The hidden columns, which are the arguments as they were given.
    private static func argumentColumns(_ types: [ExpressionType]) -> [ScopeColumn] {
        var document = types[0]
        document.literal = nil
        var root = types.count > 1 ? types[1] : ExpressionType(.text, isNullable: true)
        root.literal = nil
        return [
            ScopeColumn(name: "json", type: document, isHidden: true),
            ScopeColumn(name: "root", type: root.nullable(), isHidden: true),
        ]
    }

    /// `:ids`, unless `-- param` says that it is no list.
    private func listParameter(_ argument: Expression) -> String? {
        guard let parameter = argument.parameter, case .named = parameter.form, role == .query || role == .mutation
        else { return nil }
        let name = SwiftNaming.lowerCamelCase(parameter.name)
        guard ReservedParameter(rawValue: name) == nil, parameters[name]?.isList != false else { return nil }
        var hint = TypeHint.none
        hint.isList = true
        _ = inferParameter(parameter, hint: hint)
        return name
    }

    private static func listColumns(_ parameter: String) -> [ScopeColumn] {
        let text = ExpressionType(.text, isNullable: false)
        let count = ExpressionType.count(isNullable: false)
        return [
            ScopeColumn(name: "key", type: count),
            ScopeColumn(name: "value", type: .unknown, listParameter: parameter),
            ScopeColumn(name: "type", type: text), ScopeColumn(name: "atom", type: .unknown, listParameter: parameter),
            ScopeColumn(name: "id", type: count), ScopeColumn(name: "parent", type: count.nullable()),
            ScopeColumn(name: "fullkey", type: text), ScopeColumn(name: "path", type: text),
        ]
    }

    private static func documentColumns(isBinary: Bool, isTree: Bool) -> [ScopeColumn] {
        let text = ExpressionType(.text, isNullable: false)
        let atom = ExpressionType([.integer, .real, .text], isNullable: true)
        let value = isBinary ? ExpressionType(.any, isNullable: true) : atom
        let count = ExpressionType.count(isNullable: false)
        return [
            ScopeColumn(name: "key", type: ExpressionType([.integer, .text], isNullable: true)),
            ScopeColumn(name: "value", type: value), ScopeColumn(name: "type", type: text),
            ScopeColumn(name: "atom", type: atom), ScopeColumn(name: "id", type: count),
            ScopeColumn(name: "parent", type: isTree ? count.nullable() : .null),
            ScopeColumn(name: "fullkey", type: text),
            ScopeColumn(name: "path", type: text),
        ]
    }
}
