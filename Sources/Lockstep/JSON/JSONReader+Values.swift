extension JSONReader {
    /// Consumes `null` if that is the next value.
    @inlinable
    public mutating func null() throws -> Bool {
        guard try peek() == UInt8(ascii: "n") else { return false }
        try literal("null")
        return true
    }

    @inlinable
    public mutating func bool() throws -> Bool {
        switch try peek() {
        case UInt8(ascii: "t"):
            try literal("true")
            return true
        case UInt8(ascii: "f"):
            try literal("false")
            return false
        default:
            throw error("must be true or false")
        }
    }

    @usableFromInline
    mutating func literal(_ text: StaticString) throws {
        let count = text.utf8CodeUnitCount
        guard bytes.count - position >= count else { throw error("ends too early") }
        for index in 0..<count where bytes[position + index] != text.utf8Start[index] {
            throw error("is not a JSON value")
        }
        position += count
    }

    // MARK: Numbers

    /// A number without fraction and exponent that fits in 64 bits.
    @inlinable
    public mutating func int64() throws -> Int64 {
        let text = try number()
        guard let value = Self.integer(text) else { throw error("must be an integer") }
        return value
    }

    /// Any number, with or without fraction.
    public mutating func double() throws -> Double {
        let text = try number()
        guard let value = Double(String(decoding: text, as: UTF8.self)) else { throw error("must be a number") }
        return value
    }

    /// The text of a number, checked against JSON's grammar.
    @usableFromInline
    mutating func number() throws -> UnsafeBufferPointer<UInt8> {
        let first = try peek()
        let start = position
        if first == UInt8(ascii: "-") { position += 1 }
        let digits = position
        guard skipDigits() > 0 else {
            position = start
            throw error("must be a number")
        }
        guard bytes[digits] != UInt8(ascii: "0") || position == digits + 1 else {
            throw error("is a number with a leading zero")
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            position += 1
            guard skipDigits() > 0 else { throw error("is a number without digits after its point") }
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
                position += 1
            }
            guard skipDigits() > 0 else { throw error("is a number without digits in its exponent") }
        }
        return UnsafeBufferPointer(rebasing: bytes[start..<position])
    }

    @inlinable
    mutating func skipDigits() -> Int {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        return position - start
    }

    @usableFromInline
    static func integer(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
        let negative = text.first == UInt8(ascii: "-")
        // Counted downwards, since the smallest Int64 has no positive counterpart.
        var value: Int64 = 0
        for byte in text.dropFirst(negative ? 1 : 0) {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
            let (next, underflow) = tenfold.subtractingReportingOverflow(Int64(digit))
            guard !overflow, !underflow else { return nil }
            value = next
        }
        if negative { return value }
        return value == .min ? nil : -value
    }

    // MARK: Strings

    @inlinable
    public mutating func string() throws -> String {
        let text = try unescapedText()
        if let text { return String(decoding: text, as: UTF8.self) }
        return try escapedString()
    }

    /// Lends the bytes of a string to `body`.
    @inlinable
    public mutating func withText<Result>(
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) throws -> Result {
        if let text = try unescapedText() { return try body(text) }
        var decoded = try escapedString()
        return try decoded.withUTF8(body)
    }

    /// Consumes a string and lends its bytes, if it is written without escapes; otherwise consumes nothing.
    @usableFromInline
    mutating func unescapedText() throws -> UnsafeBufferPointer<UInt8>? {
        guard try peek() == UInt8(ascii: "\"") else { throw error("must be a string") }
        let start = position + 1
        var end = start
        var isASCII = true
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") { break }
            if byte == UInt8(ascii: "\\") { return nil }
            guard byte >= 0x20 else { throw error("has a control character that is not escaped") }
            if byte >= 0x80 { isASCII = false }
            end += 1
        }
        guard end < bytes.count else { throw error("is a string without end") }
        let text = UnsafeBufferPointer(rebasing: bytes[start..<end])
        guard isASCII || String(validating: text, as: UTF8.self) != nil else { throw error("is not UTF-8") }
        position = end + 1
        return text
    }

    @usableFromInline
    mutating func escapedString() throws -> String {
        var decoded: [UInt8] = []
        position += 1
        while true {
            guard position < bytes.count else { throw error("is a string without end") }
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: decoded, as: UTF8.self) else { throw error("is not UTF-8") }
                return string
            case UInt8(ascii: "\\"):
                try escape(into: &decoded)
            case 0..<0x20:
                throw error("has a control character that is not escaped")
            default:
                decoded.append(byte)
            }
        }
    }

    private mutating func escape(into decoded: inout [UInt8]) throws {
        guard position < bytes.count else { throw error("is a string without end") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(byte)
        case UInt8(ascii: "b"): decoded.append(0x08)
        case UInt8(ascii: "f"): decoded.append(0x0c)
        case UInt8(ascii: "n"): decoded.append(0x0a)
        case UInt8(ascii: "r"): decoded.append(0x0d)
        case UInt8(ascii: "t"): decoded.append(0x09)
        case UInt8(ascii: "u"):
            guard let scalar = Unicode.Scalar(try codePoint()) else { throw error("has half a surrogate pair") }
            decoded.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
        default:
            throw error("has an unknown escape")
        }
    }

    /// The code point of `\uXXXX`, or of two of them that make a surrogate pair.
    private mutating func codePoint() throws -> UInt32 {
        let high = try codeUnit()
        guard (0xd800..<0xdc00).contains(high), bytes.count - position >= 6,
            bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
        else { return high }
        position += 2
        let low = try codeUnit()
        guard (0xdc00..<0xe000).contains(low) else { throw error("has half a surrogate pair") }
        return 0x10000 + (high - 0xd800) << 10 + (low - 0xdc00)
    }

    private mutating func codeUnit() throws -> UInt32 {
        guard bytes.count - position >= 4 else { throw error("is a string without end") }
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = hexDigit(bytes[position]) else { throw error("has an unknown escape") }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    // MARK: Raw values

    /// Consumes the next value, whatever it is, and lends its text, which is checked to be JSON.
    public mutating func raw() throws -> UnsafeBufferPointer<UInt8> {
        _ = try peek()
        let start = position
        let outerMember = member
        try skip(depth: 0)
        member = outerMember
        return UnsafeBufferPointer(rebasing: bytes[start..<position])
    }

    private mutating func skip(depth: Int) throws {
        guard depth < Self.maximumDepth else { throw error("is nested too deeply") }
        switch try peek() {
        case UInt8(ascii: "{"):
            try beginObject()
            while try nextKey() != nil { try skip(depth: depth + 1) }
        case UInt8(ascii: "["):
            try beginArray()
            while try nextElement() { try skip(depth: depth + 1) }
        case UInt8(ascii: "\""):
            if try unescapedText() == nil { _ = try escapedString() }
        case UInt8(ascii: "t"), UInt8(ascii: "f"):
            _ = try bool()
        case UInt8(ascii: "n"):
            _ = try null()
        default:
            _ = try number()
        }
    }
}

/// The value of a hexadecimal digit in ASCII.
@inlinable
func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte &- UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte &- UInt8(ascii: "a") &+ 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte &- UInt8(ascii: "A") &+ 10
    default: nil
    }
}
