public import LockstepSQL

/// Who may read the rows of a table.
public enum ReadAccess: Hashable, Sendable {
    /// Everyone: `-- read: everyone`, or a schema without read rules.
    case everyone

    /// Those whom one of the rules lets read a row. Never empty.
    case rules([ReadRule])
}

/// `-- name: table :read`: a row may be read by the actors whose grants hold its scope.
public struct ReadRule: Hashable, Sendable {
    /// What tells apart several rules of one table: `member`, of `-- name: issue.member :read`. Nil if there is but one.
    public let name: String?

    public let scope: Scope

    /// A SELECT of one column: the scopes that `:actor` may read. Nil if the scope is the parent's, whose rules hold.
    public let grant: BoundStatement?

    /// What the grant depends on. Sorted by table.
    public let reads: [TableAccess]

    public let place: SourcePlace

    /// `-- scope: …`
    public enum Scope: Hashable, Sendable {
        /// An SQL expression over the row's own columns.
        case expression(sql: String, ValueType)

        /// `-- scope: issue_id -> issue`: that of the row of another table that these columns refer to.
        case parent(columns: [String], table: String)
    }

    public init(
        name: String?, scope: Scope, grant: BoundStatement?, reads: [TableAccess], place: SourcePlace
    ) {
        self.name = name
        self.scope = scope
        self.grant = grant
        self.reads = reads
        self.place = place
    }
}
