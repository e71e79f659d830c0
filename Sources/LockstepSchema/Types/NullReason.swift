/// Why a value may be NULL, as far as the analysis knows.
enum NullReason: Hashable {
    /// A column of a table that is declared without NOT NULL: `issue.closed_at`.
    case column(String)
    /// The source that an outer join may find no row of.
    case outerJoin(String)
    /// The constant.
    case null
    case parameter
    /// An aggregate over no rows, or over nothing but NULLs.
    case noRows(String)
    /// A frame of a window that may be empty.
    case frame(String)
    /// A sum, a product or a quotient that is no number.
    case noNumber
    /// A subquery that may have no row.
    case noRow
    case noElse
    /// NULL for some arguments, whatever their types.
    case function(String)

    var text: String {
        switch self {
        case .column(let name): "the column `\(name)` may be NULL"
        case .outerJoin(let name): "the outer join may find no row of `\(name)`"
        case .null: "NULL is one of the values"
        case .parameter: "the parameter may be NULL"
        case .noRows(let name): "`\(name)` over no rows is NULL"
        case .frame(let name): "the window of `\(name)` may have no row"
        case .noNumber: "the arithmetic may give what is no number, as a division by 0 does"
        case .noRow: "the subquery may have no row"
        case .noElse: "the CASE has no ELSE"
        case .function(let name): "`\(name)` is NULL for some arguments"
        }
    }
}
