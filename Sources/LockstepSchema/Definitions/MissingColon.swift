import LockstepSQL

/// A directive whose colon was forgotten: a key, and behind it what only its value would look like.
///
/// A comment may well begin with the word `allow` or `type`, so a key alone says nothing.
struct MissingColon {
    let key: Directive.Key

    /// What stands before the colon: `require notFound`.
    let form: String

    /// Nil for a comment that is documentation.
    init?(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let first = words.first, let key = Directive.Key(rawValue: String(first)), words.count > 1 else {
            return nil
        }
        let hasColon = isPlainName(words[1].prefix { $0 != ":" }) && words[1].contains(":")
        guard !hasColon, words[1] != ":", words.count < 3 || words[2] != ":" else { return nil }
        self.key = key
        let behindName = trimmed(text[words[1].endIndex...])
        if key.takesName, isPlainName(words[1]), words[1].first?.isLowercase == true,
            Self.isValue(behindName, of: key)
        {
            form = "\(key.rawValue) \(words[1])"
            return
        }
        guard Self.isValue(trimmed(text[first.endIndex...]), of: key) else { return nil }
        form = key == .require ? "require code" : key.rawValue
    }

    private static func isValue(_ text: String, of key: Directive.Key) -> Bool {
        switch key {
        case .allow, .require: isCondition(text)
        case .handler: MutationHandler(rawValue: text) != nil
        case .side: TableSide(rawValue: text) != nil
        case .read: text == "everyone"
        case .optional, .cases: isList(text)
        case .param, .type, .struct: isType(text)
        case .rows: text.last == ")" && text.split(separator: "(").first.map { isPlainName($0) } == true
        case .scope: text.contains("->") || isPlainName(text) && text.contains("_")
        case .silence: Rule(rawValue: String(text.prefix { $0 != "," })) != nil
        case .contract, .default: false
        }
    }

    /// What stands in SQL and hardly in a sentence: an operator in capitals, a parameter, a comparison.
    private static func isCondition(_ text: String) -> Bool {
        guard !["true", "false"].contains(text.lowercased()) else { return true }
        let operators: Set<Substring> = ["AND", "BETWEEN", "CASE", "EXISTS", "IN", "IS", "LIKE", "NOT", "OR", "SELECT"]
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
        guard !words.contains(where: operators.contains) else { return true }
        let isParameter = zip(text, text.dropFirst()).contains { $0 == ":" && $1.isLetter }
        return isParameter || ["=", "<>", "!=", "<", ">", "<=", ">="].contains { text.contains(" \($0) ") }
    }

    /// `title, owner`: names and commas, and at least one of these.
    private static func isList(_ text: String) -> Bool {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map { trimmed($0) }
        return names.count > 1 && names.allSatisfy { isPlainName($0) }
    }

    /// One word with a capital, perhaps in brackets.
    private static func isType(_ text: String) -> Bool {
        guard let spelling = TypeSpelling(text) else { return false }
        return spelling.name.first?.isUppercase == true
    }
}
