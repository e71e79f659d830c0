/// Everything that a schema's definition files became: the generated root type conforms to it, and the client, the
/// server and the tests take it as their type parameter.
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

    /// The migrations in order; that of index `i` leads to version `i + 1`.
    static var migrations: [Migration] { get }

    /// The replicated tables, as the newest migration leaves them, parents before children where keys refer.
    static var tables: [TableDescription] { get }

    /// SQL that a server runs after the migrations: for every replicated table its row versions and their triggers
    /// (see `RowVersions`).
    static var rowVersionSQL: String { get }

    /// Every query, sorted by name, with arbitrary arguments, for tests and simulations; see
    /// `ColumnValue.arbitrary(using:)`.
    static func arbitraryQueries(using generator: inout some RandomNumberGenerator) -> [any SchemaQuery<Self>]
}

/// One step of a schema's tables.
public struct Migration: Hashable, Sendable {
    /// The definition file's name without extension, such as `0001_issues`.
    public let name: String

    /// The statements of the file.
    public let sql: String

    public init(name: String, sql: String) {
        self.name = name
        self.sql = sql
    }
}
