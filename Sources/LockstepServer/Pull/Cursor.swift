/// Where a client's base stands, as the server that gave it out knows it. To clients it is an opaque text.
struct Cursor: Hashable, Sendable {
    /// The entry of the log that the base ends with, and its tag.
    let version: Int64
    let tag: Int64

    /// The version of the schema that the base is in.
    let schemaVersion: Int64

    /// A hash over what the actor may read; 0 in a schema without read rules.
    let grants: UInt64

    init(version: Int64, tag: Int64, schemaVersion: Int64, grants: UInt64 = 0) {
        self.version = version
        self.tag = tag
        self.schemaVersion = schemaVersion
        self.grants = grants
    }
}
