/// A statement as SQLite gets it.
public struct BoundStatement: Hashable, Sendable {
    /// The author's text without comments and without a semicolon. Its parameters are `?1`, `?2`… without gaps.
    public let sql: String

    /// What to bind: the element at index `i` to parameter `i + 1`.
    public let bindings: [Binding]

    /// Where the tables are that it is about.
    public let side: ExecutionSide

    public init(sql: String, bindings: [Binding], side: ExecutionSide = .both) {
        self.sql = sql
        self.bindings = bindings
        self.side = side
    }
}

/// What a parameter of a statement is bound to.
public enum Binding: Hashable, Sendable {
    /// An argument's value; NULL for a `Change` that keeps. The type is that of the place where it is used: the
    /// argument's own, but for the storage and for being optional.
    case argument(SwiftIdentifier, ValueType)

    /// 1 if the `Change` is to be set, else 0.
    case isSet(SwiftIdentifier)

    /// The actor, as a string or a UUID.
    case actor(ValueType)

    /// The time the mutation was made: a `Date` or an `Int` of milliseconds, in the storage of the type.
    case now(ValueType)

    /// The commit time, in the same forms as `now`.
    case committedAt(ValueType)
}
