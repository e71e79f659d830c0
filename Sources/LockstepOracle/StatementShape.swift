/// What SQLite makes of a statement.
struct StatementShape: Equatable {
    let parameters: Int

    /// The type of each column as `CREATE TABLE` spells it; nil for what is not simply a column of a table.
    let declaredTypes: [String?]

    let isReadOnly: Bool
}
