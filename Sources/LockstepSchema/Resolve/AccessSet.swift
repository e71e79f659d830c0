import LockstepSQL

/// Columns by table, of which a model's `TableAccess` list is made.
struct AccessSet {
    /// Indexes of columns by the table's name in lower case.
    private(set) var columns: [String: Set<Int>] = [:]

    var isEmpty: Bool { columns.isEmpty }
    var tables: Set<String> { Set(columns.keys) }

    mutating func insert(_ table: String, _ indexes: some Sequence<Int>) {
        columns[table, default: []].formUnion(indexes)
    }

    mutating func formUnion(_ other: AccessSet) {
        for (table, indexes) in other.columns { insert(table, indexes) }
    }

    func intersects(_ other: AccessSet) -> Bool {
        columns.contains { table, indexes in !(other.columns[table] ?? []).isDisjoint(with: indexes) }
    }

    /// Sorted by table; columns in the table's order.
    func list(in catalog: Catalog) -> [TableAccess] {
        columns.keys.sorted().compactMap { name in
            guard let table = catalog[table: name] else { return nil }
            let names = (columns[name] ?? []).sorted().map { table.columns[$0].name }
            return TableAccess(table: table.name, columns: names)
        }
    }
}
