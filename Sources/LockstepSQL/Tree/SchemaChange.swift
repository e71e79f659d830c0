/// `CREATE VIRTUAL TABLE [IF NOT EXISTS] name USING module(arguments)`; https://www.sqlite.org/vtab.html.
public struct CreateVirtualTable: Sendable {
    public let ifNotExists: Bool
    public let name: QualifiedName
    public let module: Identifier

    /// Each argument's text as written, without the white space around it: the module parses them.
    public let arguments: [ModuleArgument]
}

/// An argument of a virtual table's module.
public struct ModuleArgument: Hashable, Sendable {
    public let text: String
    public let span: SourceSpan
}

/// `CREATE [UNIQUE] INDEX [IF NOT EXISTS] name ON table (terms) [WHERE …]`;
/// https://www.sqlite.org/lang_createindex.html.
public struct CreateIndex: Sendable {
    public let isUnique: Bool
    public let ifNotExists: Bool
    public let name: QualifiedName
    public let table: Identifier
    public let terms: [OrderingTerm]
    public let condition: Expression?
}

/// `CREATE [TEMP] VIEW [IF NOT EXISTS] name [(columns)] AS SELECT …`; https://www.sqlite.org/lang_createview.html.
public struct CreateView: Sendable {
    public let isTemporary: Bool
    public let ifNotExists: Bool
    public let name: QualifiedName

    /// Nil without a list.
    public let columns: [Identifier]?
    public let select: Select
}

/// `CREATE [TEMP] TRIGGER … ON table … BEGIN …; END`; https://www.sqlite.org/lang_createtrigger.html.
public struct CreateTrigger: Sendable {
    public enum Time: String, Sendable {
        case before = "BEFORE"
        case after = "AFTER"
        case insteadOf = "INSTEAD OF"
    }

    public enum Event: Sendable {
        /// `DELETE`
        case delete
        /// `INSERT`
        case insert
        /// `UPDATE`; `UPDATE OF a, b`
        case update(of: [Identifier]?)
    }

    public let isTemporary: Bool
    public let ifNotExists: Bool
    public let name: QualifiedName

    /// Nil where nothing is written, which means BEFORE.
    public let time: Time?
    public let event: Event
    public let table: QualifiedName

    /// Whether FOR EACH ROW is written; every trigger is one.
    public let isForEachRow: Bool
    public let condition: Expression?

    /// SELECT, INSERT, UPDATE and DELETE only, at least one.
    public let body: [Statement]
}

/// `ALTER TABLE table …`; https://www.sqlite.org/lang_altertable.html.
public struct AlterTable: Sendable {
    public indirect enum Change: Sendable {
        /// `RENAME TO name`
        case rename(to: Identifier)
        /// `RENAME [COLUMN] old TO new`
        case renameColumn(Identifier, to: Identifier)
        /// `ADD [COLUMN] definition`
        case addColumn(ColumnDefinition)
        /// `DROP [COLUMN] name`
        case dropColumn(Identifier)
        /// `ADD [CONSTRAINT name] CHECK (condition)`
        case addConstraint(TableConstraint)
        /// `DROP CONSTRAINT name`
        case dropConstraint(Identifier)
        /// `ALTER [COLUMN] name SET NOT NULL [ON CONFLICT …]`
        case setNotNull(Identifier, ConflictClause?)
        /// `ALTER [COLUMN] name DROP NOT NULL`
        case dropNotNull(Identifier)
    }

    public let table: QualifiedName
    public let change: Change
}

/// `DROP TABLE [IF EXISTS] name`, and the same for INDEX, VIEW and TRIGGER.
public struct Drop: Sendable {
    public enum Subject: String, Sendable {
        case table = "TABLE"
        case index = "INDEX"
        case view = "VIEW"
        case trigger = "TRIGGER"
    }

    public let subject: Subject
    public let ifExists: Bool
    public let name: QualifiedName
}

/// A statement that neither reads tables nor changes rows or the schema.
public struct Utility: Sendable {
    public enum Kind: String, Sendable {
        case analyze = "ANALYZE"
        case attach = "ATTACH"
        case begin = "BEGIN"
        case commit = "COMMIT"
        case detach = "DETACH"
        case explain = "EXPLAIN"
        case pragma = "PRAGMA"
        case reindex = "REINDEX"
        case release = "RELEASE"
        case rollback = "ROLLBACK"
        case savepoint = "SAVEPOINT"
        case vacuum = "VACUUM"
    }

    /// What one kind has and the others have not.
    public indirect enum Detail: Sendable {
        /// Nothing but a name or a value
        case none
        /// `BEGIN IMMEDIATE`
        case transaction(TransactionMode)
        /// `ATTACH file AS schema [KEY key]`
        case attach(file: Expression, schema: Expression, key: Expression?)
        /// `DETACH schema`
        case detach(Expression)
        /// `VACUUM [schema] INTO file`
        case vacuum(into: Expression)
        /// `EXPLAIN statement`, `EXPLAIN QUERY PLAN statement`
        case explain(Statement, isQueryPlan: Bool)
    }

    /// When a transaction takes its locks; https://www.sqlite.org/lang_transaction.html.
    public enum TransactionMode: String, Sendable {
        case deferred = "DEFERRED"
        case immediate = "IMMEDIATE"
        case exclusive = "EXCLUSIVE"
    }

    public let kind: Kind

    /// The pragma, the savepoint, what is analyzed, reindexed or vacuumed.
    public let name: QualifiedName?

    /// The value of a PRAGMA as written: `PRAGMA name = value`, `PRAGMA name(value)`.
    public let value: String?
    public let detail: Detail
}
