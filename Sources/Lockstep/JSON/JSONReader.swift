/// Reads a JSON text (RFC 8259) value by value, in the order of the text, without building a tree.
///
/// The caller drives: it asks for the value that it expects, and gets a `JSONError` naming the object member if the
/// text has another one. Duplicate members are left to the caller, which sees every key.
///
///     try JSONReader.read(bytes) { json in
///         var title: String?
///         try json.beginObject()
///         while let key = try json.nextKey() {
///             switch key {
///             case "title": title = try json.string()
///             default: throw json.unknown(key)
///             }
///         }
///     }
public struct JSONReader {
    @usableFromInline let bytes: UnsafeBufferPointer<UInt8>
    @usableFromInline var position = 0

    // True between an opening bracket and the first key or element after it.
    @usableFromInline var justOpened = false

    // The member whose value is being read, as a range of `bytes`; names the culprit in errors.
    @usableFromInline var member: Range<Int>?

    /// Open brackets that `skip` follows; deeper nesting is an error rather than a stack overflow.
    static let maximumDepth = 128

    @usableFromInline
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// Reads a whole text; anything after the value that `body` reads is an error.
    @inlinable
    public static func read<Value>(
        _ bytes: UnsafeBufferPointer<UInt8>, _ body: (inout JSONReader) throws -> Value
    ) throws -> Value {
        var reader = JSONReader(bytes)
        let value = try body(&reader)
        try reader.finish()
        return value
    }

    @inlinable
    public static func read<Value>(
        _ bytes: [UInt8], _ body: (inout JSONReader) throws -> Value
    ) throws -> Value {
        try bytes.withUnsafeBufferPointer { try read($0, body) }
    }

    @usableFromInline
    mutating func finish() throws {
        skipWhitespace()
        member = nil
        guard position == bytes.count else { throw error("has something after its end") }
    }

    // MARK: Structure

    @inlinable
    public mutating func beginObject() throws {
        guard try peek() == UInt8(ascii: "{") else { throw error("must be an object") }
        position += 1
        justOpened = true
    }

    /// The next member's name, or nil at the end of the object, which is then consumed.
    /// Read or skip its value before asking again.
    @inlinable
    public mutating func nextKey() throws -> JSONKey? {
        guard try nextItem(closing: UInt8(ascii: "}")) else { return nil }
        guard try peek() == UInt8(ascii: "\"") else { throw error("has a member without a name") }
        let start = position + 1
        var end = start
        while end < bytes.count, JSONKey.isPlain(bytes[end]) { end += 1 }
        var decoded: String?
        if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
            position = end + 1
        } else {
            // As a string is read, which is checked to be one.
            decoded = try string()
        }
        let range = start..<(position - 1)
        member = range
        guard try peek() == UInt8(ascii: ":") else { throw error("must be followed by a colon") }
        position += 1
        return JSONKey(bytes: UnsafeBufferPointer(rebasing: bytes[range]), decoded: decoded)
    }

    @inlinable
    public mutating func beginArray() throws {
        guard try peek() == UInt8(ascii: "[") else { throw error("must be an array") }
        position += 1
        justOpened = true
    }

    /// True if the array has another element, which is to be read next; false at its end, which is then consumed.
    @inlinable
    public mutating func nextElement() throws -> Bool {
        try nextItem(closing: UInt8(ascii: "]"))
    }

    @inlinable
    mutating func nextItem(closing bracket: UInt8) throws -> Bool {
        let byte = try peek()
        if byte == bracket {
            position += 1
            justOpened = false
            return false
        }
        if justOpened {
            justOpened = false
        } else {
            guard byte == UInt8(ascii: ",") else { throw error("must be followed by a comma or the closing bracket") }
            position += 1
        }
        return true
    }

    // MARK: Scanning

    @inlinable
    mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0a, 0x0d, 0x09: position += 1
            default: return
            }
        }
    }

    /// The next byte that is not white space, which is not consumed.
    @inlinable
    mutating func peek() throws -> UInt8 {
        skipWhitespace()
        guard position < bytes.count else { throw error("ends too early") }
        return bytes[position]
    }

    // MARK: Errors

    /// An error about the member that is being read.
    public func error(_ problem: String) -> JSONError {
        let field = member.map { String(decoding: bytes[$0], as: UTF8.self) }
        return JSONError(field: field, problem: problem, offset: position)
    }

    /// The error for a member that the expected shape does not have.
    public func unknown(_ key: JSONKey) -> JSONError {
        JSONError(field: key.name, problem: "is unknown", offset: position)
    }

    /// The error for a member that the object has twice.
    public func duplicate(_ key: JSONKey) -> JSONError {
        JSONError(field: key.name, problem: "is there twice", offset: position)
    }
}
