/// Where a client's base stands, as the server that gave it out knows it. To clients it is an opaque text.
struct Cursor: Hashable, Sendable {
    /// The entry of the log that the base ends with, and its tag.
    let version: Int64
    let tag: Int64

    /// The version of the schema that the base is in.
    let schemaVersion: Int64

    /// What the actor could read there: the hash of its `Grants`.
    let grants: UInt64
}
