import LockstepSchema

/// The SQL that keeps, on a server, the versions of a schema's rows, the scopes that they belong to, and the scopes that
/// they left.
///
/// A version row is written by `INSERT … ON CONFLICT DO UPDATE` alone: the conflict clause of the statement that fires a
/// trigger overrides any `OR` clause within it (https://www.sqlite.org/lang_createtrigger.html). A change that does not
/// come through the server gets a log entry of its own.
struct RowVersions {
    private let tables: [VersionedTable]
    private let deciding: [Table]

    init(_ schema: Schema) {
        let scopes = RowScopes(schema)
        tables = scopes.tables.map { VersionedTable($0, scopes) }
        deciding = scopes.decidingServerTables
    }

    /// The statements, without an empty line at their end. Triggers come last, so that what the migrations inserted gets
    /// its scopes without leaving any.
    var sql: String {
        let parts =
            tables.map(\.tablesSQL) + tables.flatMap(\.fillSQL) + tables.map(\.triggersSQL)
            + deciding.map(Self.triggers(onServerTable:))
        return parts.joined(separator: "\n\n")
    }

    /// Who may read what is not only changed by mutations: clients are to learn of it.
    private static func triggers(onServerTable table: Table) -> String {
        ["insert", "update", "delete"].map { event in
            VersionTrigger(on: table.name, event: event, statements: []).sql
        }.joined(separator: "\n")
    }
}
