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
        statement: BoundStatement, result: QueryResult, reads: [TableAccess], pinnedRow: AddressedRow?
    ) {
        self.name = name
        self.documentation = documentation
        self.cardinality = cardinality
        self.arguments = arguments
        self.statement = statement
        self.result = result
        self.reads = reads
        self.pinnedRow = pinnedRow
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
