import LockstepSQL

extension CatalogBuilder {
    mutating func addView(_ create: CreateView, statement: SourcePlace) -> ExecutionSide {
        let source = statement.source
        guard isNewName(create.name.name, source: source),
            isInMain(create.name, isTemporary: create.isTemporary, source: source)
        else { return .both }
        let place = SourcePlace(source, create.name.span)
        var view = CatalogView(
            name: create.name.name.name, place: place, columns: create.columns, select: create.select,
            statement: statement)
        let mistakes = reporter.count
        let analyzer = analyzer(of: view, in: typed(), reporter: reporter)
        let shape = analyzer.inferSelect(view.select, parent: nil, purpose: .set)
        if let names = view.columns, names.count != shape.columns.count, shape.isKnown {
            reporter.error(
                "\(names.count) names for \(shape.columns.count) columns", at: SourcePlace(source, names[0].span))
        }
        guard reporter.count == mistakes else {
            catalog.setUnreadable(create.name.name)
            return .both
        }
        switch StatementSide.side(reads: analyzer.reads.tables, writes: [], in: catalog) {
        case .success(let side): view.side = side
        case .failure(let conflict):
            reporter.error(conflict.message, at: place, suggestion: conflict.suggestion)
            catalog.setUnreadable(create.name.name)
            return .both
        }
        catalog.set(view)
        return view.side
    }

    /// - Returns: Where the view names tables and columns.
    @discardableResult
    func analyze(_ view: CatalogView, in typed: Catalog, reporter: Reporter) -> NameSites {
        let analyzer = analyzer(of: view, in: typed, reporter: reporter)
        analyzer.sites = NameSites()
        _ = analyzer.inferSelect(view.select, parent: nil, purpose: .set)
        return analyzer.sites ?? NameSites()
    }

    private func analyzer(of view: CatalogView, in typed: Catalog, reporter: Reporter) -> StatementAnalyzer {
        StatementAnalyzer(
            catalog: typed, source: view.source, role: .view, oldestSQLite: oldestSQLite, reporter: reporter)
    }

    // MARK: - Indexes

    mutating func addIndex(_ create: CreateIndex, source: SourceText) -> ExecutionSide {
        guard isNewName(create.name.name, source: source), isInMain(create.name, source: source),
            var table = table(named: create.table, source: source)
        else { return .both }
        if table.module != nil {
            reporter.error(
                "`\(table.name)` is a virtual table, which has no indexes", at: SourcePlace(source, create.table.span))
            return .both
        }
        let expressions = expressions(of: table, in: source)
        var columns: [Int?] = []
        var uses: Set<Int> = []
        var hasOtherCollation = false
        for term in create.terms {
            if let nulls = term.nulls {
                reporter.error("\(nulls.rawValue) has no place in an index", at: SourcePlace(source, term.span))
            }
            let column = columnIndex(of: term.expression, in: table)
            columns.append(column)
            uses.formUnion(expressions.columns(usedBy: term.expression, in: "an index"))
            let isColumnCollated = column.map { table.columns[$0].collation != nil } ?? false
            hasOtherCollation = hasOtherCollation || term.expression.hasOtherCollation || isColumnCollated
        }
        if let condition = create.condition {
            uses.formUnion(expressions.columns(usedBy: condition, in: "the condition of an index"))
        }
        let place = SourcePlace(source, create.name.span)
        catalog.set(
            CatalogIndex(
                name: create.name.name.name, place: place, table: table.folded, columns: columns,
                isUnique: create.isUnique, isPartial: create.condition != nil, uses: uses))
        if create.isUnique {
            let known = columns.compactMap(\.self)
            table.uniques.append(
                CatalogTable.Unique(
                    columns: known.count == columns.count ? known : [], isPartial: create.condition != nil,
                    hasOtherCollation: hasOtherCollation, indexName: create.name.name.folded))
            catalog.set(table)
        }
        return table.side.execution
    }

    private func columnIndex(of expression: Expression, in table: CatalogTable) -> Int? {
        guard let reference = expression.columnReference, reference.table == nil else { return nil }
        return table.index(ofColumn: reference.name.name)
    }
}
