/// Columns of a table that a definition reads or writes.
public struct TableAccess: Hashable, Sendable {
    public let table: String

    /// In the table's order.
    public let columns: [String]

    public init(table: String, columns: [String]) {
        self.table = table
        self.columns = columns
    }
}

/// A row of a table, named by arguments that give its whole primary key.
public struct AddressedRow: Hashable, Sendable {
    public let table: String

    /// What gives each column of the key, in the key's order. The bindings are never `isSet`.
    public let key: [Binding]

    public init(table: String, key: [Binding]) {
        self.table = table
        self.key = key
    }
}
