/// The name of an object member, lent by a `JSONReader`: compared byte by byte, without making a `String`.
public struct JSONKey {
    @usableFromInline let bytes: UnsafeBufferPointer<UInt8>

    // The name of a key that was not written in plain ASCII; `bytes` then holds it as it was written.
    @usableFromInline let decoded: String?

    @inlinable
    init(bytes: UnsafeBufferPointer<UInt8>, decoded: String? = nil) {
        self.bytes = bytes
        self.decoded = decoded
    }

    @inlinable
    public static func == (key: JSONKey, name: StaticString) -> Bool {
        if let decoded = key.decoded { return decoded.utf8.elementsEqual(name.description.utf8) }
        guard key.bytes.count == name.utf8CodeUnitCount else { return false }
        let name = name.utf8Start
        for index in 0..<key.bytes.count where key.bytes[index] != name[index] { return false }
        return true
    }

    /// Whether a byte of a key's text is ASCII and stands for itself.
    @inlinable
    static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x80).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// Lets a `switch` over a key list its names as literals.
    @inlinable
    public static func ~= (name: StaticString, key: JSONKey) -> Bool {
        key == name
    }

    public var name: String {
        decoded ?? String(decoding: bytes, as: UTF8.self)
    }
}
