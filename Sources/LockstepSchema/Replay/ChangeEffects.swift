import LockstepSQL

/// What foreign keys read and write in other tables when rows of a table change.
struct ChangeEffects {
    /// References go in circles: what has been followed once needs no second look.
    struct Followed {
        fileprivate var deletions: Set<String> = []
        fileprivate var updates: [String: Set<Int>] = [:]
    }

    let catalog: Catalog

    func addDeletion(from table: CatalogTable, to analyzer: StatementAnalyzer) {
        guard analyzer.followed.deletions.insert(table.folded).inserted else { return }
        analyzer.writes.insert(table.folded, table.columns.indices)
        for (child, reference, _) in children(of: table) {
            act(reference.target.onDelete, on: child, reference, isDeletion: true, to: analyzer)
        }
    }

    func addUpdate(of table: CatalogTable, columns: Set<Int>, to analyzer: StatementAnalyzer) {
        let generated = table.columns.indices.filter { table.columns[$0].isGenerated }
        let written = columns.union(columns.isEmpty ? [] : generated)
        guard analyzer.followed.updates[table.folded]?.isSuperset(of: written) != true else { return }
        analyzer.followed.updates[table.folded, default: []].formUnion(written)
        analyzer.writes.insert(table.folded, written)
        for (child, reference, parentColumns) in children(of: table) where !columns.isDisjoint(with: parentColumns) {
            act(reference.target.onUpdate, on: child, reference, isDeletion: false, to: analyzer)
        }
    }

    private func act(
        _ action: ForeignKeyTarget.Action?, on child: CatalogTable, _ reference: CatalogTable.Reference,
        isDeletion: Bool, to analyzer: StatementAnalyzer
    ) {
        analyzer.reads.insert(child.folded, reference.columns)
        switch action {
        case .cascade where isDeletion: addDeletion(from: child, to: analyzer)
        case .cascade, .setNull, .setDefault: addUpdate(of: child, columns: Set(reference.columns), to: analyzer)
        case .restrict, .noAction, nil: break
        }
    }

    private func children(of parent: CatalogTable) -> [(CatalogTable, CatalogTable.Reference, Set<Int>)] {
        let references = catalog.childReferences ?? ChildReferences(catalog)
        return references[parent].map { ($0.table, $0.reference, $0.parentColumns) }
    }
}
