import LockstepSQL

/// Reads the SELECT of a read rule: the scopes that `:actor` may read.
struct GrantReader {
    struct Grant {
        let statement: BoundStatement
        let type: ValueType
        let reads: [TableAccess]
    }

    let definition: Definition
    let statement: Statement
    let scope: ScopeExpression
    let catalog: Catalog
    let enums: EnumNames
    let versions: SyntaxVersions
    let reporter: Reporter

    /// Nil after an error.
    func grant() -> Grant? {
        guard case .select(let select) = statement.kind, let scopeType = scope.type else {
            if scope.type != nil {
                reporter.error(
                    "the grants of a rule are a SELECT", at: definition.place(SourceSpan(at: statement.span.start)))
            }
            return nil
        }
        let before = reporter.count
        let parameters = ParameterTable(definition, catalog: catalog, enums: enums, reporter: reporter)
        let analyzer = StatementAnalyzer(
            catalog: catalog, source: definition.source, role: .permission, oldestSQLite: versions.oldestSQLite,
            reporter: reporter)
        let hint = TypeHint(scopeType.swift, scopeType.storage, nullness: .comparison, origin: "the scope")
        let shape = analyzer.inferSelect(select, parent: nil, hints: [hint], purpose: .result)
        guard reporter.count == before, shape.isKnown else { return nil }
        guard shape.columns.count == 1 else {
            reporter.error(
                "a grant is one column, the scope, and this has \(shape.columns.count)",
                at: definition.place(shape.columns[1].span),
                suggestion: "select only what is compared with `\(scope.sql)`")
            return nil
        }
        ServerReads.check(analyzer, of: "a read rule", at: definition.place(select.span), reporter: reporter)
        guard let type = type(of: shape.columns[0], scopeType) else { return nil }
        let binder = StatementBinder(definition: definition, parameters: parameters, types: [:])
        return Grant(
            statement: binder.bind(statement, analyzer, side: .server), type: type,
            reads: analyzer.reads.list(in: catalog))
    }

    /// The grant's type, which must be the scope's.
    private func type(of column: SelectShape.Column, _ scopeType: ValueType) -> ValueType? {
        let fitsLiteral = column.type.literal != nil && column.type.classes == ValueClasses(scopeType.storage)
        guard let type = column.type.valueType else {
            reporter.error(
                column.type.classes.isEmpty
                    ? "this grant is always NULL"
                    : "whether this grant is \(column.type.classes.description) depends on the data",
                at: definition.place(column.span), suggestion: "write CAST(… AS \(scopeType.storage.rawValue))")
            return nil
        }
        guard fitsLiteral || (type.swift == scopeType.swift && type.storage == scopeType.storage) else {
            reporter.error(
                "the grant is \(Self.text(type)), and the scope of a row is \(Self.text(scopeType))",
                at: definition.place(column.span), notes: [.init("the scope", at: scope.place)],
                suggestion: "select the column that `\(scope.sql)` is compared with")
            return nil
        }
        return type
    }

    private static func text(_ type: ValueType) -> String {
        "`\(type.swift.spelling)` stored as \(type.storage.rawValue)"
    }
}
