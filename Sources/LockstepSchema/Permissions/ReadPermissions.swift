import LockstepSQL

/// The read rules of a schema.
struct ReadPermissions {
    /// True if `permissions.sql` has a rule, right or wrong: then every table and every mutation says who may.
    let isRestricted: Bool

    /// By the table's name in lower case, in the order of the files.
    let rules: [String: [ReadRule]]

    /// The grants and the scopes, for real SQLite to confirm.
    let statements: [CheckedStatement]

    func access(of table: CatalogTable) -> ReadAccess {
        rules[table.folded].map { .rules($0) } ?? .everyone
    }

    /// Names in lower case of the tables of which a client may not have all rows.
    var restrictedTables: Set<String> { Set(rules.keys) }
}
