/// What a handler `before` or `instead` may do in the mutation's transaction. It is over when the handler returns: a
/// later use throws.
///
/// Whatever it changes is part of the mutation: recorded, sent to clients and rolled back with it.
public protocol HandlerTransaction<Schema> {
    associatedtype Schema: ServerSchema

    /// Runs a query of the schema, on the state that the transaction has reached.
    ///
    /// - Throws: `SQLiteError`.
    func read<Value>(_ query: Query<Schema, Value>) throws -> Value

    /// Runs the statements of a mutation, with the actor and the times of the one that is handled, all or none of them.
    ///
    /// The statements and nothing else: neither are its conditions asked, which are for whoever pushes it, nor does its
    /// handler run.
    /// - Throws: `SQLiteError` if a constraint forbids it, or SQLite fails. A handler that lets the error through has
    ///   its mutation rejected, or tried again, as if the statement were the mutation's own; one that catches it can
    ///   go on.
    func apply(_ mutation: Schema.Mutation) throws
}
