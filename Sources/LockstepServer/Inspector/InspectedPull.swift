import Foundation

/// A step that a client was given.
struct InspectedPull: Hashable, Sendable {
    let client: UUID
    let actor: String

    /// When it was answered, in milliseconds since 1970.
    let at: Int64

    /// The version of the client's base, if it had one that the log leads on from, and the version that the step leads
    /// to.
    let from: Int64?
    let to: Int64

    /// As `StepReport` has them.
    let encoding: String
    let reason: String

    /// What the step holds, without what encloses it: the JSON of mutations or rows, or the file of a snapshot.
    let payloadBytes: Int64

    /// Milliseconds that reading took.
    let duration: Int64
}
