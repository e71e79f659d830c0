/// What happens to a row that breaks a constraint; https://www.sqlite.org/lang_conflict.html.
public enum ConflictAction: String, Hashable, Sendable {
    case rollback = "ROLLBACK"
    case abort = "ABORT"
    case fail = "FAIL"
    case ignore = "IGNORE"
    case replace = "REPLACE"
}

/// `OR action` of a statement, `ON CONFLICT action` of a constraint.
public struct ConflictClause: Hashable, Sendable {
    public let action: ConflictAction

    /// From OR or ON on; the word REPLACE of a REPLACE statement.
    public let span: SourceSpan
}

/// The table that a statement writes to.
public struct TargetTable: Sendable {
    public let name: QualifiedName
    public let alias: Identifier?

    /// Always nil for INSERT.
    public let hint: IndexHint?
    public let span: SourceSpan
}

/// `INSERT INTO table …`; https://www.sqlite.org/lang_insert.html.
public struct Insert: Sendable {
    /// What is inserted.
    public indirect enum Rows: Sendable {
        /// `VALUES (…), (…)` alone, without WITH, compounds, ORDER BY and LIMIT
        case values(Values)
        /// Any other `SELECT …`
        case select(Select)
        /// `DEFAULT VALUES`
        case defaults(SourceSpan)
    }

    public let with: With?

    /// Whether the statement begins with REPLACE; `conflict` then says `.replace`.
    public let isReplace: Bool
    public let conflict: ConflictClause?
    public let table: TargetTable

    /// Nil without a list.
    public let columns: [Identifier]?

    /// The column list with its parentheses.
    public let columnsSpan: SourceSpan?
    public let rows: Rows
    public let upserts: [Upsert]
    public let returning: Returning?
}

/// `ON CONFLICT [(columns) [WHERE …]] DO NOTHING`, `… DO UPDATE SET …`; https://www.sqlite.org/lang_upsert.html.
public struct Upsert: Sendable {
    /// `(columns) [WHERE condition]`
    public struct Target: Sendable {
        public let columns: [OrderingTerm]
        public let condition: Expression?

        /// The columns with their parentheses.
        public let span: SourceSpan
    }

    public indirect enum Action: Sendable {
        /// `DO NOTHING`
        case nothing
        /// `DO UPDATE SET … [WHERE …]`
        case update([Assignment], condition: Expression?)
    }

    /// Nil for any conflict.
    public let target: Target?
    public let action: Action
    public let span: SourceSpan
}

/// A term of SET.
public struct Assignment: Sendable {
    /// `column = value`: one; `(a, b) = value`: each of the list.
    public let columns: [Identifier]

    /// Whether the columns stand in parentheses, even if there is one only.
    public let isRow: Bool

    /// The columns with their parentheses.
    public let columnsSpan: SourceSpan

    /// Its span is the assignment's right side.
    public let value: Expression
    public let span: SourceSpan
}

/// `UPDATE table SET …`; https://www.sqlite.org/lang_update.html.
public struct Update: Sendable {
    public let with: With?
    public let conflict: ConflictClause?
    public let table: TargetTable
    public let assignments: [Assignment]
    public let from: FromClause?
    public let condition: Expression?
    public let returning: Returning?
}

/// `DELETE FROM table …`; https://www.sqlite.org/lang_delete.html.
public struct Delete: Sendable {
    public let with: With?
    public let table: TargetTable
    public let condition: Expression?
    public let returning: Returning?
}

/// `RETURNING columns`; https://www.sqlite.org/lang_returning.html.
public struct Returning: Sendable {
    public let columns: [ResultColumn]

    /// From RETURNING on.
    public let span: SourceSpan
}
