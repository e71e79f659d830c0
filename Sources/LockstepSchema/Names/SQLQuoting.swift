import LockstepSQL

/// Names as SQL text has them.
enum SQLQuoting {
    /// The name, in double quotes unless SQLite reads it as that name without.
    static func quoted(_ name: String) -> String {
        isPlain(name) ? name : Identifier.quoted(name)
    }

    private static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetter(first) else { return false }
        return name.utf8.allSatisfy { isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) }
            && Keyword(rawValue: name.uppercased())?.isFallback ?? true
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == 0x5F
    }
}
