/// A column of a table.
public struct Column: Hashable, Sendable {
    public let name: String

    /// The row struct's property.
    public let property: SwiftIdentifier

    /// The column's comment, without `--`; empty if there is none.
    public let documentation: String

    /// The type as `CREATE TABLE` spells it; empty if there is none.
    public let declaredType: String

    public let affinity: Affinity
    public let type: ValueType

    /// True for `GENERATED ALWAYS AS`: computed from other columns, never inserted.
    public let isGenerated: Bool

    /// True for a generated column that is `STORED`; SQLite computes the others whenever they are read.
    public let isStored: Bool

    public let isInKey: Bool

    /// True if an INSERT may leave the column out and still store a value other than NULL.
    public let hasDefault: Bool

    public init(
        name: String, property: SwiftIdentifier, documentation: String, declaredType: String, affinity: Affinity,
        type: ValueType, isGenerated: Bool, isStored: Bool = false, isInKey: Bool, hasDefault: Bool
    ) {
        self.name = name
        self.property = property
        self.documentation = documentation
        self.declaredType = declaredType
        self.affinity = affinity
        self.type = type
        self.isGenerated = isGenerated
        self.isStored = isStored
        self.isInKey = isInKey
        self.hasDefault = hasDefault
    }
}

/// What SQLite makes of a value that is stored in a column
/// (https://www.sqlite.org/datatype3.html#determination_of_column_affinity).
public enum Affinity: String, Hashable, Sendable {
    case integer, real, text, blob, numeric
}
