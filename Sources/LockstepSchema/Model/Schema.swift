/// Everything that the definition files of one app say, decided: what is printed from it needs no knowledge of SQL.
public struct Schema: Hashable, Sendable {
    /// The root type's name.
    public let name: SwiftIdentifier

    public let access: Access

    /// Modules that generated code imports besides `Lockstep`, for types of the app's.
    public let imports: [String]

    /// The oldest SQLite that clients and servers run.
    public let oldestSQLite: SQLiteVersion

    /// In order; that at index `i` leads to version `i + 1`.
    public let migrations: [Migration]

    /// Those of every side. Parents before children where foreign keys refer, else in order of creation.
    public let tables: [Table]

    /// The derived tables, in order of creation, and the triggers that keep them, by table.
    public let derivedTables: [DerivedTable]
    public let derivedTriggers: [DerivedTrigger]

    /// Sorted by name.
    public let mutations: [Mutation]

    /// Sorted by name.
    public let queries: [Query]

    /// Sorted by name.
    public let enums: [EnumType]

    /// The codes of `-- require code:`, without repetitions, sorted.
    public let codes: [SwiftIdentifier]

    /// Structs for the elements of bulk parameters, sorted by name.
    public let bulkRows: [BulkRow]

    /// The target that the server's half of the generated code goes to; nil if it is the one of the other half.
    public let serverTarget: String?

    /// Structs of queries whose rows are neither scalars nor whole rows of a table, sorted by name.
    public let rowStructs: [RowStruct]

    public init(
        name: SwiftIdentifier, access: Access, imports: [String], oldestSQLite: SQLiteVersion,
        migrations: [Migration], tables: [Table], mutations: [Mutation], queries: [Query], enums: [EnumType],
        rowStructs: [RowStruct], codes: [SwiftIdentifier] = [], bulkRows: [BulkRow] = [], serverTarget: String? = nil,
        derivedTables: [DerivedTable] = [], derivedTriggers: [DerivedTrigger] = []
    ) {
        self.name = name
        self.access = access
        self.imports = imports
        self.oldestSQLite = oldestSQLite
        self.migrations = migrations
        self.tables = tables
        self.mutations = mutations
        self.queries = queries
        self.enums = enums
        self.rowStructs = rowStructs
        self.codes = codes
        self.bulkRows = bulkRows
        self.serverTarget = serverTarget
        self.derivedTables = derivedTables
        self.derivedTriggers = derivedTriggers
    }

    /// The number of the newest migration; 0 if there is none.
    public var version: Int { migrations.count }

    /// The tables that client and server both have.
    public var replicatedTables: [Table] {
        tables.filter { $0.side == .replicated }
    }

    /// The table of this name in SQLite.
    public func table(named name: String) -> Table? {
        tables.first { $0.name == name }
    }

    /// The access level of generated declarations.
    public enum Access: String, Hashable, Sendable, CaseIterable {
        case `public`, package, `internal`
    }
}

/// A file of `migrations/`.
public struct Migration: Hashable, Sendable {
    public let number: Int

    /// The file's name without extension: `0001_issues`.
    public let name: String

    /// The file's text without comments.
    public let sql: String

    /// What clients run of it: all but what is about tables of the server's, and but the triggers that keep derived tables.
    public let clientSQL: String

    /// What the server runs of it: all but what is about tables that only clients have.
    public let serverSQL: String

    /// - Parameters:
    ///   - clientSQL: Nil if clients run the whole text.
    ///   - serverSQL: Nil if the server runs the whole text.
    public init(number: Int, name: String, sql: String, clientSQL: String? = nil, serverSQL: String? = nil) {
        self.number = number
        self.name = name
        self.sql = sql
        self.clientSQL = clientSQL ?? sql
        self.serverSQL = serverSQL ?? sql
    }
}
