/// Words of SQLite's grammar that its tokenizer does not know as keywords.
enum FormattedWords {
    private static let words: Set<String> = ["STRICT", "ROWID", "STORED"]

    /// The word in upper case if it is one of those, else as it is.
    static func uppercased(_ word: String) -> String {
        let upper = String(decoding: word.utf8.map { $0 >= 0x61 && $0 <= 0x7A ? $0 & 0xDF : $0 }, as: UTF8.self)
        return words.contains(upper) ? upper : word
    }
}
