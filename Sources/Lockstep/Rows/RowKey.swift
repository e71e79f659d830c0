/// The values of a row's primary key as a record (see `RecordWriter`): equal bytes for keys that SQLite takes as equal.
public struct RowKey: Hashable, Sendable {
    public let bytes: [UInt8]

    public init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}
