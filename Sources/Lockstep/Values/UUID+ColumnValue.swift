public import Foundation

/// Lowercase TEXT of 36 characters in SQLite and in JSON. Uppercase is read, and never written.
extension UUID: ColumnValue {
    public init(_ column: SQLiteValueRef) throws {
        try column.require(.text)
        guard let uuid = UUID(ascii: column.text) else {
            throw ColumnMismatch(expected: "a UUID", found: "other text")
        }
        self = uuid
    }

    public func bind(to statement: SQLiteStatement, at index: Int32) throws {
        try withLowercaseText { try statement.bind(text: $0, at: index) }
    }

    public init(from json: inout JSONReader) throws {
        guard let uuid = try json.withText({ UUID(ascii: $0) }) else { throw json.error("must be a UUID") }
        self = uuid
    }

    public func encode(to json: inout JSONWriter) {
        withLowercaseText { json.string(ascii: $0) }
    }

    /// The 36 characters that Lockstep writes, in lowercase everywhere.
    public var lowercaseString: String {
        withLowercaseText { String(decoding: $0, as: UTF8.self) }
    }

    /// A UUID from its 36 characters, in either case.
    public init?(ascii text: UnsafeBufferPointer<UInt8>) {
        guard text.count == 36 else { return nil }
        var bytes: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        let isValid = withUnsafeMutableBytes(of: &bytes) { bytes in
            var position = 0
            for index in 0..<16 {
                if index == 4 || index == 6 || index == 8 || index == 10 {
                    guard text[position] == UInt8(ascii: "-") else { return false }
                    position += 1
                }
                guard let high = hexDigit(text[position]), let low = hexDigit(text[position + 1]) else { return false }
                bytes[index] = high << 4 | low
                position += 2
            }
            return true
        }
        guard isValid else { return nil }
        self.init(uuid: bytes)
    }

    /// Lends the 36 lowercase characters.
    public func withLowercaseText<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 36) { text in
            var position = 0
            withUnsafeBytes(of: uuid) { bytes in
                for index in 0..<16 {
                    if index == 4 || index == 6 || index == 8 || index == 10 {
                        text[position] = UInt8(ascii: "-")
                        position += 1
                    }
                    text[position] = lowercaseHexDigit(bytes[index] >> 4)
                    text[position + 1] = lowercaseHexDigit(bytes[index] & 0xf)
                    position += 2
                }
            }
            return try body(UnsafeBufferPointer(text))
        }
    }
}
