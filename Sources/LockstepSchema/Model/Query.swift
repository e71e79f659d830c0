/// `-- name: x :many` or `:one`.
public struct Query: Hashable, Sendable {
    public let name: SwiftIdentifier

    /// The definition's comment, without `--`; empty if there is none.
    public let documentation: String

    public let cardinality: Cardinality

    /// In the order of their first appearance.
    public let arguments: [Argument]

    /// `*` and `table.*` are spelled out.
    public let statement: BoundStatement

    /// What each row becomes.
    public let result: QueryResult

    /// The columns of a row as SQLite gives them, in their order.
    public let columns: [QueryColumn]

    /// What its rows and their order depend on. Sorted by table.
    public let reads: [TableAccess]

    /// The one row that the result depends on, if the arguments fix a table's whole key and nothing else is read.
    public let pinnedRow: AddressedRow?

    /// Where it can run: `statement.side`.
    public var side: ExecutionSide { statement.side }

    /// How many rows there are.
    public enum Cardinality: Hashable, Sendable {
        /// An array.
        case many
        /// `:one` that may find no row: an optional.
        case optionalOne
        /// `:one` that always has a row: an aggregate without GROUP BY.
        case exactlyOne
    }

    public init(
        name: SwiftIdentifier, documentation: String, cardinality: Cardinality, arguments: [Argument],
        statement: BoundStatement, result: QueryResult, reads: [TableAccess], pinnedRow: AddressedRow?,
        columns: [QueryColumn] = []
    ) {
        self.name = name
        self.documentation = documentation
        self.cardinality = cardinality
        self.arguments = arguments
        self.statement = statement
        self.result = result
        self.columns = columns
        self.reads = reads
        self.pinnedRow = pinnedRow
    }
}

/// A column of a query's result.
public struct QueryColumn: Hashable, Sendable {
    /// As SQL has it: the alias, else the column's name, else the expression.
    public let name: String

    /// Where Swift has the value: the property, or the property of a nested struct and its own. Empty for a scalar.
    public let path: [SwiftIdentifier]

    /// Optional as well for all columns of a nested struct that is optional.
    public let type: ValueType

    public init(name: String, path: [SwiftIdentifier], type: ValueType) {
        self.name = name
        self.path = path
        self.type = type
    }
}

/// What a row of a query's result becomes in Swift.
public enum QueryResult: Hashable, Sendable {
    /// The value of the only column.
    case scalar(ValueType)

    /// The row struct of the table of this name: the result has its columns, in their order.
    case table(String)

    /// A struct of the query's own, by its Swift name; see `Schema.rowStructs`.
    case row(SwiftIdentifier)
}
