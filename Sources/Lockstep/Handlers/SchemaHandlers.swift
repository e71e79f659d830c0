/// The app's own code for a schema's mutations with `-- handler:`.
///
/// The generator writes a struct that conforms to it, `Handlers` in the root type, with one closure per handled
/// mutation; a schema without handled mutations has `NoHandlers`. A server calls it, an app only fills it in.
public protocol SchemaHandlers<Schema>: Sendable {
    associatedtype Schema: ServerSchema

    /// Runs the code of a mutation with `-- handler: before` or `instead`, within the mutation's transaction.
    ///
    /// - Parameter context: What the mutation's statements run with.
    /// - Throws: What the app's code throws.
    func handle(
        _ mutation: Schema.Mutation, in context: MutationContext, using transaction: any HandlerTransaction<Schema>
    ) throws

    /// Runs the code of a mutation with `-- handler: after`, some time after it was committed.
    ///
    /// - Throws: What the app's code throws.
    func deliver(_ mutation: Schema.Mutation, as delivery: HandlerDelivery) async throws
}

/// Stands for the handlers of a schema whose mutations have none.
public struct NoHandlers<Schema: ServerSchema>: SchemaHandlers {
    public init() {}

    public func handle(
        _ mutation: Schema.Mutation, in context: MutationContext, using transaction: any HandlerTransaction<Schema>
    ) throws {}

    public func deliver(_ mutation: Schema.Mutation, as delivery: HandlerDelivery) async throws {}
}
