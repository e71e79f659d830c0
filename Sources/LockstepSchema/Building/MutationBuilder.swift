import LockstepSQL

/// Makes the model of a mutation.
struct MutationBuilder {
    let analysis: DefinitionAnalysis
    let catalog: Catalog
    let permissions: ReadPermissions

    func mutation() -> Mutation {
        let definition = analysis.definition
        var reads = AccessSet()
        var writes = AccessSet()
        for analyzer in analysis.analyzers {
            reads.formUnion(analyzer.reads)
            writes.formUnion(analyzer.writes)
            writes.formUnion(analyzer.writesOfOneSide)
        }
        readKept(&reads)
        let arguments = analysis.arguments(defaultingToNewID: newIDs)
        let statements = definition.statements.indices.map { index in
            analysis.binder.bind(definition.statements[index], analysis.analyzers[index], side: analysis.sides[index])
        }
        return Mutation(
            name: SwiftIdentifier(SwiftNaming.lowerCamelCase(definition.name)),
            documentation: definition.comments.documentation,
            arguments: arguments,
            conditions: conditions, handler: handler?.handler,
            statements: statements,
            reads: reads.list(in: catalog), writes: writes.list(in: catalog), addressedRow: addressedRow,
            replayObstacles: MutationObstacles(
                analysis: analysis, catalog: catalog, permissions: permissions, handler: handler,
                statements: statements,
                arguments: arguments
            ).all())
    }

    private var handler: (handler: MutationHandler, place: SourcePlace)? {
        guard let directive = analysis.definition.comments.directives(.handler).first else { return nil }
        return MutationHandler(rawValue: directive.value).map { ($0, directive.place) }
    }

    private var conditions: [MutationCondition] {
        analysis.conditions.indices.map { index in
            let condition = analysis.conditions[index]
            let analyzer = analysis.pass.conditions[index].analyzer
            return MutationCondition(
                code: condition.code,
                statement: analysis.binder.bind(condition, analyzer, side: analysis.conditionSides[index]),
                isAlwaysTrue: condition.isAlwaysTrue, reads: analyzer.reads.list(in: catalog),
                place: condition.directive.valuePlace)
        }
    }

    /// A column that an optional parameter leaves as it is, is read: the statement writes it back.
    private func readKept(_ reads: inout AccessSet) {
        let optional = OptionalParameters(names: Set(analysis.parameters.optional.keys))
        for statement in analysis.definition.statements {
            guard let target = statement.targetTable, let table = catalog[table: target.name.name.name] else {
                continue
            }
            let columns = optional.assignments(in: statement).compactMap { table.index(ofColumn: $0.columnName) }
            if !columns.isEmpty { reads.insert(table.folded, columns) }
        }
    }

    /// Parameters that an INSERT puts into a key of one UUID that refers to no other table.
    private var newIDs: Set<String> {
        var names: Set<String> = []
        for statement in analysis.definition.statements {
            guard case .insert(let insert) = statement.kind, case .values(let values) = insert.rows,
                let table = catalog[table: insert.table.name.name.name], table.key.count == 1,
                table.columns[table.key[0]].type?.swift == .uuid,
                !table.references.contains(where: { $0.columns == table.key })
            else { continue }
            let columns = insert.columns?.map(\.folded) ?? table.columns.filter { !$0.isGenerated }.map(\.folded)
            guard let position = columns.firstIndex(of: table.columns[table.key[0]].folded) else { continue }
            for row in values.rows where position < row.values.count {
                if let parameter = row.values[position].parameter {
                    names.insert(SwiftNaming.lowerCamelCase(parameter.name))
                }
            }
        }
        return names.filter {
            analysis.types[$0] == ValueType(.uuid, .text) || analysis.types[$0] == ValueType(.uuid, .blob)
        }
    }

    /// What the server does beside it, with tables that only it has, is no matter for the row that a caller names.
    private var addressedRow: AddressedRow? {
        let statements = zip(analysis.definition.statements, analysis.analyzers)
        let isShared = analysis.sides.map { $0 != .server }
        let shared = zip(statements, isShared).filter { !isShared.contains(true) || $0.1 }.map(\.0)
        let rows = shared.map { statement, analyzer in
            KeyBindings(analysis: analysis, analyzer: analyzer, catalog: catalog).addressedRow(of: statement)
        }
        guard let first = rows.first, rows.allSatisfy({ $0 == first }) else { return nil }
        return first
    }
}
