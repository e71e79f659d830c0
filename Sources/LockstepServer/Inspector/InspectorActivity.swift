/// What changes as a server is used, as far as it is in memory.
public struct InspectorActivity: Hashable, Sendable {
    /// Steps that clients were given since the server began.
    public let pulls: Int

    /// Pushes that wait for a transaction.
    public let waitingPushes: Int
}
