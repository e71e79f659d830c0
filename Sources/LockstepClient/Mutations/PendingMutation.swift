public import Foundation

/// A mutation of this replica whose outcome is not known yet.
public struct PendingMutation: Hashable, Sendable, Identifiable {
    /// Its place in the order in which the server takes this client's mutations, from 1.
    public let number: Int64

    /// What identifies it: that of its receipt.
    public let token: UUID

    /// Its name in the definition files.
    public let name: String

    /// The arguments as the text of a JSON object.
    public let arguments: [UInt8]

    /// When it was made.
    public let madeAt: Date

    /// Why it has no effect here for now: it could not be run again on the state that the server sent. It is pushed all
    /// the same, since the server decides.
    public let failure: String?

    public var id: UUID { token }
}
