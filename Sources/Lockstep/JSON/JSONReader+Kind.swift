/// What a JSON value is, as its first byte says.
package enum JSONKind: Hashable, Sendable {
    case object, array, string, number, bool, null
}

extension JSONReader {
    /// The kind of the next value, which is not consumed. What is no JSON value is taken for a number, which reading it
    /// as one then refuses.
    package mutating func kind() throws -> JSONKind {
        switch try peek() {
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "n"): .null
        default: .number
        }
    }
}
