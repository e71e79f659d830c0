/// Swift names from names in SQL: snake_case becomes lowerCamelCase or UpperCamelCase, camelCase stays.
enum SwiftNaming {
    /// `project_id` becomes `projectId`, `URL` becomes `url`, `projectID` stays.
    static func lowerCamelCase(_ name: String) -> String {
        if isLowerCamelCase(name) { return name }
        let words = words(of: name)
        guard let first = words.first else { return "_" }
        let start = isUppercase(first) ? first.lowercased() : lowercasingFirst(first)
        return leadingLetter(start + words.dropFirst().map(capitalized).joined())
    }

    /// `board_member` becomes `BoardMember`.
    static func upperCamelCase(_ name: String) -> String {
        let words = words(of: name)
        return words.isEmpty ? "_" : leadingLetter(words.map(capitalized).joined())
    }

    /// True for ASCII letters and digits of which the first is a small letter: most names are so already.
    private static func isLowerCamelCase(_ name: String) -> Bool {
        name.utf8.withContiguousStorageIfAvailable { bytes in
            guard let first = bytes.first, first >= 0x61, first <= 0x7A else { return false }
            var index = 1
            while index < bytes.count, isLetterOrDigit(bytes[index]) { index += 1 }
            return index == bytes.count
        } ?? false
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
    }

    /// The runs of letters and digits; everything else separates words.
    private static func words(of name: String) -> [String] {
        name.split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }

    private static func capitalized(_ word: String) -> String {
        guard let first = word.first else { return "" }
        let rest = word.dropFirst()
        return first.uppercased() + (word.count > 1 && isUppercase(word) ? rest.lowercased() : String(rest))
    }

    private static func lowercasingFirst(_ word: String) -> String {
        guard let first = word.first else { return "" }
        return first.lowercased() + word.dropFirst()
    }

    private static func isUppercase(_ word: String) -> Bool {
        word.contains { $0.isUppercase } && !word.contains { $0.isLowercase }
    }

    private static func leadingLetter(_ name: String) -> String {
        name.first?.isNumber == true ? "_" + name : name
    }
}
