import LockstepSQL

/// The foreign keys that clients do not have: those towards a table with a read rule, of which a client has some rows only.
struct UnenforcedReferences {
    let catalog: Catalog

    /// Names in lower case, as the newest migration leaves them.
    let restricted: Set<String>

    /// What to leave out of a migration's text, with the comma before a constraint of a table.
    func spans(in file: ParsedFile) -> [SourceSpan] {
        guard !restricted.isEmpty else { return [] }
        let places = references(from: file.source)
        return file.statements.flatMap { statement -> [SourceSpan] in
            switch statement.kind {
            case .createTable(let create):
                guard case .definition(let definition) = create.content else { return [] }
                return spans(in: definition, places)
            case .alterTable(let alter):
                guard case .addColumn(let column) = alter.change else { return [] }
                return spans(in: column, places)
            default:
                return []
            }
        }
    }

    private func spans(in definition: CreateTable.Definition, _ references: Set<SourceSpan>) -> [SourceSpan] {
        var spans = definition.columns.flatMap { self.spans(in: $0, references) }
        var end = definition.columns.last?.span.end ?? definition.span.start
        for constraint in definition.constraints {
            if case .foreignKey(_, let target) = constraint.kind, isLeftOut(target, references) {
                spans.append(SourceSpan(start: end, end: constraint.span.end))
            }
            end = constraint.span.end
        }
        return spans
    }

    private func spans(in column: ColumnDefinition, _ references: Set<SourceSpan>) -> [SourceSpan] {
        column.constraints.compactMap { constraint in
            guard case .references(let target) = constraint.kind, isLeftOut(target, references) else { return nil }
            return constraint.span
        }
    }

    /// A table that a later migration takes away is no longer in the catalog; its parents are known by their names.
    private func isLeftOut(_ target: ForeignKeyTarget, _ references: Set<SourceSpan>) -> Bool {
        references.contains(target.span) || restricted.contains(target.table.folded)
    }

    /// The foreign keys of that file that lead to a restricted table, whatever either table was called there.
    private func references(from source: SourceText) -> Set<SourceSpan> {
        let references = catalog.orderedTables.flatMap(\.references).filter { reference in
            reference.place.source.path == source.path && restricted.contains(reference.target.table.folded)
        }
        return Set(references.map(\.place.span))
    }
}
