#if JWT
import Lockstep

/// The claims of a token whose signature and validity are checked.
public struct JWTClaims: Hashable, Sendable {
    private let values: [String: Value]

    /// `sub`, if the token has it as a string.
    public var subject: String? { self["sub"]?.text }

    /// The claim of a name, or nil if the token does not have it.
    public subscript(name: String) -> Value? { values[name] }

    /// A JSON value.
    public indirect enum Value: Hashable, Sendable {
        case text(String)
        case number(Double)
        case bool(Bool)
        case null
        case list([Value])
        case object([String: Value])

        public var text: String? {
            guard case .text(let text) = self else { return nil }
            return text
        }

        /// Always finite.
        public var number: Double? {
            guard case .number(let number) = self else { return nil }
            return number
        }

        public var bool: Bool? {
            guard case .bool(let bool) = self else { return nil }
            return bool
        }

        public var list: [Value]? {
            guard case .list(let list) = self else { return nil }
            return list
        }

        public var object: [String: Value]? {
            guard case .object(let object) = self else { return nil }
            return object
        }
    }
}

extension JWTClaims {
    /// Containers within containers that are read; a token with more is none.
    private static var maximumDepth: Int { 16 }

    /// - Throws: `JSONError` if the text is no JSON object, is nested too deeply, or has a member twice: two readers may
    ///   then see two tokens in it.
    init(json: [UInt8]) throws {
        values = try JSONReader.read(json) { try Self.object(&$0, depth: 0) }
    }

    private static func object(_ json: inout JSONReader, depth: Int) throws -> [String: Value] {
        var values: [String: Value] = [:]
        try json.beginObject()
        while let key = try json.nextKey() {
            guard values[key.name] == nil else { throw json.error("is there twice") }
            values[key.name] = try value(&json, depth: depth + 1)
        }
        return values
    }

    private static func value(_ json: inout JSONReader, depth: Int) throws -> Value {
        guard depth <= maximumDepth else { throw json.error("is nested too deeply") }
        switch try json.kind() {
        case .object: return .object(try object(&json, depth: depth))
        case .array:
            var values: [Value] = []
            try json.beginArray()
            while try json.nextElement() { values.append(try value(&json, depth: depth + 1)) }
            return .list(values)
        case .string: return .text(try json.string())
        case .bool: return .bool(try json.bool())
        case .null:
            _ = try json.null()
            return .null
        case .number:
            let number = try json.double()
            guard number.isFinite else { throw json.error("is too large a number") }
            return .number(number)
        }
    }
}
#endif
