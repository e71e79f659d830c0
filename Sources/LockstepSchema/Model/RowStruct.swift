/// A struct for the rows of one or more queries.
public struct RowStruct: Hashable, Sendable {
    public let name: SwiftIdentifier

    /// The names of the queries that it is the result of, sorted.
    public let queries: [String]

    public let fields: [Field]

    public init(name: SwiftIdentifier, queries: [String], fields: [Field]) {
        self.name = name
        self.queries = queries
        self.fields = fields
    }

    /// A property.
    public struct Field: Hashable, Sendable {
        public let name: SwiftIdentifier

        /// The index, from 0, of its first column in the result.
        public let column: Int

        public let content: Content

        public init(name: SwiftIdentifier, column: Int, content: Content) {
            self.name = name
            self.column = column
            self.content = content
        }
    }

    public enum Content: Hashable, Sendable {
        case value(ValueType)

        /// The row struct of a table, from as many columns as the table has.
        case table(String)

        /// The same on the NULL side of an outer join: nil if the column at this index of the result is NULL, which is
        /// one that is NOT NULL in the table.
        case optionalTable(String, presenceColumn: Int)
    }
}
