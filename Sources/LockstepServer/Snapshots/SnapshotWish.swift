/// What a snapshot must be for a pull.
struct SnapshotWish: Hashable, Sendable {
    /// The hash of what it shows.
    let grants: UInt64

    /// Where the client's base stands, if it has one: a snapshot must lead beyond it, or the client would be given the
    /// same one for ever.
    let base: Int64?

    /// The first version from which it may be.
    let oldest: Int64

    /// The log's head when the pull looked.
    let head: Int64
}
