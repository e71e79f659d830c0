import LockstepSQL

/// The tables, indexes, views and triggers that the migrations make.
struct Catalog {
    /// By name in lower case.
    private(set) var tables: [String: CatalogTable] = [:]
    private(set) var views: [String: CatalogView] = [:]
    private(set) var triggers: [String: CatalogTrigger] = [:]
    private(set) var indexes: [String: CatalogIndex] = [:]

    /// Names of tables in lower case, in order of creation.
    private(set) var order: [String] = []

    /// Tables and views, in lower case, whose CREATE has a mistake: what names them is not reported again.
    private(set) var unreadable: Set<String> = []

    /// Names in lower case that virtual tables have, or had.
    private var virtualTables: Set<String> = []

    /// Known once all migrations are read.
    var childReferences: ChildReferences?

    /// What a FROM clause gets of each table, by its name in lower case. Known once all migrations are read.
    var scopeColumns: [String: [ScopeColumn]] = [:]

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

    /// By name.
    var orderedViews: [CatalogView] { views.sorted { $0.key < $1.key }.map(\.value) }

    /// By name.
    var orderedTriggers: [CatalogTrigger] { triggers.sorted { $0.key < $1.key }.map(\.value) }

    /// The triggers of a table, by name.
    func triggers(of table: CatalogTable) -> [CatalogTrigger] {
        triggers.isEmpty ? [] : orderedTriggers.filter { $0.table == table.folded }
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

    /// Where the table, view or index of a name is declared; nil if the name is free. Triggers have names of their own.
    func place(ofName name: String) -> SourcePlace? {
        let folded = Identifier.fold(name)
        for name in virtualTables {
            guard let table = tables[name], let module = table.module else { continue }
            if module.shadowSuffixes.contains(where: { name + $0 == folded }) { return table.place }
        }
        return tables[folded]?.place ?? views[folded]?.place ?? indexes[folded]?.place
    }

    // MARK: - Changes

    /// Adds a table, or takes the place of the one of that name.
    mutating func set(_ table: CatalogTable) {
        if tables.updateValue(table, forKey: table.folded) == nil {
            order.append(table.folded)
        }
        if table.module != nil { virtualTables.insert(table.folded) }
    }

    /// Says the type of a column.
    mutating func setType(_ type: ValueType, ofColumn index: Int, in table: String) {
        tables[table]?.columns[index].type = type
    }

    mutating func setUnreadable(_ name: Identifier) { unreadable.insert(name.folded) }

    /// Reports that there is no table of a name. Where its CREATE was refused that has been reported, and counts only.
    func reportMissingTable(
        _ name: String, at place: SourcePlace, among candidates: [String]? = nil, reporter: Reporter
    ) {
        guard !unreadable.contains(Identifier.fold(name)) else { return reporter.countConsequence() }
        reporter.error(
            "there is no table `\(name)`", at: place,
            suggestion: suggestion(for: name, among: candidates ?? tables.values.map(\.name)))
    }

    mutating func set(_ view: CatalogView) { views[Identifier.fold(view.name)] = view }
    mutating func set(_ trigger: CatalogTrigger) { triggers[Identifier.fold(trigger.name)] = trigger }
    mutating func set(_ index: CatalogIndex) { indexes[Identifier.fold(index.name)] = index }

    mutating func removeView(_ name: String) { views[Identifier.fold(name)] = nil }
    mutating func removeTrigger(_ name: String) { triggers[Identifier.fold(name)] = nil }

    mutating func removeIndex(_ name: String) {
        let folded = Identifier.fold(name)
        guard let index = indexes.removeValue(forKey: folded) else { return }
        tables[index.table]?.uniques.removeAll { $0.indexName == folded }
    }

    /// Takes a table away, with its indexes and triggers.
    mutating func removeTable(_ name: String) {
        let folded = Identifier.fold(name)
        tables[folded] = nil
        order.removeAll { $0 == folded }
        indexes = indexes.filter { $0.value.table != folded }
        triggers = triggers.filter { $0.value.table != folded }
    }

    /// Gives a table another name, wherever indexes, triggers and foreign keys have it.
    mutating func renameTable(_ table: CatalogTable, to name: String) {
        let folded = Identifier.fold(name)
        var renamed = table
        renamed.name = name
        for index in renamed.hiddenColumns.indices where renamed.hiddenColumns[index].name == table.name {
            renamed.hiddenColumns[index].name = name
        }
        tables[table.folded] = nil
        tables[folded] = renamed
        if renamed.module != nil { virtualTables.insert(folded) }
        order = order.map { $0 == table.folded ? folded : $0 }
        for index in indexes.values where index.table == table.folded { indexes[index.name.folded]?.table = folded }
        for trigger in triggers.values where trigger.table == table.folded {
            triggers[trigger.name.folded]?.table = folded
        }
        for child in tables.keys {
            for position in tables[child]?.references.indices ?? 0..<0
            where tables[child]?.references[position].target.table.folded == table.folded {
                tables[child]?.references[position].target.table.name = name
            }
        }
    }

    /// Gives a column another name, wherever foreign keys have it.
    mutating func renameColumn(_ index: Int, of table: CatalogTable, to name: String) {
        let old = table.columns[index].folded
        tables[table.folded]?.columns[index].name = name
        for child in tables.keys {
            for position in tables[child]?.references.indices ?? 0..<0 {
                guard let target = tables[child]?.references[position].target, target.table.folded == table.folded,
                    let columns = target.columns
                else { continue }
                tables[child]?.references[position].target.columns = columns.map { column in
                    var column = column
                    if column.folded == old { column.name = name }
                    return column
                }
            }
        }
    }

    /// Takes a column away that nothing uses.
    mutating func removeColumn(_ index: Int, of table: CatalogTable) {
        tables[table.folded]?.removeColumn(at: index)
        for (name, found) in indexes where found.table == table.folded { indexes[name]?.removeColumn(at: index) }
    }
}

extension String {
    fileprivate var folded: String { Identifier.fold(self) }
}
