/// A parameter that callers give: of a mutation, an associated value of its case; of a query, of its function.
public struct Argument: Hashable, Sendable {
    public let name: SwiftIdentifier
    public let type: ValueType

    /// True for a parameter under `-- optional:`, which is a `Change` of `type`, `.keep` by default.
    public let isChange: Bool

    /// True for a UUID that a mutation inserts as a primary key: it defaults to a new UUIDv7.
    public let defaultsToNewID: Bool

    public init(name: SwiftIdentifier, type: ValueType, isChange: Bool = false, defaultsToNewID: Bool = false) {
        self.name = name
        self.type = type
        self.isChange = isChange
        self.defaultsToNewID = defaultsToNewID
    }
}
