import LockstepSQL

/// An index that a migration makes.
struct CatalogIndex {
    let name: String

    /// The name, where it is declared.
    let place: SourcePlace

    /// The table's name in lower case.
    var table: String

    /// Indexes of columns, nil for an expression.
    var columns: [Int?]
    let isUnique: Bool
    let isPartial: Bool

    /// All columns that its terms and its WHERE name.
    var uses: Set<Int>

    /// Follows the columns after one that is dropped.
    mutating func removeColumn(at index: Int) {
        func moved(_ column: Int) -> Int { column > index ? column - 1 : column }
        columns = columns.map { $0.map(moved) }
        uses = Set(uses.map(moved))
    }
}
