/// What the inputs of a decoder are made of: where a mutation finds a whole token to replace, and by what.
package enum InputGrammar: Sendable {
    case json

    /// Words and the punctuation between them, as in the headers of HTTP.
    case words

    /// Bytes without a form that shows.
    case bytes

    /// Values of the wrong type, at the edge of a type, or too many.
    package var values: [[UInt8]] {
        switch self {
        case .json: Self.jsonValues.map { Array($0.utf8) }
        case .words: Self.wordValues.map { Array($0.utf8) } + [[0xff], [0], [0xc3, 0x28], [0xed, 0xa0, 0x80]]
        case .bytes:
            [UInt64]([0, 1, 0x7f, 0x80, 0xff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 1 << 63 - 1, 1 << 63, .max])
                .flatMap { number in
                    [1, 4, 8].flatMap { count in
                        let bytes = withUnsafeBytes(of: number.littleEndian) { Array($0.prefix(count)) }
                        return [bytes, bytes.reversed()]
                    }
                }
        }
    }

    private static let jsonValues = [
        "null", "true", "0", "-0", "-1", "1.0", "1e999", "-1e999", "1e-400", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "4096", "65536", "0.1", "\"\"",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "{}", "[]", "[[[]]]", "{\"a\":{}}", "[0,0,0]",
        "\"' OR 1=1 --\"", "\"createProject\"", "\"\u{212a}\"", "\"e\\u0301\"", String(repeating: "[", count: 200),
        String(repeating: "9", count: 400), "\"\(String(repeating: "x", count: 2_000))\"", "\"AAAA\"", "\"inf\"",
        "{\"real\":\"inf\"}", "{\"text\":\"/w==\"}", "{\"blob\":\"AA==\"}", "9007199254740992", "9007199254740993",
        "1.7976931348623157e308", "4.9e-324", "253402300800000", "-62135596800001", "\"\\u0061\"", "\"a\u{0}b\"",
    ]

    private static let wordValues = [
        "", " ", "\t", "0", "-1", "+1", "00", "1.5", "0x10", "9223372036854775807", "9223372036854775808",
        "18446744073709551615", String(repeating: "9", count: 400), "*", "bytes", "=", "==", "-", "/", ",", ";", ":",
        "\"", "\u{212a}", "e\u{301}", "\u{661}", "\r", "\n", "\r\n", "\n\n", "\u{feff}", "GMT", "Feb", "29", "60",
        "9999", "%00", "%", "..", ".", String(repeating: "x", count: 2_000),
    ]

    private static let isPunctuation = (0...UInt8.max).map { "{}[],:\"".utf8.contains($0) }

    /// A run of bytes that a mutation takes for one.
    func tokens(of input: [UInt8]) -> [ArraySlice<UInt8>] {
        var tokens: [ArraySlice<UInt8>] = []
        var position = 0
        while position < input.count {
            let start = position
            position += 1
            switch self {
            case .bytes: position = min(start + 4, input.count)
            case .json where input[start] == UInt8(ascii: "\""):
                while position < input.count, input[position] != UInt8(ascii: "\"") {
                    position += input[position] == UInt8(ascii: "\\") ? 2 : 1
                }
                position = min(position + 1, input.count)
            case .json, .words:
                guard isPartOfWord(input[start]) else { break }
                while position < input.count, isPartOfWord(input[position]) { position += 1 }
            }
            tokens.append(input[start..<position])
        }
        return tokens
    }

    private func isPartOfWord(_ byte: UInt8) -> Bool {
        switch self {
        case .json: !Self.isPunctuation[Int(byte)]
        case .words, .bytes: byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
        }
    }
}
