/// SQL with white space that carries no meaning taken out, for hashing.
enum CanonicalSQL {
    /// The text with every run of white space outside of quotes replaced by one space, and none at its ends.
    ///
    /// - Parameter sql: Statements without comments.
    static func text(_ sql: String) -> String {
        var canonical: [UInt8] = []
        var closingQuote: UInt8?
        var needsSpace = false
        for byte in sql.utf8 {
            if let quote = closingQuote {
                canonical.append(byte)
                // A doubled quote ends the literal and begins it again, which comes to the same.
                if byte == quote { closingQuote = nil }
                continue
            }
            if isWhiteSpace(byte) {
                needsSpace = !canonical.isEmpty
                continue
            }
            if needsSpace { canonical.append(UInt8(ascii: " ")) }
            needsSpace = false
            canonical.append(byte)
            closingQuote = self.closingQuote(of: byte)
        }
        return String(decoding: canonical, as: UTF8.self)
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0d).contains(byte)
    }

    /// The byte that ends what this one begins (https://www.sqlite.org/lang_keywords.html).
    private static func closingQuote(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): byte
        case UInt8(ascii: "["): UInt8(ascii: "]")
        default: nil
        }
    }
}
