import LockstepSQL

extension StatementAnalyzer {
    /// Resolves the list after SELECT, and notes what `*` stands for.
    func inferColumns(
        _ columns: [ResultColumn], in scope: Scope, hints: [TypeHint], purpose: SelectPurpose
    ) -> SelectShape {
        var shape = SelectShape(columns: [], items: [], hasExactlyOneRow: false, isKnown: !scope.hasUnknownSource)
        for column in columns {
            switch column.kind {
            case .expression(let expression, let alias):
                let position = shape.columns.count
                let type = infer(expression, in: scope, hint: position < hints.count ? hints[position] : .none)
                shape.items.append(.column(position))
                shape.columns.append(
                    SelectShape.Column(
                        name: alias?.name ?? expression.columnReference?.name.name, type: type, span: column.span,
                        origin: origin(of: expression, in: scope)))
            case .allColumns:
                if scope.sources.isEmpty { error("`*` needs a FROM clause", at: column.span) }
                expand(Array(scope.sources.indices), column, isQualified: false, in: scope, purpose, into: &shape)
            case .tableColumns(let name):
                let found = scope.sources.indices.filter { scope.sources[$0].folded == name.folded }
                if found.isEmpty {
                    shape.isKnown = false
                    if !scope.hasUnknownSourceAround {
                        error(
                            "there is no table `\(name.name)` here", at: name.span,
                            suggestion: suggestion(for: name.name, among: scope.sources.map(\.name)))
                    }
                }
                for index in found {
                    if let table = scope.sources[index].table, !scope.sources[index].hasAlias {
                        sites?.note(table, at: name.span)
                    }
                }
                expand(found, column, isQualified: true, in: scope, purpose, into: &shape)
            }
        }
        return shape
    }

    private func origin(of expression: Expression, in scope: Scope) -> ColumnOrigin? {
        guard let reference = expression.columnReference, case .column(let owner, let place) = scope.lookup(reference)
        else { return nil }
        return owner.sources[place.source].columns[place.column].origin
    }

    private func expand(
        _ sources: [Int], _ column: ResultColumn, isQualified: Bool, in scope: Scope, _ purpose: SelectPurpose,
        into shape: inout SelectShape
    ) {
        var texts: [String] = []
        let isNested = purpose == .result
        for index in sources {
            let source = scope.sources[index]
            let first = shape.columns.count
            // Rows of a table are read whole; elsewhere `*` has a column that USING joins only once.
            let isWhole = isQualified || (isNested && source.table != nil)
            for (position, candidate) in source.columns.enumerated() where !candidate.isHidden {
                if !isWhole, source.joined.contains(candidate.folded) { continue }
                let isCoalesced = !isWhole && source.coalesced.contains(candidate.folded)
                texts.append(text(of: candidate, in: source, isAlone: isCoalesced || scope.sources.count == 1))
                let found = resultColumn(position, of: index, in: scope, at: column.span, purpose)
                shape.columns.append(isCoalesced ? coalesced(found, named: candidate.folded, in: scope) : found)
            }
            if isNested, let table = source.table {
                let isOptional = (source.isNullSide && source.proven.isEmpty) || scope.grouping == .single
                shape.items.append(
                    .table(
                        .init(
                            table: table, name: source.name, isOptional: isOptional, firstColumn: first,
                            span: column.span)))
            } else {
                shape.items += (first..<shape.columns.count).map { .column($0) }
            }
        }
        if purpose != .existence, !texts.isEmpty { expansions[column.span] = texts.joined(separator: ", ") }
    }

    /// What `*` has for columns that a RIGHT or FULL JOIN joins by USING.
    private func coalesced(_ column: SelectShape.Column, named name: String, in scope: Scope) -> SelectShape.Column {
        let places = scope.sources.indices.compactMap { index in
            scope.sources[index].index(of: name).map { Scope.Place(source: index, column: $0) }
        }
        let type = scope.coalescedType(of: places).nullable(scope.grouping == .single)
        return SelectShape.Column(name: column.name, type: type, span: column.span, origin: nil)
    }

    private func text(of column: ScopeColumn, in source: ScopeSource, isAlone: Bool) -> String {
        let name = SQLQuoting.quoted(column.name)
        return isAlone || source.name.isEmpty ? name : SQLQuoting.quoted(source.name) + "." + name
    }

    private func resultColumn(
        _ position: Int, of index: Int, in scope: Scope, at span: SourceSpan, _ purpose: SelectPurpose
    ) -> SelectShape.Column {
        let source = scope.sources[index]
        let column = source.columns[position]
        var type = source.type(at: position)
        if let origin = column.origin, purpose != .existence { reads.insert(origin.table, [origin.index]) }
        if let parameter = column.listParameter {
            type = inferElement(of: parameter, at: SourceSpan(at: span.start), hint: .none)
        }
        if scope.grouping == .single { type = type.nullable(because: .noRows(column.name)) }
        let place = Scope.Place(source: index, column: position)
        if scope.grouping != .none, !scope.groupedColumns.contains(place), !isKeyGrouped(index, in: scope) {
            obstacle("`\(column.name)` is taken from any row of its group", at: span)
        }
        return SelectShape.Column(name: column.name, type: type, span: span, origin: column.origin)
    }

    private func isKeyGrouped(_ source: Int, in scope: Scope) -> Bool {
        guard let table = scope.sources[source].table, scope.grouping == .grouped, !table.key.isEmpty else {
            return false
        }
        return table.key.allSatisfy { scope.groupedColumns.contains(Scope.Place(source: source, column: $0)) }
    }
}
