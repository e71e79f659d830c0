import LockstepSQL

/// Makes the model of a query.
struct QueryBuilder {
    let analysis: DefinitionAnalysis
    let catalog: Catalog
    let enums: EnumNames
    let reporter: Reporter

    /// The query, the struct that its rows need, and the types of its columns; nil after an error.
    func query() -> (query: Query, row: RowStruct?, columns: [ValueType])? {
        let definition = analysis.definition
        guard let shape = analysis.shape, let analyzer = analysis.analyzers.first,
            case .select(let select) = definition.statements[0].kind
        else { return nil }
        let overrides = ResultTypes(definition, enums: enums, reporter: reporter)
        let types = overrides.types(of: shape)
        let name = SwiftNaming.lowerCamelCase(definition.name)
        guard let types, let (result, row) = result(of: shape, types, named: name) else { return nil }
        let cardinality: Query.Cardinality =
            definition.kind == .many ? .many : shape.hasExactlyOneRow ? .exactlyOne : .optionalOne
        let query = Query(
            name: SwiftIdentifier(name), documentation: definition.comments.documentation, cardinality: cardinality,
            arguments: analysis.arguments(),
            statement: analysis.binder.bind(
                definition.statements[0], analyzer, side: analysis.sides.first ?? .both),
            result: result, reads: analyzer.reads.list(in: catalog),
            pinnedRow: KeyBindings(analysis: analysis, analyzer: analyzer, catalog: catalog).pinnedRow(of: select),
            columns: columns(of: shape, types, result))
        return (query, row, types)
    }

    private func result(
        of shape: SelectShape, _ types: [ValueType], named name: String
    ) -> (QueryResult, RowStruct?)? {
        let structs = analysis.definition.comments.directives(.struct)
        if shape.items.count == 1 {
            var whole: QueryResult?
            switch shape.items[0] {
            case .column(let index): whole = .scalar(types[index])
            case .table(let item) where !item.isOptional: whole = .table(item.table.name)
            case .table: break
            }
            if let whole {
                if let directive = structs.first {
                    reporter.error("the result has no struct of its own to be named", at: directive.place)
                    return nil
                }
                return (whole, nil)
            }
        }
        guard let fields = fields(of: shape, types) else { return nil }
        let structName = structs.first?.value ?? SwiftNaming.upperCamelCase(name) + "Row"
        guard structs.count <= 1,
            TypeSpelling(structName).map({ $0.name == structName && !structName.contains(".") }) == true
        else {
            reporter.error("`-- struct:` names one Swift type", at: structs[0].place)
            return nil
        }
        let row = RowStruct(name: SwiftIdentifier(structName), queries: [name], fields: fields)
        return (.row(row.name), row)
    }

    private func columns(of shape: SelectShape, _ types: [ValueType], _ result: QueryResult) -> [QueryColumn] {
        var paths: [[SwiftIdentifier]] = Array(repeating: [], count: types.count)
        let isNested = if case .row = result { true } else { false }
        for item in shape.items {
            switch item {
            case .column(let index):
                guard isNested, let name = shape.columns[index].name else { continue }
                paths[index] = [SwiftIdentifier(SwiftNaming.lowerCamelCase(name))]
            case .table(let table):
                let property = SwiftIdentifier(SwiftNaming.lowerCamelCase(table.name))
                for (offset, column) in table.table.columns.enumerated() {
                    paths[table.firstColumn + offset] =
                        (isNested ? [property] : []) + [SwiftIdentifier(column.property)]
                }
            }
        }
        return types.indices.map { index in
            let column = shape.columns[index]
            let text = analysis.definition.source.text(in: column.span)
            return QueryColumn(name: column.name ?? text, path: paths[index], type: types[index])
        }
    }

    private func fields(of shape: SelectShape, _ types: [ValueType]) -> [RowStruct.Field]? {
        var fields: [RowStruct.Field] = []
        var isValid = true
        for item in shape.items {
            let field: RowStruct.Field
            let span: SourceSpan
            switch item {
            case .column(let index):
                let column = shape.columns[index]
                span = column.span
                guard let name = column.name else {
                    reporter.error(
                        "this column needs a name", at: analysis.definition.place(span), suggestion: "add AS name")
                    isValid = false
                    continue
                }
                field = .init(
                    name: SwiftIdentifier(SwiftNaming.lowerCamelCase(name)), column: index,
                    content: .value(types[index]))
            case .table(let table):
                span = table.span
                let name = SwiftIdentifier(SwiftNaming.lowerCamelCase(table.name))
                let presence = table.firstColumn + (table.table.key.first ?? 0)
                field = .init(
                    name: name, column: table.firstColumn,
                    content: table.isOptional
                        ? .optionalTable(table.table.name, presenceColumn: presence) : .table(table.table.name))
            }
            if !NameClashes.isProperty(field.name.name) {
                reporter.error(
                    "`\(field.name)` cannot be the name of a property", at: analysis.definition.place(span),
                    suggestion: "name the column with AS")
                isValid = false
            } else if fields.contains(where: { $0.name == field.name }) {
                reporter.error(
                    "two columns of the result are called `\(field.name)` in Swift",
                    at: analysis.definition.place(span),
                    suggestion: "name one of them with AS")
                isValid = false
            }
            fields.append(field)
        }
        return isValid ? fields : nil
    }
}
