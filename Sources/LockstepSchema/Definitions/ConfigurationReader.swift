import LockstepSQL

/// Reads the JSON of `lockstep.json`: one object of strings and arrays of strings, with the place of each value.
struct ConfigurationReader {
    struct Mistake: Error {
        let message: String
        let span: SourceSpan
        var suggestion: String?
    }

    enum Value {
        case string(String)
        case strings([String])
    }

    struct Entry {
        let key: String
        let keySpan: SourceSpan
        let value: Value
        let span: SourceSpan

        func string() throws(Mistake) -> String {
            guard case .string(let text) = value else { throw mistake("`\(key)` must be a string") }
            return text
        }

        func strings() throws(Mistake) -> [String] {
            guard case .strings(let texts) = value else { throw mistake("`\(key)` must be an array of strings") }
            return texts
        }

        func mistake(_ message: String, suggestion: String? = nil) -> Mistake {
            Mistake(message: message, span: span, suggestion: suggestion)
        }

        func unknownKey(among keys: [String]) -> Mistake {
            Mistake(
                message: "lockstep.json has no key `\(key)`", span: keySpan,
                suggestion: LockstepSchema.suggestion(for: key, among: keys)
                    ?? "its keys are \(keys.map { "`\($0)`" }.joined(separator: ", "))")
        }
    }

    private let bytes: [UInt8]
    private var offset = 0

    init(file: SourceText) {
        bytes = file.bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    }

    /// The entries of the only object of the file.
    mutating func object() throws(Mistake) -> [Entry] {
        var entries: [Entry] = []
        try expect("{", "lockstep.json must hold one JSON object")
        if !take("}") {
            repeat {
                let keyStart = skipSpace()
                let key = try string("a key in double quotes must stand here")
                let keySpan = SourceSpan(start: keyStart, end: offset)
                if entries.contains(where: { $0.key == key }) {
                    throw Mistake(message: "`\(key)` is given twice", span: keySpan)
                }
                try expect(":", "a colon must stand here")
                let start = skipSpace()
                let value = try value()
                entries.append(
                    Entry(key: key, keySpan: keySpan, value: value, span: SourceSpan(start: start, end: offset)))
            } while take(",")
            try expect("}", "a comma or the object's end must stand here")
        }
        if skipSpace() < bytes.count { throw mistakeHere("nothing may follow the object") }
        return entries
    }

    private mutating func value() throws(Mistake) -> Value {
        guard take("[") else {
            return .string(try string("a string in double quotes or an array of strings must stand here"))
        }
        var texts: [String] = []
        if take("]") { return .strings(texts) }
        repeat {
            skipSpace()
            texts.append(try string("a string must stand here"))
        } while take(",")
        try expect("]", "a comma or the array's end must stand here")
        return .strings(texts)
    }

    private mutating func string(_ expectation: String) throws(Mistake) -> String {
        guard take("\"") else { throw mistakeHere(expectation) }
        var text: [UInt8] = []
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
            guard bytes[offset] != UInt8(ascii: "\\"), bytes[offset] >= 0x20 else {
                throw mistakeHere("names in lockstep.json have neither escapes nor line breaks")
            }
            text.append(bytes[offset])
            offset += 1
        }
        guard take("\"") else { throw mistakeHere("the string is not closed") }
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func expect(_ character: Unicode.Scalar, _ expectation: String) throws(Mistake) {
        guard take(character) else { throw mistakeHere(expectation) }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    @discardableResult private mutating func skipSpace() -> Int {
        while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
        return offset
    }

    private func mistakeHere(_ message: String) -> Mistake {
        Mistake(message: message, span: SourceSpan(start: offset, end: min(offset + 1, bytes.count)))
    }
}
