/// A query of a schema, whatever its result: for tests and simulations that ask all that a schema can be asked.
public protocol SchemaQuery<Schema>: Sendable {
    associatedtype Schema: SyncSchema
    associatedtype Value: Hashable & Sendable

    /// The query with its result's type, to be fetched or observed.
    var query: Query<Schema, Value> { get }
}

extension Query: SchemaQuery {
    public var query: Query<Schema, Value> { self }
}
