/// `-- name: table :read`: a row may be read by the actors whose grants hold its scope.
///
/// The rules of a table are numbered from 0 in the order of `ServerSchema.readRules`; a server keeps a row's scope by the
/// rule of index `i` in `lockstep_scope_i` of the row's version. A rule that inherits those of a parent is there once for
/// each of them.
public struct ReadRule: Hashable, Sendable {
    public let table: String

    /// What tells apart several rules of one table; nil if there is but one.
    public let name: String?

    public let scope: Scope

    /// A SELECT of the scopes that an actor may read, and its parameters: the parent's, where the scope is.
    public let grant: Grant

    /// What the grant depends on.
    public let reads: [TableAccess]

    public enum Scope: Hashable, Sendable {
        /// An SQL expression over the row's own columns.
        case expression(String)

        /// The scope that the row of another table has by that table's rule of this index. The columns hold its key, in
        /// the order of the key.
        case parent(columns: [String], table: String, rule: Int)
    }

    public struct Grant: Hashable, Sendable {
        public let sql: String

        /// The form of the actor in each parameter, from `?1` on.
        public let actors: [ActorForm]

        public init(sql: String, actors: [ActorForm]) {
            self.sql = sql
            self.actors = actors
        }
    }

    /// How a column holds an actor.
    public enum ActorForm: Hashable, Sendable {
        /// The text by which the host names the actor.
        case text

        /// A UUID, as TEXT in lowercase or as a BLOB of 16 bytes.
        case uuidText, uuidBlob
    }

    public init(table: String, name: String?, scope: Scope, grant: Grant, reads: [TableAccess]) {
        self.table = table
        self.name = name
        self.scope = scope
        self.grant = grant
        self.reads = reads
    }
}
