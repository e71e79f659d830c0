/// A foreign key.
struct RandomReference {
    let columns: [String]

    /// Names of tables and columns.
    let parent: String
    let parentColumns: [String]

    /// What stands behind ON DELETE and ON UPDATE.
    var onDelete: String?
    var onUpdate: String?
    var isDeferred = false

    var sql: String {
        var text =
            "FOREIGN KEY (\(columns.joined(separator: ", "))) REFERENCES \(parent) "
            + "(\(parentColumns.joined(separator: ", ")))"
        if let onDelete { text += " ON DELETE \(onDelete)" }
        if let onUpdate { text += " ON UPDATE \(onUpdate)" }
        if isDeferred { text += " DEFERRABLE INITIALLY DEFERRED" }
        return text
    }
}
