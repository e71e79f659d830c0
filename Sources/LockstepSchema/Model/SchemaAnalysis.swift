public import LockstepSQL

/// What became of a schema's definition files.
public struct SchemaAnalysis: Sendable {
    /// Nil if there is an error.
    public let schema: Schema?

    /// All of a run, by path, then by place.
    public let diagnostics: [Diagnostic]

    /// Every statement as SQLite will get it, for real SQLite to confirm: the migrations' first and in order, then those
    /// of mutations and queries. Definitions with errors are left out.
    public let statements: [CheckedStatement]

    /// What the rules say of the files, before `silences` is applied. Rules about the schema as a whole say nothing as
    /// long as there is an error.
    public var warnings: [Diagnostic] = []

    /// Every `-- silence:` of the files.
    public var silences = Silences()

    /// Where the parameters of mutations and queries stand, by definition, then by place.
    public var parameterOrigins: [ParameterOrigin] = []
}

/// A statement of which Lockstep says that SQLite accepts it.
public struct CheckedStatement: Hashable, Sendable {
    public enum Subject: Hashable, Sendable {
        /// To be run, so that the following ones find the schema.
        case migration
        /// Of the mutation of this name, or one of its conditions; to be prepared.
        case mutation(String)
        /// The query of this name; to be prepared.
        case query(String)
        /// The scope or the grant of a read rule of this table; to be prepared.
        case permission(String)
    }

    public let subject: Subject
    public let sql: String

    /// The statement in its definition file.
    public let place: SourcePlace

    /// The parameters are `?1` up to this number.
    public let parameterCount: Int

    /// The types of the columns that a query, a condition, a scope or a grant has; empty for other statements.
    public let columns: [ValueType]

    /// Of each column of a query why it may be NULL; nil where it may not.
    package var nullReasons: [String?] = []

    /// True if the text at `place` is the statement as its author wrote it; false if it is a part of one, such as a
    /// condition.
    public let isWritten: Bool

    public init(
        subject: Subject, sql: String, place: SourcePlace, parameterCount: Int = 0, columns: [ValueType] = [],
        isWritten: Bool = true
    ) {
        self.subject = subject
        self.sql = sql
        self.place = place
        self.parameterCount = parameterCount
        self.columns = columns
        self.isWritten = isWritten
    }
}
