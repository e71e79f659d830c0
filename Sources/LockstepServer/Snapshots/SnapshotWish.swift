/// The snapshot that a pull found missing.
struct SnapshotWish: Hashable, Sendable {
    /// The hash of what it is to show.
    let grants: UInt64

    /// Where the client's base stands, if it has one.
    let base: Int64?

    /// The log's head when none was found.
    let head: Int64
}
