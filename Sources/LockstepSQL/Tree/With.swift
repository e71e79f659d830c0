/// `WITH [RECURSIVE] name AS (…), …`; https://www.sqlite.org/lang_with.html.
public struct With: Sendable {
    /// SQLite ignores the word: any common table expression may be recursive.
    public let isRecursive: Bool
    public let tables: [CommonTable]
    public let span: SourceSpan
}

/// `name[(columns)] AS [[NOT] MATERIALIZED] (SELECT …)`.
public struct CommonTable: Sendable {
    public enum Materialization: String, Sendable {
        case materialized = "MATERIALIZED"
        case notMaterialized = "NOT MATERIALIZED"
    }

    public let name: Identifier

    /// Nil without a list.
    public let columns: [Identifier]?
    public let materialization: Materialization?
    public let select: Select
    public let span: SourceSpan
}
