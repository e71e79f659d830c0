import LockstepSQL

extension StatementAnalyzer {
    func inferColumn(_ reference: ColumnReference, in scope: Scope, hint: TypeHint) -> ExpressionType {
        if let schema = reference.schema {
            error("names of databases are not supported: the schema has one", at: schema.span)
            return .unknown
        }
        switch scope.lookup(reference) {
        case .column(let owner, let place):
            return inferColumn(at: place, of: owner, reference, hint: hint)
        case .coalesced(let owner, let places):
            let types = places.map { inferColumn(at: $0, of: owner, reference, hint: hint) }
            let type = owner.coalescedType(of: places)
            return owner.grouping == .single ? type.nullable(types.contains(where: \.isNullable)) : type
        case .rowid(let owner, let index):
            return inferRowid(reference, of: owner.sources[index])
        case .alias(let owner, let expression):
            owner.allowsAliases = false
            defer { owner.allowsAliases = true }
            return infer(expression, in: owner, hint: hint)
        case .ambiguous(let sources):
            let names = sources.map { "`\($0).\(reference.name.name)`" }.joined(separator: " or ")
            error("`\(reference.name.name)` is ambiguous", at: reference.span, suggestion: "write \(names)")
            return .unknown
        case .missing:
            reportMissing(reference, in: scope)
            return .unknown
        }
    }

    private func inferColumn(
        at place: Scope.Place, of owner: Scope, _ reference: ColumnReference, hint: TypeHint
    ) -> ExpressionType {
        let source = owner.sources[place.source]
        let column = source.columns[place.column]
        var type = source.type(at: place.column)
        if let origin = column.origin {
            if source.isRead { reads.insert(origin.table, [origin.index]) }
            sites?.note(origin, at: reference.name.span)
        }
        if let qualifier = reference.table, let table = source.table, !source.hasAlias, !source.needsQualifier {
            sites?.note(table, at: qualifier.span)
        }
        if let parameter = column.bulkParameter { reportWholeElement(reference, of: parameter) }
        if let parameter = column.listParameter {
            type = inferElement(of: parameter, at: reference.span, hint: hint)
        }
        if owner.isAfterGrouping, owner.aggregateDepth == 0, owner.grouping != .none {
            if owner.grouping == .single { type = type.nullable(because: .noRows(reference.name.name)) }
            reportBareColumn(place, of: owner, reference)
        }
        return type
    }

    /// What a group has in a column that is neither grouped by nor aggregated depends on the order of its rows.
    private func reportBareColumn(_ place: Scope.Place, of scope: Scope, _ reference: ColumnReference) {
        guard !scope.groupedColumns.contains(place) else { return }
        let source = scope.sources[place.source]
        if let table = source.table, scope.grouping == .grouped {
            let isKeyGrouped = table.key.allSatisfy {
                scope.groupedColumns.contains(Scope.Place(source: place.source, column: $0))
            }
            if isKeyGrouped, !table.key.isEmpty { return }
        }
        obstacle("`\(reference.name.name)` is taken from any row of its group", at: reference.span)
    }

    private func inferRowid(_ reference: ColumnReference, of source: ScopeSource) -> ExpressionType {
        guard let table = source.table else { return .unknown }
        if mustBeDeterministic {
            let alias = table.rowidAlias.map { "write `\(table.columns[$0].name)`" }
            error(
                "`\(reference.name.name)` differs between replicas", at: reference.span,
                suggestion: alias ?? "use the primary key")
        }
        reads.insert(table.folded, table.key)
        if let alias = table.rowidAlias { return source.type(at: alias) }
        return ExpressionType(.integer, isNullable: source.isNullSide)
    }

    private func reportMissing(_ reference: ColumnReference, in scope: Scope) {
        guard !scope.hasUnknownSourceAround else { return }
        let name = reference.name
        if let table = reference.table, !scope.sourceNames.contains(where: { Identifier.fold($0) == table.folded }) {
            error(
                "there is no table `\(table.name)` here", at: table.span,
                suggestion: suggestion(for: table.name, among: scope.sourceNames))
            return
        }
        let names = scope.columnNames(of: reference.table)
        var advice = suggestion(for: name.name, among: names)
        if name.quoting == .double { advice = advice ?? "text stands in single quotes: '\(name.name)'" }
        let owner = reference.table.map { "`\($0.name)` has no column" } ?? "there is no column"
        error("\(owner) `\(name.name)`", at: name.span, suggestion: advice)
    }
}
