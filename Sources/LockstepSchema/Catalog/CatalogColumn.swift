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

    /// `GENERATED ALWAYS AS (expression)`.
    struct Generated {
        let expression: Expression
        let source: SourceText
        let isStored: Bool

        /// What the columns were called when the expression was written: renaming does not change it.
        var names: [Name]

        struct Name {
            let name: String
            let column: Int
        }
    }

    var name: String

    /// The name, where it is declared.
    let place: SourcePlace

    let declaredType: String
    let affinity: Affinity

    /// False if what is read from the column is never NULL.
    var isNullable: Bool

    /// The collation in lower case; nil for BINARY.
    let collation: String?

    let defaultValue: Default
    var generated: Generated?
    var checkedValues: CheckedValues?
    var comments: CommentBlock

    /// Decided when all migrations are read; see `ColumnTypes`.
    var type: ValueType?

    var folded: String { Identifier.fold(name) }
    var property: String { SwiftNaming.lowerCamelCase(name) }
    var isGenerated: Bool { generated != nil }

    /// True for a generated column that is `STORED`.
    var isStored: Bool { generated?.isStored ?? false }
}
