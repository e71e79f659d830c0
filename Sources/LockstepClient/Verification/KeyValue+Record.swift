import Lockstep

extension KeyValue {
    /// The values of a key that the recorder wrote.
    ///
    /// - Throws: `MalformedRecord`.
    static func values(ofKey key: [UInt8]) throws -> [KeyValue] {
        try key.withUnsafeBytes { bytes in
            var reader = RecordReader(bytes)
            var values: [KeyValue] = []
            while !reader.isAtEnd {
                switch try reader.next() {
                case .integer(let value): values.append(.integer(value))
                case .real(let value): values.append(.real(value))
                case .text(let text): values.append(.text(String(decoding: text, as: UTF8.self)))
                case .blob(let blob): values.append(.blob(Array(blob)))
                // No column of a key takes NULL.
                case .null: throw MalformedRecord()
                }
            }
            return values
        }
    }
}
