/// `[WITH …] SELECT … [UNION SELECT …] [ORDER BY …] [LIMIT …]`; https://www.sqlite.org/lang_select.html.
public struct Select: Sendable {
    /// Unique within the file, together with expressions and table references.
    public let id: Int

    /// Without enclosing parentheses.
    public let span: SourceSpan
    public let with: With?
    public let first: SelectBody

    /// The other arms of a compound select, which associate to the left.
    public let compounds: [CompoundArm]
    public let orderBy: [OrderingTerm]
    public let limit: Limit?

    /// The height of the tallest expression in it.
    let height: Int

    /// All arms.
    public var bodies: [SelectBody] { [first] + compounds.map(\.body) }
}

/// One arm of a select.
public indirect enum SelectBody: Sendable {
    case query(SelectQuery)
    case values(Values)

    public var span: SourceSpan {
        switch self {
        case .query(let query): query.span
        case .values(let values): values.span
        }
    }
}

/// `UNION SELECT …`.
public struct CompoundArm: Sendable {
    public enum Operator: String, Sendable {
        case union = "UNION"
        case unionAll = "UNION ALL"
        case intersect = "INTERSECT"
        case except = "EXCEPT"
    }

    public let op: Operator
    public let opSpan: SourceSpan
    public let body: SelectBody
}

/// `SELECT [DISTINCT] columns [FROM …] [WHERE …] [GROUP BY …] [HAVING …] [WINDOW …]`.
public struct SelectQuery: Sendable {
    public let isDistinct: Bool
    public let columns: [ResultColumn]
    public let from: FromClause?
    public let condition: Expression?
    public let groupBy: [Expression]
    public let having: Expression?
    public let windows: [NamedWindow]
    public let span: SourceSpan
}

/// `VALUES (a, b), (c, d)`.
public struct Values: Sendable {
    /// `(a, b)`
    public struct Row: Sendable {
        public let values: [Expression]

        /// With the parentheses.
        public let span: SourceSpan
    }

    /// At least one.
    public let rows: [Row]
    public let span: SourceSpan
}

/// A term of the list after SELECT or RETURNING.
public struct ResultColumn: Sendable {
    public indirect enum Kind: Sendable {
        /// `x`, `x AS alias`
        case expression(Expression, alias: Identifier?)
        /// `*`
        case allColumns
        /// `table.*`
        case tableColumns(Identifier)
    }

    public let kind: Kind

    /// The whole term: `x AS alias`, `*`, `table.*`.
    public let span: SourceSpan
}

/// `x [COLLATE name] [ASC|DESC] [NULLS FIRST|LAST]`; a COLLATE is part of the expression.
public struct OrderingTerm: Sendable {
    public enum Direction: String, Sendable {
        case ascending = "ASC"
        case descending = "DESC"
    }

    public enum NullsOrder: String, Sendable {
        case first = "NULLS FIRST"
        case last = "NULLS LAST"
    }

    public let expression: Expression

    /// Nil where nothing is written, which means ascending.
    public let direction: Direction?
    public let nulls: NullsOrder?
    public let span: SourceSpan
}

/// `LIMIT count [OFFSET offset]`, `LIMIT offset, count`.
public struct Limit: Sendable {
    public let count: Expression
    public let offset: Expression?

    /// From LIMIT on.
    public let span: SourceSpan
}
