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

    /// Parents before children where foreign keys refer, else in order of creation.
    public let tables: [Table]

    /// Sorted by name.
    public let mutations: [Mutation]

    /// Sorted by name.
    public let queries: [Query]

    /// Sorted by name.
    public let enums: [EnumType]

    /// Structs of queries whose rows are neither scalars nor whole rows of a table, sorted by name.
    public let rowStructs: [RowStruct]

    public init(
        name: SwiftIdentifier, access: Access, imports: [String], oldestSQLite: SQLiteVersion,
        migrations: [Migration], tables: [Table], mutations: [Mutation], queries: [Query], enums: [EnumType],
        rowStructs: [RowStruct]
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
    }

    /// The number of the newest migration; 0 if there is none.
    public var version: Int { migrations.count }

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

    public init(number: Int, name: String, sql: String) {
        self.number = number
        self.name = name
        self.sql = sql
    }
}
