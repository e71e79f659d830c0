import LockstepSQL

/// `-- scope: issue_id -> issue`: a row has the scope of the row of another table that its columns refer to.
struct ParentScope {
    let table: CatalogTable
    let parent: CatalogTable
    private let catalog: Catalog
    private let columns: [DirectiveWord]

    /// What holds the parent's key, in its order. Only after `check` found nothing wrong.
    var columnNames: [String] {
        let indexes = columns.compactMap { table.index(ofColumn: $0.text) }
        return (inOrderOfKey(indexes) ?? indexes).map { table.columns[$0].name }
    }

    /// Nil for another form: `->` is an operator of SQL as well, which no name of a table follows.
    init?(_ directive: Directive, of table: CatalogTable, in catalog: Catalog) {
        let words = DirectiveWord.words(of: directive)
        guard words.count >= 3, words[words.count - 2].text == "->", words[words.count - 1].isName,
            let parent = catalog[table: words[words.count - 1].text]
        else { return nil }
        let list = words.dropLast(2)
        let hasForm = list.enumerated().allSatisfy {
            $0.offset.isMultiple(of: 2) ? $0.element.isName : $0.element.text == ","
        }
        guard hasForm, !list.count.isMultiple(of: 2) else { return nil }
        self.table = table
        self.parent = parent
        self.catalog = catalog
        columns = list.filter(\.isName)
    }

    /// Reports columns that are none, or refer to no row of the parent.
    func check(reporter: Reporter) -> Bool {
        let before = reporter.count
        let indexes = columns.compactMap { word -> Int? in
            if let index = table.index(ofColumn: word.text) { return index }
            reporter.error(
                "`\(table.name)` has no column `\(word.text)`", at: word.place,
                suggestion: suggestion(for: word.text, among: table.columns.map(\.name)))
            return nil
        }
        guard reporter.count == before, let first = columns.first else { return false }
        if table.folded == parent.folded {
            reporter.error(
                "a row cannot have its scope from another row of `\(table.name)`", at: first.place,
                suggestion: "store the scope in each row, and write `-- scope: column`")
            return false
        }
        guard inOrderOfKey(indexes) == nil else { return true }
        let key = parent.keyNames.joined(separator: ", ")
        reporter.error(
            "`\(columns.map(\.text).joined(separator: ", "))` does not refer to a row of `\(parent.name)`",
            at: first.place,
            notes: [.init("the parent", at: parent.place)],
            suggestion: "name the columns that hold its key (\(key))")
        return false
    }

    /// The columns in the order of the parent's key; nil if they do not hold it. A foreign key may name the parent's
    /// columns in another order, or others than those of the key.
    private func inOrderOfKey(_ indexes: [Int]) -> [Int]? {
        for reference in table.references where reference.columns == indexes {
            guard let target = catalog.parent(of: reference), target.table.folded == parent.folded else { continue }
            let order = parent.key.compactMap { target.columns.firstIndex(of: $0) }
            if order.count == indexes.count, parent.key.count == indexes.count { return order.map { indexes[$0] } }
        }
        return isKey(indexes) ? indexes : nil
    }

    private func isKey(_ indexes: [Int]) -> Bool {
        indexes.count == parent.key.count
            && zip(indexes, parent.key).allSatisfy { own, other in
                guard let type = table.columns[own].type, let key = parent.columns[other].type else { return false }
                return type.swift == key.swift && type.storage == key.storage
            }
    }
}
