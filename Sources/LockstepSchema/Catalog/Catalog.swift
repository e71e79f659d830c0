import LockstepSQL

/// The tables and views that the migrations make.
struct Catalog {
    /// By name in lower case.
    private(set) var tables: [String: CatalogTable] = [:]
    private(set) var views: [String: CatalogView] = [:]

    /// Names of indexes in lower case, with the table's.
    var indexes: [String: String] = [:]

    /// Names of tables in lower case, in order of creation.
    private(set) var order: [String] = []

    /// Known once all migrations are read.
    var childReferences: ChildReferences?

    subscript(table name: String) -> CatalogTable? {
        tables[Identifier.fold(name)]
    }

    func view(_ name: String) -> CatalogView? {
        views[Identifier.fold(name)]
    }

    /// The tables in order of creation.
    var orderedTables: [CatalogTable] {
        order.compactMap { tables[$0] }
    }

    /// Adds a table, or takes the place of the one of that name.
    mutating func set(_ table: CatalogTable) {
        if tables.updateValue(table, forKey: table.folded) == nil {
            order.append(table.folded)
        }
    }

    mutating func add(_ view: CatalogView) {
        views[Identifier.fold(view.name)] = view
    }

    mutating func removeView(_ name: String) {
        views[Identifier.fold(name)] = nil
    }

    /// True if a table, a view or an index has the name.
    func isTaken(_ name: String) -> Bool {
        let folded = Identifier.fold(name)
        return tables[folded] != nil || views[folded] != nil || indexes[folded] != nil
    }

    /// False if the type of a column could not be decided, which has been reported.
    var isTyped: Bool {
        if childReferences?.isTyped == true { return true }
        return tables.values.allSatisfy { $0.columns.allSatisfy { $0.type != nil } }
    }

    /// What a FROM clause may name.
    var relationNames: [String] {
        tables.values.map(\.name) + views.values.map(\.name)
    }

    /// The table that a foreign key refers to, and its columns there; nil if there is no such table or column.
    func parent(of reference: CatalogTable.Reference) -> (table: CatalogTable, columns: [Int])? {
        guard let parent = self[table: reference.target.table.name] else { return nil }
        guard let names = reference.target.columns else { return (parent, parent.key) }
        let columns = names.compactMap { parent.index(ofColumn: $0.name) }
        return columns.count == names.count ? (parent, columns) : nil
    }
}

/// A view; its select is resolved where the view is used.
struct CatalogView {
    let name: String
    let columns: [Identifier]?
    let select: Select
    let source: SourceText
}
