import LockstepSQL

/// The foreign keys of a catalog by the table that they refer to, so that none has to be looked for.
struct ChildReferences {
    struct Child {
        let table: CatalogTable
        let reference: CatalogTable.Reference

        /// Indexes of the parent's columns.
        let parentColumns: Set<Int>
    }

    /// By the parent's name in lower case.
    private let children: [String: [Child]]

    /// True if every column had a type when the references were looked up.
    let isTyped: Bool

    init(_ catalog: Catalog) {
        isTyped = catalog.isTyped
        var children: [String: [Child]] = [:]
        for table in catalog.orderedTables {
            for reference in table.references {
                guard let parent = catalog.parent(of: reference) else { continue }
                children[parent.table.folded, default: []].append(
                    Child(table: table, reference: reference, parentColumns: Set(parent.columns)))
            }
        }
        self.children = children
    }

    subscript(parent: CatalogTable) -> [Child] { children[parent.folded] ?? [] }
}
