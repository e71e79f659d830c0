import Foundation

/// Column values in JSON: INTEGER as a number, REAL as a number with a point or an exponent, TEXT as a string,
/// NULL as null. What JSON has no form for is an object with one member:
///
/// | value | JSON |
/// |---|---|
/// | BLOB | `{"blob": "base64"}` |
/// | REAL infinity | `{"real": "inf"}`, `{"real": "-inf"}` |
/// | TEXT that is not UTF-8 | `{"text": "base64"}` |
extension JSONWriter {
    /// Writes a column's value.
    public mutating func value(_ value: SQLiteValueRef) {
        switch value.type {
        case .integer: int64(value.int64)
        case .real: taggedDouble(value.double)
        case .text: taggedText(value.text)
        case .blob: taggedBlob(value.blob)
        default: null()
        }
    }

    mutating func taggedText(_ text: UnsafeBufferPointer<UInt8>) {
        if String(validating: text, as: UTF8.self) != nil {
            string(utf8: text)
        } else {
            tag("text", Data(text).base64EncodedString())
        }
    }

    mutating func taggedBlob(_ blob: UnsafeRawBufferPointer) {
        tag("blob", Data(blob).base64EncodedString())
    }

    mutating func taggedDouble(_ value: Double) {
        // SQLite stores NULL for what is not a number, and so it is null here.
        if value.isNaN { return null() }
        if value.isFinite { double(value) } else { tag("real", value < 0 ? "-inf" : "inf") }
    }

    private mutating func tag(_ name: StaticString, _ text: String) {
        object {
            $0.key(name)
            $0.string(text)
        }
    }
}

extension JSONReader {
    /// Reads a column's value and binds it.
    public mutating func bindValue(to statement: SQLiteStatement, at index: Int32) throws {
        switch try peek() {
        case UInt8(ascii: "\""):
            try withText { try statement.bind(text: $0, at: index) }
        case UInt8(ascii: "n"):
            _ = try null()
            try statement.bindNull(at: index)
        case UInt8(ascii: "{"):
            try bindTagged(to: statement, at: index)
        default:
            let text = try number()
            if let integer = Self.integer(text) {
                try statement.bind(integer: integer, at: index)
            } else if text.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }) {
                try statement.bind(real: try finiteDouble(text), at: index)
            } else {
                throw error("must be an integer of 64 bits")
            }
        }
    }

    /// Reads the value of a key's column and appends it as the recorder does.
    ///
    /// - Returns: False if SQLite would store another value than the one that was read; what was appended is then not
    ///   the key's.
    package mutating func appendKeyValue(to record: inout RecordWriter, _ affinity: ColumnAffinity) throws -> Bool {
        let isTextual = affinity == .text || affinity == .blob
        switch try peek() {
        case UInt8(ascii: "\""):
            try withText { record.append(tag: 3, UnsafeRawBufferPointer($0)) }
            return isTextual
        case UInt8(ascii: "n"):
            _ = try null()
            return false
        case UInt8(ascii: "{"):
            return try tagged { name, json in
                switch name {
                case "real":
                    record.append(real: try json.infinity())
                    return affinity != .text
                case "blob", "text":
                    try json.base64().withUnsafeBytes { record.append(tag: name == "blob" ? 4 : 3, $0) }
                    return name == "blob" || isTextual
                default:
                    throw json.error("must be tagged `blob`, `real` or `text`")
                }
            }
        default:
            let text = try number()
            if affinity != .real, let integer = Self.integer(text) {
                record.append(integer: integer)
            } else {
                let double = try finiteDouble(text)
                if let integer = Int64(exactly: double) {
                    record.append(integer: integer)
                } else {
                    record.append(real: double)
                }
            }
            return affinity != .text
        }
    }

    mutating func taggedDouble() throws -> Double {
        // Written for what is not a number; a column that takes no NULL then refuses it.
        if try null() { return .nan }
        guard try peek() == UInt8(ascii: "{") else { return try finiteDouble(try number()) }
        return try tagged { name, json in
            guard name == "real" else { throw json.error("must be a number") }
            return try json.infinity()
        }
    }

    private func finiteDouble(_ text: UnsafeBufferPointer<UInt8>) throws -> Double {
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else {
            throw error("must be a number that fits in 64 bits")
        }
        return value
    }

    private mutating func infinity() throws -> Double {
        switch try string() {
        case "inf": return .infinity
        case "-inf": return -.infinity
        default: throw error("must be \"inf\" or \"-inf\"")
        }
    }

    private mutating func tagged<Value>(_ read: (String, inout JSONReader) throws -> Value) throws -> Value {
        try beginObject()
        guard let key = try nextKey() else { throw error("must have one member") }
        let value = try read(key.name, &self)
        guard try nextKey() == nil else { throw error("must have one member") }
        return value
    }

    private mutating func bindTagged(to statement: SQLiteStatement, at index: Int32) throws {
        try tagged { name, json in
            switch name {
            case "real":
                try statement.bind(real: try json.infinity(), at: index)
            case "blob":
                try json.base64().withUnsafeBytes { try statement.bind(blob: $0, at: index) }
            case "text":
                try json.base64().withUnsafeBytes {
                    try statement.bind(text: $0.bindMemory(to: UInt8.self), at: index)
                }
            default:
                throw json.error("must be tagged `blob`, `real` or `text`")
            }
        }
    }

    private mutating func base64() throws -> Data {
        guard let data = Data(base64Encoded: try string()) else { throw error("must be base64") }
        return data
    }
}
