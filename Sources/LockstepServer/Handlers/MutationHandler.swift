public import Lockstep

/// The app's code for one mutation that is about to run, as a store is given it.
public struct MutationHandler<Schema: ServerSchema> {
    /// True for `-- handler: instead`: the mutation's own statements do not run.
    public let replacesStatements: Bool

    /// Runs the code.
    public let run: (any HandlerTransaction<Schema>) throws -> Void

    public init(
        replacesStatements: Bool, run: @escaping (any HandlerTransaction<Schema>) throws -> Void
    ) {
        self.replacesStatements = replacesStatements
        self.run = run
    }
}

/// A handler `before` or `instead` threw something else than a `MutationRejection` or an error of its transaction: a
/// fault of the app, or of what it relies on.
///
/// Nothing of the mutation stays. Its push is answered with 503 and the client tries again, so that a server with the
/// fault repaired applies it; the server counts how often it happens to a mutation, and at last rejects it as `failed`,
/// so that it cannot hold up what its client has pending behind it.
public struct HandlerFailed: Error, CustomStringConvertible {
    /// The mutation's name.
    public let mutation: String

    /// What the handler threw. It is for the server's log: no client is told.
    public let underlying: any Error

    public init(mutation: String, underlying: any Error) {
        self.mutation = mutation
        self.underlying = underlying
    }

    public var description: String { "The handler of `\(mutation)` failed: \(underlying)" }
}

/// A handler used its transaction after it had returned.
public struct HandlerTransactionOver: Error, CustomStringConvertible {
    public init() {}

    public var description: String {
        "A handler used its transaction after it had returned. Use it only within the call that lends it."
    }
}
