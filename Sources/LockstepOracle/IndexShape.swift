/// An index as SQLite has it (https://www.sqlite.org/pragma.html#pragma_index_xinfo).
struct IndexShape: Equatable {
    struct Column: Equatable {
        /// Nil for an expression.
        let name: String?
        let isDescending: Bool
        let collation: String
    }

    /// What made it.
    enum Origin: String {
        case index = "c"
        case unique = "u"
        case primaryKey = "pk"
    }

    let name: String
    let isUnique: Bool
    let isPartial: Bool
    let origin: Origin

    /// Those that it is ordered by, without the key that SQLite adds.
    var columns: [Column]
}
