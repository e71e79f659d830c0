import LockstepSQL

/// The columns of a select and how many rows it has.
struct SelectShape {
    struct Column {
        /// The alias, or the column's own name; nil for an expression without one.
        let name: String?
        let type: ExpressionType
        let span: SourceSpan

        /// The column of a table that it is, unchanged.
        let origin: ColumnOrigin?
    }

    /// A term of the result: one column, or all of a table by `*`.
    enum Item {
        case column(Int)
        case table(TableItem)
    }

    struct TableItem {
        let table: CatalogTable

        /// The alias, else the table's name.
        let name: String
        let isOptional: Bool
        let firstColumn: Int
        let span: SourceSpan
    }

    var columns: [Column]
    var items: [Item]

    /// True for aggregates without GROUP BY, and without HAVING and LIMIT, which could leave the row out.
    var hasExactlyOneRow: Bool

    /// False after an error that leaves the number of columns open.
    var isKnown = true

    static let unknown = SelectShape(columns: [], items: [], hasExactlyOneRow: false, isKnown: false)
}

/// What a select is for, which decides what its result depends on.
enum SelectPurpose {
    /// The result of a query.
    case result
    /// A value: its only row counts.
    case scalar
    /// Only whether there is a row counts.
    case existence
    /// The right side of IN, a table of FROM, a common table.
    case set
    /// The rows of INSERT … SELECT.
    case insertion
}

/// A common table expression whose select has been resolved.
struct CommonTableShape {
    let name: String
    let columns: [ScopeColumn]
}
