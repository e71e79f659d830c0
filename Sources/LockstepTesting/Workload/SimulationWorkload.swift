public import Lockstep

/// What users do in a simulation: the mutations that they make.
///
///     let workload = SimulationWorkload(Tracker.self, actors: ["ann", "bob"]) { actor, generator in
///         Bool.random(using: &generator) ? .createIssue(title: "a") : .arbitrary(using: &generator)
///     }
public struct SimulationWorkload<Schema: ServerSchema>: Sendable {
    let actors: [String]
    let mutation: @Sendable (_ actor: String, _ generator: inout any RandomNumberGenerator) -> Schema.Mutation
    let edits: [String]
    let codes: Set<String>?
    let handlers: Schema.Handlers

    /// - Parameters:
    ///   - actors: Who uses the devices, in turns.
    ///   - edits: Statements that somebody types into the `sqlite3` shell on the server's file. Those that fail change
    ///     nothing.
    ///   - codes: Those of the schema's conditions (`-- require code:`): with another one no mutation may be rejected. Nil if
    ///     that is not to be watched.
    ///   - handlers: The server's. A handler `before` or `instead` depends on its arguments and on what it reads in its
    ///     transaction only: the log is run by it once more. One `after` may fail, and succeeds in the end or gives up.
    ///   - mutation: Makes a mutation. It depends on nothing else than its arguments.
    public init(
        _ schema: Schema.Type, actors: [String] = ["ann", "bob", "Ann"], edits: [String] = [],
        codes: Set<String>? = nil, handlers: Schema.Handlers,
        mutation: @escaping @Sendable (_ actor: String, _ generator: inout any RandomNumberGenerator) -> Schema.Mutation
    ) {
        precondition(!actors.isEmpty, "A simulation needs an actor.")
        self.actors = actors
        self.edits = edits
        self.codes = codes
        self.handlers = handlers
        self.mutation = mutation
    }

    /// Mutations with arbitrary values, each as likely as the others.
    public init(
        _ schema: Schema.Type, actors: [String] = ["ann", "bob", "Ann"], edits: [String] = [],
        codes: Set<String>? = nil, handlers: Schema.Handlers
    ) {
        self.init(schema, actors: actors, edits: edits, codes: codes, handlers: handlers) { _, generator in
            Schema.Mutation.arbitrary(using: &generator)
        }
    }
}

extension SimulationWorkload where Schema.Handlers == NoHandlers<Schema> {
    /// What users do with a schema whose mutations have no handlers.
    public init(
        _ schema: Schema.Type, actors: [String] = ["ann", "bob", "Ann"], edits: [String] = [],
        codes: Set<String>? = nil,
        mutation: @escaping @Sendable (_ actor: String, _ generator: inout any RandomNumberGenerator) -> Schema.Mutation
    ) {
        self.init(
            schema, actors: actors, edits: edits, codes: codes, handlers: NoHandlers(), mutation: mutation)
    }

    /// Mutations with arbitrary values, each as likely as the others, of a schema whose mutations have no handlers.
    public init(
        _ schema: Schema.Type, actors: [String] = ["ann", "bob", "Ann"], edits: [String] = [],
        codes: Set<String>? = nil
    ) {
        self.init(schema, actors: actors, edits: edits, codes: codes, handlers: NoHandlers())
    }
}
