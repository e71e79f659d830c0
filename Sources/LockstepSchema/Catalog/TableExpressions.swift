import LockstepSQL

/// Resolves the expressions in a table's definition: CHECK, DEFAULT, generated columns, the terms of an index.
///
/// Their names are the table's columns; they have no subqueries, and the same value wherever they are computed.
struct TableExpressions {
    let table: CatalogTable
    let catalog: Catalog
    let source: SourceText
    let oldestSQLite: SQLiteVersion
    let reporter: Reporter

    /// The columns that constraints of a CREATE TABLE name.
    ///
    /// - Parameter offset: The index of the first column.
    func uses(in columns: [ColumnDefinition], _ constraints: [TableConstraint], offset: Int) -> [CatalogTable.ColumnUse]
    {
        var uses: [CatalogTable.ColumnUse] = []
        for (index, column) in columns.enumerated() {
            for constraint in column.constraints {
                let owner = offset + index
                switch constraint.kind {
                case .check(let condition):
                    uses.append(use(condition, as: "a CHECK", owner: owner))
                case .generated(let expression, _):
                    uses.append(use(expression, as: "a generated column", owner: owner))
                case .defaultValue(let value):
                    checkDefault(value, of: column, table.columns[owner])
                default: break
                }
            }
        }
        reportLoops(among: uses.filter { $0.what == "a generated column" })
        for constraint in constraints {
            switch constraint.kind {
            case .check(let condition): uses.append(use(condition, as: "a CHECK", owner: nil))
            case .foreignKey(let names, _):
                let columns = Set(names.compactMap { table.index(ofColumn: $0.name) })
                uses.append(
                    .init(what: "a FOREIGN KEY", owner: nil, columns: columns, place: place(constraint.span)))
            case .primaryKey, .unique: break
            }
        }
        return uses
    }

    private func use(_ expression: Expression, as what: String, owner: Int?) -> CatalogTable.ColumnUse {
        .init(what: what, owner: owner, columns: columns(usedBy: expression, in: what), place: place(expression.span))
    }

    /// Resolves an expression.
    ///
    /// - Parameter what: What it stands in, with its article.
    /// - Returns: Indexes of the columns that it names.
    func columns(usedBy expression: Expression, in what: String) -> Set<Int> {
        guard !reportSubqueries(in: expression, what) else { return [] }
        let analyzer = StatementAnalyzer(
            catalog: catalog, source: source, role: .constraint, oldestSQLite: oldestSQLite, reporter: reporter)
        let scope = Scope(sources: [analyzer.source(of: table, named: table.name)])
        _ = analyzer.infer(expression, in: scope)
        return analyzer.reads.columns[table.folded] ?? []
    }

    private func reportSubqueries(in expression: Expression, _ what: String) -> Bool {
        var found = false
        let visitor = ExpressionVisitor(entersSelects: false) { part in
            let isSelect: Bool
            switch part.kind {
            case .subquery, .exists: isSelect = true
            case .membership(_, .select, _), .membership(_, .table, _), .membership(_, .function, _): isSelect = true
            default: isSelect = false
            }
            guard isSelect else { return }
            found = true
            reporter.error("a subquery cannot stand in \(what)", at: place(part.span))
        }
        visitor.visit(expression)
        return found
    }

    private func checkDefault(_ value: DefaultValue, of column: ColumnDefinition, _ known: CatalogColumn) {
        let expression = value.expression
        var isConstant = true
        let visitor = ExpressionVisitor(entersSelects: false) { part in
            switch part.kind {
            case .column, .subquery, .exists, .membership(_, .select, _), .membership(_, .table, _): isConstant = false
            default: break
            }
        }
        visitor.visit(expression)
        guard isConstant else {
            reporter.error(
                "the DEFAULT of `\(column.name.name)` is not constant: it names a column or has a subquery",
                at: place(expression.span),
                suggestion: "text stands in single quotes; what depends on other columns is GENERATED ALWAYS AS")
            return
        }
        let analyzer = StatementAnalyzer(
            catalog: catalog, source: source, role: .view, oldestSQLite: oldestSQLite, reporter: reporter)
        let type = analyzer.infer(expression, in: Scope())
        analyzer.checkConstant(expression, for: known, of: table)
        guard let storage = DeclaredType.storage(of: known.declaredType, affinity: known.affinity),
            !type.isUnknown
        else { return }
        if !type.possibleClasses.isSubset(of: Self.classes(keptAs: storage, type.literal)) {
            reporter.error(
                "the DEFAULT of `\(column.name.name)` is not \(storage.rawValue)", at: place(expression.span))
        }
    }

    /// What a column of the storage class keeps as that.
    private static func classes(keptAs storage: Storage, _ literal: Literal?) -> ValueClasses {
        switch storage {
        case .integer:
            if case .real(let number) = literal, Int64(exactly: number) != nil { return .number }
            return .integer
        case .real: return .number
        case .text: return [.text, .integer, .real]
        case .blob: return .blob
        case .any: return .any
        }
    }

    /// A generated column cannot depend on itself.
    private func reportLoops(among generated: [CatalogTable.ColumnUse]) {
        var inputs = Dictionary(
            (table.uses + generated).filter { $0.what == "a generated column" }.compactMap { use in
                use.owner.map { ($0, use.columns) }
            }, uniquingKeysWith: { first, _ in first })
        for _ in inputs {
            for (column, found) in inputs { inputs[column] = found.union(found.flatMap { inputs[$0] ?? [] }) }
        }
        for use in generated {
            guard let owner = use.owner, inputs[owner]?.contains(owner) == true else { continue }
            reporter.error("`\(table.columns[owner].name)` is generated from itself", at: use.place)
        }
    }

    private func place(_ span: SourceSpan) -> SourcePlace { SourcePlace(source, span) }
}
