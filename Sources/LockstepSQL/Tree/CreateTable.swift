/// `CREATE [TEMP] TABLE [IF NOT EXISTS] name …`; https://www.sqlite.org/lang_createtable.html.
public struct CreateTable: Sendable {
    /// What the table is made of.
    public indirect enum Content: Sendable {
        /// `(columns, constraints) [options]`
        case definition(Definition)
        /// `AS SELECT …`
        case select(Select)
    }

    public struct Definition: Sendable {
        /// At least one.
        public let columns: [ColumnDefinition]
        public let constraints: [TableConstraint]
        public let isStrict: Bool
        public let isWithoutRowid: Bool

        /// The columns and constraints with their parentheses.
        public let span: SourceSpan
    }

    public let isTemporary: Bool
    public let ifNotExists: Bool
    public let name: QualifiedName
    public let content: Content
}

/// `name [type] [constraints]`.
public struct ColumnDefinition: Sendable {
    public let name: Identifier
    public let type: TypeName?
    public let constraints: [ColumnConstraint]
    public let span: SourceSpan
}

/// `[CONSTRAINT name] …` after a column.
public struct ColumnConstraint: Sendable {
    public indirect enum Kind: Sendable {
        /// `NULL`, which SQLite ignores
        case null
        /// `NOT NULL`
        case notNull
        /// `PRIMARY KEY [ASC|DESC] [AUTOINCREMENT]`
        case primaryKey(OrderingTerm.Direction?, isAutoincrement: Bool)
        /// `UNIQUE`
        case unique
        /// `CHECK (condition)`
        case check(Expression)
        /// `DEFAULT 1`, `DEFAULT (x)`, `DEFAULT -1`, `DEFAULT word`; see `DefaultValue`
        case defaultValue(DefaultValue)
        /// `COLLATE name`
        case collate(Identifier)
        /// `REFERENCES table …`
        case references(ForeignKeyTarget)
        /// `[NOT] DEFERRABLE …` that does not directly follow a REFERENCES
        case deferrable(Deferral)
        /// `[GENERATED ALWAYS] AS (x) [STORED|VIRTUAL]`
        case generated(Expression, isStored: Bool)
    }

    public let name: Identifier?
    public let kind: Kind

    /// `ON CONFLICT …` of NULL, NOT NULL, PRIMARY KEY and UNIQUE.
    public let conflict: ConflictClause?

    /// With `CONSTRAINT name`.
    public let span: SourceSpan
}

/// What stands after DEFAULT.
public struct DefaultValue: Sendable {
    /// `DEFAULT word` is a string literal of the word, but for TRUE and FALSE; a sign is a unary operator.
    public let expression: Expression

    /// `DEFAULT (x)`: only then may the expression be more than a literal.
    public let isParenthesized: Bool
}

/// `[CONSTRAINT name] …` after the columns.
public struct TableConstraint: Sendable {
    public indirect enum Kind: Sendable {
        /// `PRIMARY KEY (columns [AUTOINCREMENT])`
        case primaryKey([OrderingTerm], isAutoincrement: Bool)
        /// `UNIQUE (columns)`
        case unique([OrderingTerm])
        /// `CHECK (condition)`
        case check(Expression)
        /// `FOREIGN KEY (columns) REFERENCES …`
        case foreignKey([Identifier], ForeignKeyTarget)
    }

    public let name: Identifier?
    public let kind: Kind
    public let conflict: ConflictClause?

    /// With `CONSTRAINT name`.
    public let span: SourceSpan
}

/// `REFERENCES table[(columns)] [ON DELETE …] [ON UPDATE …] [MATCH …] [DEFERRABLE …]`;
/// https://www.sqlite.org/foreignkeys.html.
public struct ForeignKeyTarget: Sendable {
    public enum Action: String, Sendable {
        case setNull = "SET NULL"
        case setDefault = "SET DEFAULT"
        case cascade = "CASCADE"
        case restrict = "RESTRICT"
        case noAction = "NO ACTION"
    }

    public let table: Identifier

    /// Nil without a list: the parent's primary key.
    public let columns: [Identifier]?

    /// Nil where nothing is written, which means NO ACTION; the last one wins.
    public let onDelete: Action?
    public let onUpdate: Action?

    /// `MATCH name`, which SQLite ignores.
    public let match: Identifier?
    public let deferral: Deferral?

    /// From REFERENCES on.
    public let span: SourceSpan
}

/// `[NOT] DEFERRABLE [INITIALLY DEFERRED|IMMEDIATE]`.
public struct Deferral: Hashable, Sendable {
    public let isDeferrable: Bool

    /// Checked at COMMIT: DEFERRABLE INITIALLY DEFERRED alone.
    public let isInitiallyDeferred: Bool
    public let span: SourceSpan
}
