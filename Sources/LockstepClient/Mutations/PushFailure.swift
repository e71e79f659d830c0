public import Foundation

/// Why the last request that carried a mutation did not lead to an outcome. The mutation is sent again: this is news for
/// people who wait, and decides nothing.
public struct PushFailure: Hashable, Sendable {
    /// The kind of the failure; nil if a later version of Lockstep noted it.
    public let code: ClientError.Code?

    /// A sentence that says what happened.
    public let message: String

    /// When requests began to fail in this way.
    public let since: Date
}
