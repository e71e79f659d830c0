/// String literals in generated Swift. The one place that quotes text.
enum SwiftLiteral {
    /// A literal on one line; line ends are escaped.
    static func singleLine(_ text: String) -> SwiftCode {
        let hashes = hashes(for: text, quote: "\"")
        return SwiftCode(raw: "\(hashes)\"\(escape(text, hashes, lineEnds: true))\"\(hashes)")
    }

    /// A literal of several lines, between lines of three quotes. A long line is broken behind a space; the line end is
    /// escaped there and does not belong to the text.
    static func multiline(_ text: String) -> SwiftCode {
        let hashes = hashes(for: text, quote: "\"\"\"")
        var content = escape(text, hashes, lineEnds: false)
        if TextMeasure.width(content) > longestLine {
            let lines = content.split(separator: "\n", omittingEmptySubsequences: false)
            content = lines.map { breakLine($0, hashes) }.joined(separator: "\n")
        }
        return SwiftCode(raw: "\(hashes)\"\"\"\n\(content)\n\"\"\"\(hashes)")
    }

    /// A literal for SQL that is the argument of a call: on one line if the text is one and short.
    static func sql(_ text: String) -> SwiftCode {
        isLine(text, upTo: longestLine - 20) ? singleLine(text) : multiline(text)
    }

    /// A literal for SQL that begins behind something else; its further lines are indented.
    static func sqlBehindLabel(_ text: String) -> SwiftCode {
        guard !isLine(text, upTo: longestLine - 4) else { return singleLine(text) }
        return SwiftCode(raw: TextMeasure.indented(multiline(text).text, by: 4))
    }

    private static let longestLine = SwiftCode.lineLength - SwiftCode.expectedIndentation

    private static func isLine(_ text: String, upTo width: Int) -> Bool {
        !TextMeasure.hasLineEnd(text) && TextMeasure.length(text) <= width
    }

    private static func breakLine(_ line: Substring, _ hashes: String) -> String {
        var rest = line
        var broken = ""
        while rest.count > longestLine {
            let start = rest.prefix(longestLine - 4)
            // The next line's first character must not be white space: that would count as indentation.
            guard let space = start.lastIndex(of: " "), rest[rest.index(after: space)] != " ",
                rest[..<space].contains(where: { $0 != " " })
            else { break }
            broken += rest[...space] + "\\\(hashes)\n"
            rest = rest[rest.index(after: space)...]
        }
        return broken + rest
    }

    /// The fewest number signs with which neither a quote ends the literal nor a backslash begins an escape
    /// (https://docs.swift.org/swift-book/documentation/the-swift-programming-language/stringsandcharacters/#Extended-String-Delimiters).
    private static func hashes(for text: String, quote: String) -> String {
        guard TextMeasure.contains(UInt8(ascii: "\\"), or: UInt8(ascii: "\""), in: text) else { return "" }
        let text = Array(text.utf8)
        let quote = Array(quote.utf8)
        var longest = -1
        var index = 0
        while index < text.count {
            let length = text[index] == UInt8(ascii: "\\") ? 1 : begins(quote, at: index, of: text) ? quote.count : 0
            if length > 0 {
                var end = index + length
                while end < text.count, text[end] == UInt8(ascii: "#") { end += 1 }
                longest = max(longest, end - index - length)
            }
            index += 1
        }
        return String(repeating: "#", count: longest + 1)
    }

    private static func begins(_ pattern: [UInt8], at start: Int, of text: [UInt8]) -> Bool {
        guard text[start] == pattern[0], start + pattern.count <= text.count else { return false }
        for offset in pattern.indices where text[start + offset] != pattern[offset] { return false }
        return true
    }

    private static func escape(_ text: String, _ hashes: String, lineEnds: Bool) -> String {
        if TextMeasure.isPlain(text, lineEnds: !lineEnds) { return text }
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
