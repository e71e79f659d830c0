/// `name` or `schema.name`, of a table, view, index or trigger.
public struct QualifiedName: Hashable, Sendable {
    /// `main`, `temp` or the name of an attached database.
    public let schema: Identifier?
    public let name: Identifier

    public var span: SourceSpan { (schema?.span ?? name.span).union(name.span) }
}
