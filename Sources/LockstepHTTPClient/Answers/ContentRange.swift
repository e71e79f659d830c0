/// The header Content-Range (RFC 9110, section 14.4) as far as it is about bytes that follow.
struct ContentRange: Hashable, Sendable {
    let bytes: Range<Int64>

    /// The size of the whole, if the server says it.
    let total: Int64?

    /// Nil if the value is not `bytes FIRST-LAST/TOTAL`, where TOTAL may be `*`.
    init?(_ value: String) {
        let words = value.split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bytes" else { return nil }
        let parts = words[1].split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]), first <= last,
            last < .max
        else { return nil }
        bytes = first..<(last + 1)
        guard parts[1] != "*" else {
            total = nil
            return
        }
        guard let total = Self.number(parts[1]), last < total else { return nil }
        self.total = total
    }

    private static func number(_ text: Substring) -> Int64? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int64(text)
    }
}
