/// String literals in generated Swift. The one place that quotes text.
enum SwiftLiteral {
    /// A literal for any text: on one line, or in the form of several lines if the text has some.
    static func string(_ text: String) -> SwiftCode {
        text.unicodeScalars.contains("\n") ? multiline(text) : singleLine(text)
    }

    /// A literal on one line; line ends are escaped.
    static func singleLine(_ text: String) -> SwiftCode {
        let hashes = hashes(for: text, quote: "\"")
        return SwiftCode(raw: "\(hashes)\"\(escape(text, hashes, lineEnds: true))\"\(hashes)")
    }

    /// A literal of several lines, between lines of three quotes.
    static func multiline(_ text: String) -> SwiftCode {
        let hashes = hashes(for: text, quote: "\"\"\"")
        return SwiftCode(raw: "\(hashes)\"\"\"\n\(escape(text, hashes, lineEnds: false))\n\"\"\"\(hashes)")
    }

    /// The fewest number signs with which neither a quote ends the literal nor a backslash begins an escape
    /// (https://docs.swift.org/swift-book/documentation/the-swift-programming-language/stringsandcharacters/#Extended-String-Delimiters).
    private static func hashes(for text: String, quote: String) -> String {
        let text = Array(text.utf8)
        var hashes = ""
        while contains(text, quote + hashes) || contains(text, "\\" + hashes) { hashes += "#" }
        return hashes
    }

    private static func contains(_ text: [UInt8], _ pattern: String) -> Bool {
        let pattern = Array(pattern.utf8)
        guard let last = pattern.indices.last, text.count >= pattern.count else { return false }
        return (0...(text.count - pattern.count)).contains { start in
            text[start] == pattern[0] && text[start + last] == pattern[last]
                && text[start..<(start + pattern.count)].elementsEqual(pattern)
        }
    }

    private static func escape(_ text: String, _ hashes: String, lineEnds: Bool) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            if scalar == "\n", lineEnds {
                escaped += "\\\(hashes)n"
            } else if isUnsafe(scalar) {
                escaped += "\\\(hashes)u{\(String(scalar.value, radix: 16))}"
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// True for characters that the compiler or a reader would take for something else: control characters, line
    /// ends of other systems, a byte order mark, and those that hide or reorder text.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0a: false
        case 0..<0x20, 0x7f..<0xa0, 0x2028, 0x2029, 0xfeff: true
        default: scalar.properties.generalCategory == .format
        }
    }
}
