import Lockstep

/// The statements that make a replicated table of a snapshot from a server's.
struct SnapshotSelection: Sendable {
    /// Makes the table in the attached database `lockstep_target`.
    let create: String

    /// Inserts what the actor may read, with the parameters of `ActorParameters`.
    let insert: String

    /// Columns have no type, so that no value is converted. The key makes the table: a client finds the rows in its order.
    init(_ table: TableDescription, _ selection: RowSelection) {
        let name = "lockstep_target." + SQLIdentifier.quoted(table.name)
        let columns = selection.columns.map(SQLIdentifier.quoted).joined(separator: ", ")
        let key = table.key.map(SQLIdentifier.quoted).joined(separator: ", ")
        create = "CREATE TABLE \(name) (\(columns), PRIMARY KEY (\(key))) WITHOUT ROWID"
        insert = "INSERT INTO \(name) (\(columns)) \(selection.allRows)"
    }
}
