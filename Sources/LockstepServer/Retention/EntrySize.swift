/// What retention weighs of an entry of the log.
public struct EntrySize: Hashable, Sendable {
    public let version: Int64

    /// Milliseconds since 1970; grows with the version.
    public let committedAt: Int64

    /// The bytes of its texts and a measure for the rest.
    public let bytes: Int64

    public init(version: Int64, committedAt: Int64, bytes: Int64) {
        self.version = version
        self.committedAt = committedAt
        self.bytes = bytes
    }
}
