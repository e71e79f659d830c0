import LockstepSQL

/// `-- scope: project_id`: what tells, of a row by itself, which grants let it be read.
struct ScopeExpression {
    let sql: String
    let place: SourcePlace

    /// Nil after an error.
    let type: ValueType?

    /// Nil after a syntax error.
    init?(
        _ directive: Directive, of table: CatalogTable, catalog: Catalog, versions: SyntaxVersions, reporter: Reporter
    ) {
        let source = directive.place.source
        let before = reporter.count
        place = directive.valuePlace
        let parsed = Parser.parseExpression(in: source, spans: directive.parts)
        parsed.diagnostics.forEach(reporter.report)
        versions.check(parsed.requirements, in: source)
        guard let expression = parsed.expression else { return nil }
        sql = StatementText(source, comments: parsed.comments).text(in: directive.parts)
        if let parameter = parsed.parameters.first {
            reporter.error(
                "a scope is what a row says, whoever reads it", at: SourcePlace(source, parameter.span),
                suggestion: "write `-- scope: column`, and compare in the grant: SELECT :actor;")
        } else if let select = Self.select(in: expression) {
            reporter.error(
                "a scope is an expression over the row's own columns", at: SourcePlace(source, select.span),
                suggestion: Self.advice(for: table, in: catalog))
        }
        guard reporter.count == before else {
            type = nil
            return
        }
        let analyzer = StatementAnalyzer(
            catalog: catalog, source: source, role: .permission, oldestSQLite: versions.oldestSQLite,
            reporter: reporter)
        let scope = Scope(sources: [analyzer.source(of: table, named: table.name)])
        let inferred = analyzer.infer(expression, in: scope)
        if inferred.valueType == nil, reporter.count == before, catalog.isTyped {
            reporter.error(
                inferred.classes.isEmpty
                    ? "this scope is always NULL"
                    : "whether this scope is \(inferred.classes.description) depends on the data",
                at: place, suggestion: "name a column, or write CAST(… AS TEXT)")
        }
        type = reporter.count == before ? inferred.valueType : nil
    }

    /// A part of the expression that looks at other rows.
    private static func select(in expression: Expression) -> Expression? {
        var found: Expression?
        ExpressionVisitor(entersSelects: false) { part in
            switch part.kind {
            case .subquery, .exists, .membership(_, .select, _), .membership(_, .table, _),
                .membership(_, .function, _):
                found = found ?? part
            default: break
            }
        }.visit(expression)
        return found
    }

    private static func advice(for table: CatalogTable, in catalog: Catalog) -> String {
        let general =
            "put what depends on other rows into the grant, or refer to a parent: `-- scope: issue_id -> issue`"
        guard let reference = table.references.first, let parent = catalog.parent(of: reference)?.table,
            parent.folded != table.folded
        else { return general }
        let columns = reference.columns.map { table.columns[$0].name }.joined(separator: ", ")
        return "put what depends on other rows into the grant, or take the parent's scope: "
            + "`-- scope: \(columns) -> \(parent.name)`"
    }
}
