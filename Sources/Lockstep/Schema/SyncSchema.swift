/// What a schema's definition files became, as far as clients need it: the generated root type conforms to it, and the
/// client takes it as its type parameter. What only servers need is in `ServerSchema`.
///
/// Do not declare conformances yourself; the `lockstep` generator does.
public protocol SyncSchema: Sendable {
    associatedtype Mutation: SyncMutation

    /// The root type's name.
    static var name: String { get }

    /// The number of the newest migration. A client and a server with the same version have the same tables.
    static var version: Int { get }

    /// A hash over the definition files' meaning. Two builds with the same fingerprint replay each other's mutations.
    static var fingerprint: String { get }

    /// The migrations in order, without what is about tables of the server's and without `derivedTriggers`; that of index
    /// `i` leads to version `i + 1`.
    static var migrations: [Migration] { get }

    /// The replicated tables, as the newest migration leaves them, parents before children where keys refer.
    static var tables: [TableDescription] { get }

    /// The tables that triggers derive from others on each client.
    static var derivedTables: [DerivedTable] { get }

    /// The triggers that do it, as the newest migration leaves them. They write derived tables only.
    static var derivedTriggers: [DerivedTrigger] { get }

    /// Every query that clients can ask, sorted by name, with arbitrary arguments, for tests and simulations; see
    /// `ColumnValue.arbitrary(using:)`.
    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>]
}

extension SyncSchema {
    public static var derivedTables: [DerivedTable] { [] }
    public static var derivedTriggers: [DerivedTrigger] { [] }
}

/// One step of a schema's tables.
public struct Migration: Hashable, Sendable {
    /// The definition file's name without extension, such as `0001_issues`.
    public let name: String

    /// The statements of the file that one side runs; empty if none are about its tables.
    public let sql: String

    public init(name: String, sql: String) {
        self.name = name
        self.sql = sql
    }
}
