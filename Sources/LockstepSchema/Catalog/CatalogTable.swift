import LockstepSQL

/// A table as the migrations leave it.
struct CatalogTable {
    struct Unique {
        /// Indexes of columns; empty if the index is over expressions.
        let columns: [Int]
        let isPartial: Bool

        /// True if one of the columns is compared by another collation than BINARY.
        let hasOtherCollation: Bool

        /// The index's name in lower case; nil for a constraint.
        let indexName: String?
    }

    struct Reference {
        /// Indexes of columns.
        let columns: [Int]
        let target: ForeignKeyTarget
        let place: SourcePlace
    }

    let name: String

    /// The name, where it is declared.
    let place: SourcePlace

    var columns: [CatalogColumn]

    /// Indexes of the primary key's columns, in the key's order.
    let key: [Int]

    /// The column that is another name of the rowid: `INTEGER PRIMARY KEY`.
    let rowidAlias: Int?

    let autoincrement: SourcePlace?
    let isStrict: Bool
    let isWithoutRowid: Bool
    var references: [Reference]

    /// UNIQUE constraints and unique indexes other than the primary key.
    var uniques: [Unique]

    let comments: CommentBlock

    /// The statement that makes it.
    let statementPlace: SourcePlace

    var folded: String { Identifier.fold(name) }

    func index(ofColumn name: String) -> Int? {
        let folded = Identifier.fold(name)
        return columns.firstIndex { $0.folded == folded }
    }

    var keyNames: [String] { key.map { columns[$0].name } }

    /// Who has the table: `-- side:`, which `TableRules` checks.
    var side: TableSide {
        comments.directives(.side).first.flatMap { TableSide(rawValue: $0.value) } ?? .replicated
    }

    /// `-- read: everyone`, which `TableRules` checks.
    var isReadByEveryone: Bool { !comments.directives(.read).isEmpty }

    /// The row struct's name.
    var structName: String {
        comments.directives(.struct).first?.value ?? SwiftNaming.upperCamelCase(name)
    }
}
