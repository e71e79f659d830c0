public import Foundation

/// A call of a handler `after`: which mutation it is about, beside the arguments.
public struct HandlerDelivery: Hashable, Sendable {
    /// What identifies the mutation, and stays the same however often the handler is called for it: the idempotency key
    /// for what it asks of others.
    public let token: UUID

    /// The mutation's place in the log. A receiver who keeps the highest that it has seen can tell an older message.
    public let version: Int64

    /// What the mutation's statements ran with.
    public let context: MutationContext

    /// The number of this call for the mutation, from 1. One before it failed, or its end is not known.
    public let attempt: Int

    public init(token: UUID, version: Int64, context: MutationContext, attempt: Int) {
        self.token = token
        self.version = version
        self.context = context
        self.attempt = attempt
    }
}
