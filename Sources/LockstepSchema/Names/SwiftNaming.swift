/// Swift names from names in SQL: snake_case becomes lowerCamelCase or UpperCamelCase, camelCase stays.
enum SwiftNaming {
    /// `project_id` becomes `projectId`, `URL` becomes `url`, `projectID` stays.
    static func lowerCamelCase(_ name: String) -> String {
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
