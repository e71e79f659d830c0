/// A rule by which rows of a table are sent.
struct ReadRule {
    /// Behind the table's name, where the table has several.
    let name: String
    let scope: String

    /// Nil if the scope is that of the row of another table.
    let grant: String?

    func sql(of table: RandomTable) -> String {
        let header = table.rules.count == 1 ? table.name : "\(table.name).\(name)"
        return "-- name: \(header) :read\n-- scope: \(scope)\n" + (grant.map { "\($0);\n" } ?? "")
    }
}
