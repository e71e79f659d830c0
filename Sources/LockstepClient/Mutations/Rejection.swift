public import Foundation
public import Lockstep

/// A mutation that the server refused, kept until the app dismisses it.
public struct Rejection: Hashable, Sendable, Identifiable {
    /// What identifies the mutation: that of its receipt.
    public let token: UUID

    /// The mutation's name in the definition files.
    public let name: String

    /// The arguments as the text of a JSON object.
    public let arguments: [UInt8]

    /// When the mutation was made.
    public let madeAt: Date

    /// Why, as a word for programs: `denied`, `constraint`, or a code of the schema's own. `Schema.RejectionCode` has
    /// them as an enum.
    public let code: String

    /// Why, as a sentence for people.
    public let message: String

    /// Which constraint of a table it violated, for the code `constraint`; nil for others.
    public let constraint: ViolatedConstraint?

    /// True if the mutation had been applied, and the server, restored from a backup, refused it the second time.
    public let isReverted: Bool

    public var id: UUID { token }
}
