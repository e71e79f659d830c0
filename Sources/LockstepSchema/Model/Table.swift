/// A table, as the newest migration leaves it.
public struct Table: Hashable, Sendable {
    public let name: String

    /// The row struct's name.
    public let structName: SwiftIdentifier

    /// The comment above `CREATE TABLE`, without `--`; empty if there is none.
    public let documentation: String

    /// In the table's order, generated columns included.
    public let columns: [Column]

    /// The names of the primary key's columns, in the key's order. Never empty for a replicated table.
    public let key: [String]

    public let isStrict: Bool
    public let isWithoutRowID: Bool
    public let foreignKeys: [ForeignKey]

    /// UNIQUE constraints and unique indexes other than the primary key.
    public let uniqueConstraints: [UniqueConstraint]

    public let side: TableSide

    public let readAccess: ReadAccess

    public init(
        name: String, structName: SwiftIdentifier, documentation: String, columns: [Column], key: [String],
        isStrict: Bool, isWithoutRowID: Bool, foreignKeys: [ForeignKey], uniqueConstraints: [UniqueConstraint],
        side: TableSide = .replicated, readAccess: ReadAccess = .everyone
    ) {
        self.name = name
        self.structName = structName
        self.documentation = documentation
        self.columns = columns
        self.key = key
        self.isStrict = isStrict
        self.isWithoutRowID = isWithoutRowID
        self.foreignKeys = foreignKeys
        self.uniqueConstraints = uniqueConstraints
        self.side = side
        self.readAccess = readAccess
    }

    /// The columns of the primary key, in the key's order.
    public var keyColumns: [Column] {
        key.compactMap { name in columns.first { $0.name == name } }
    }
}

/// `FOREIGN KEY (columns) REFERENCES parentTable (parentColumns)`.
public struct ForeignKey: Hashable, Sendable {
    public let columns: [String]
    public let parentTable: String
    public let parentColumns: [String]
    public let onDelete: Action
    public let onUpdate: Action
    public let isDeferred: Bool

    /// What becomes of the child's row when the parent's changes.
    public enum Action: Hashable, Sendable {
        case noAction, restrict, setNull, setDefault, cascade
    }

    public init(
        columns: [String], parentTable: String, parentColumns: [String], onDelete: Action, onUpdate: Action,
        isDeferred: Bool
    ) {
        self.columns = columns
        self.parentTable = parentTable
        self.parentColumns = parentColumns
        self.onDelete = onDelete
        self.onUpdate = onUpdate
        self.isDeferred = isDeferred
    }
}

/// No two rows have equal, non-NULL values in these columns.
public struct UniqueConstraint: Hashable, Sendable {
    /// Empty for an index over expressions.
    public let columns: [String]

    /// True for an index with WHERE, which holds for some rows only.
    public let isPartial: Bool

    public init(columns: [String], isPartial: Bool) {
        self.columns = columns
        self.isPartial = isPartial
    }
}
