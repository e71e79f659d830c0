public import LockstepSQL

/// A place where a parameter of a definition stands, and what the place says of its type.
public struct ParameterOrigin: Hashable, Sendable {
    /// The mutation or query, by its name in Swift.
    public let definition: String

    public let isQuery: Bool

    /// By its name in Swift.
    public let parameter: String

    public let place: SourcePlace

    /// The column that it is compared with or stored in, as `table.column`; nil if the type has another reason.
    public let column: String?
}
