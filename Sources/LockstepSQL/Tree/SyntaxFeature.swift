/// Syntax that came with a version of SQLite 3; https://www.sqlite.org/changes.html. What is older than 3.15 is not
/// listed.
public enum SyntaxFeature: String, CaseIterable, Hashable, Sendable, CustomStringConvertible {
    case rowValue = "row values"
    case booleanLiteral = "TRUE and FALSE"
    case upsert = "ON CONFLICT … DO"
    case windowFunction = "window functions"
    case renameColumn = "RENAME COLUMN"
    case vacuumInto = "VACUUM INTO"
    case windowFrameGroups = "GROUPS in a window frame"
    case windowFrameExclusion = "EXCLUDE in a window frame"
    case windowBase = "a window that extends another"
    case filter = "FILTER on an aggregate"
    case nullsOrder = "NULLS FIRST and NULLS LAST"
    case generatedColumn = "generated columns"
    case updateFrom = "UPDATE … FROM"
    case returning = "RETURNING"
    case dropColumn = "DROP COLUMN"
    case materialized = "MATERIALIZED"
    case severalUpserts = "several ON CONFLICT clauses"
    case anyConflictUpdate = "DO UPDATE without columns after ON CONFLICT"
    case strict = "STRICT"
    case extraction = "the operators -> and ->>"
    case rightJoin = "RIGHT JOIN and FULL JOIN"
    case isDistinctFrom = "IS DISTINCT FROM"
    case joinWordFunction = "a function named like a word before JOIN"
    case aggregateOrder = "ORDER BY inside the arguments of an aggregate"
    case digitSeparator = "a digit separator"
    case raiseExpression = "an expression as the message of RAISE"
    case addConstraint = "ADD CONSTRAINT"
    case dropConstraint = "DROP CONSTRAINT"
    case alterColumn = "ALTER COLUMN"
    case triggerAlias = "an alias for the table that a trigger writes to"
    case triggerSchema = "the schema of the table that a trigger writes to"

    /// What it is, for a message.
    public var description: String { rawValue }

    /// 44 for SQLite 3.44.
    public var minorVersion: Int {
        switch self {
        case .rowValue: 15
        case .booleanLiteral: 23
        case .upsert: 24
        case .windowFunction, .renameColumn: 25
        case .vacuumInto: 27
        case .windowFrameGroups, .windowFrameExclusion, .windowBase: 28
        case .filter, .nullsOrder: 30
        case .generatedColumn: 31
        case .updateFrom: 33
        case .returning, .dropColumn, .materialized, .severalUpserts, .anyConflictUpdate: 35
        case .strict: 37
        case .extraction: 38
        case .rightJoin, .isDistinctFrom: 39
        case .joinWordFunction: 42
        case .aggregateOrder: 44
        case .digitSeparator: 46
        case .raiseExpression: 47
        case .addConstraint, .dropConstraint, .alterColumn, .triggerAlias, .triggerSchema: 53
        }
    }
}
