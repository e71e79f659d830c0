import LockstepSQL

/// A column of a table as the migrations declare it.
struct CatalogColumn {
    /// What an INSERT that leaves the column out stores.
    enum Default {
        /// NULL, or an error for a column that is NOT NULL.
        case none
        /// The same value each time.
        case constant
        /// A value that depends on when or where the INSERT runs; with what makes it so.
        case changing(String)
    }

    let name: String

    /// The name, where it is declared.
    let place: SourcePlace

    let declaredType: String
    let affinity: Affinity

    /// False if what is read from the column is never NULL.
    var isNullable: Bool

    /// The collation in lower case; nil for BINARY.
    let collation: String?

    let defaultValue: Default
    let isGenerated: Bool

    /// True for a generated column that is `STORED`.
    let isStored: Bool

    var checkedValues: CheckedValues?
    let comments: CommentBlock

    /// Decided when all migrations are read; see `ColumnTypes`.
    var type: ValueType?

    var folded: String { Identifier.fold(name) }
    var property: String { SwiftNaming.lowerCamelCase(name) }
}
