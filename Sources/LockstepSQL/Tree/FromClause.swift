/// `first JOIN second ON … JOIN third …`, which associates to the left.
public struct FromClause: Sendable {
    public let first: TableReference
    public let joins: [Join]

    /// Without the word FROM and without parentheses.
    public let span: SourceSpan

    /// All tables in the order written.
    public var tables: [TableReference] { [first] + joins.map(\.table) }
}

/// `LEFT JOIN table ON …`.
public struct Join: Sendable {
    public let op: JoinOperator
    public let table: TableReference
    public let constraint: JoinConstraint?
    public let span: SourceSpan
}

/// `,`, `JOIN`, `NATURAL LEFT OUTER JOIN`.
public struct JoinOperator: Hashable, Sendable {
    public enum Kind: Sendable {
        /// `,`
        case comma
        /// `JOIN`, `INNER JOIN`
        case inner
        /// `CROSS JOIN`: inner, tables not reordered
        case cross
        /// `LEFT [OUTER] JOIN`
        case left
        /// `RIGHT [OUTER] JOIN`
        case right
        /// `FULL [OUTER] JOIN`
        case full
    }

    public let kind: Kind
    public let isNatural: Bool
    public let span: SourceSpan

    /// Whether the tables on the left may be filled with NULLs.
    public var isLeftOptional: Bool { kind == .right || kind == .full }

    /// Whether the table on the right may be filled with NULLs.
    public var isRightOptional: Bool { kind == .left || kind == .full }
}

/// What follows the table of a join.
public indirect enum JoinConstraint: Sendable {
    /// `ON condition`
    case on(Expression)
    /// `USING (columns)`
    case using([Identifier])
}

/// A term of a FROM clause.
public struct TableReference: Sendable {
    public indirect enum Kind: Sendable {
        /// `table`, `schema.table`, `table INDEXED BY index`
        case table(QualifiedName, IndexHint?)
        /// `json_each(:ids)`, a table-valued function; the span is that of the arguments with their parentheses
        case function(QualifiedName, [Expression], argumentsSpan: SourceSpan)
        /// `(SELECT …)`
        case subquery(Select)
        /// `(a JOIN b)`
        case nested(FromClause)
    }

    /// Unique within the file, together with expressions and selects.
    public let id: Int
    public let kind: Kind
    public let alias: Identifier?

    /// With the alias.
    public let span: SourceSpan
}

/// Which index to use, after the name of a table.
public enum IndexHint: Hashable, Sendable {
    /// `INDEXED BY index`
    case indexedBy(Identifier)
    /// `NOT INDEXED`
    case notIndexed
}
