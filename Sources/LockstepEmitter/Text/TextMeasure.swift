/// Measures text by its bytes where it is ASCII, as almost all generated code is: telling characters apart would take
/// longer than everything else that is done with them.
///
/// The loops are over pointers, which are as fast in a debug build, in which plugins run the generator.
enum TextMeasure {
    /// The number of characters.
    static func length(_ text: String) -> Int {
        bytes(of: text) { start, count in
            var index = 0
            while index < count, isSingle(start[index]) { index += 1 }
            return index == count ? count : nil
        } ?? text.count
    }

    /// The number of characters of the longest line.
    static func width(_ text: String) -> Int {
        bytes(of: text) { start, count in
            var longest = 0
            var lineStart = 0
            var index = 0
            while index < count {
                guard isSingle(start[index]) else { return nil }
                if start[index] == 0x0a {
                    longest = max(longest, index - lineStart)
                    lineStart = index + 1
                }
                index += 1
            }
            return max(longest, count - lineStart)
        } ?? text.split(separator: "\n").map(\.count).max() ?? 0
    }

    /// True for printable ASCII and, if they are allowed, line ends.
    static func isPlain(_ text: String, lineEnds: Bool) -> Bool {
        bytes(of: text) { start, count in
            var index = 0
            while index < count, (start[index] >= 0x20 && start[index] < 0x7f) || (lineEnds && start[index] == 0x0a) {
                index += 1
            }
            return index == count
        } ?? true
    }

    /// True if one of two bytes is in the text.
    static func contains(_ first: UInt8, or second: UInt8, in text: String) -> Bool {
        bytes(of: text) { start, count in
            var index = 0
            while index < count, start[index] != first, start[index] != second { index += 1 }
            return index < count
        } ?? false
    }

    static func hasLineEnd(_ text: String) -> Bool { contains(0x0a, or: 0x0a, in: text) }

    /// The text with a number of spaces before each line but the first and the empty ones.
    static func indented(_ text: String, by spaces: Int) -> String {
        bytes(of: text) { start, count in
            var lines = 0
            var index = 0
            while index < count {
                if start[index] == 0x0a { lines += 1 }
                index += 1
            }
            return String(unsafeUninitializedCapacity: count + lines * spaces) { result in
                guard let target = result.baseAddress else { return 0 }
                var length = 0
                var index = 0
                while index < count {
                    target[length] = start[index]
                    length += 1
                    index += 1
                    guard start[index - 1] == 0x0a, index < count, start[index] != 0x0a else { continue }
                    (target + length).initialize(repeating: 0x20, count: spaces)
                    length += spaces
                }
                return length
            }
        } ?? text
    }

    /// True for a byte that is a character by itself, whatever stands beside it.
    private static func isSingle(_ byte: UInt8) -> Bool { byte < 0x80 && byte != 0x0d }

    private static func bytes<Result>(of text: String, _ body: (UnsafePointer<UInt8>, Int) -> Result?) -> Result? {
        var text = text
        return text.withUTF8 { bytes in bytes.baseAddress.flatMap { body($0, bytes.count) } }
    }
}
