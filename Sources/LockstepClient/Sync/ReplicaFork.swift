public import Foundation

/// A replica that went on under a new client id: its file was copied, or restored from a device's backup, or the server
/// lost what it had acknowledged. What was pending is pushed under the new id; its tokens are the same, so nothing runs
/// twice.
public struct ReplicaFork: Hashable, Sendable {
    /// The client id that the other file may go on with.
    public let formerClient: UUID

    public let at: Date

    /// How many mutations were pending then.
    public let pendingCount: Int
}
