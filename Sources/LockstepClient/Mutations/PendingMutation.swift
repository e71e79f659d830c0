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

    /// Why the last request that carried it failed; nil if it was in none since the last that succeeded. Kept in the
    /// file, so that another process or a later run of the app can tell.
    public let pushFailure: PushFailure?

    public var id: UUID { token }

    /// How long it has been waiting for its outcome.
    public func age(at date: Date) -> Duration {
        .seconds(date.timeIntervalSince(madeAt))
    }
}
