/// A name as written: `title`, `"title"`, `` `title` ``, `[title]` or, where SQLite takes a string for a name,
/// `'title'`.
public struct Identifier: Hashable, Sendable {
    /// How a name is quoted.
    public enum Quoting: Hashable, Sendable {
        /// `title`
        case none
        /// `"title"`; where no column has that name, SQLite takes it as a string.
        case double
        /// `` `title` ``
        case backtick
        /// `[title]`
        case bracket
        /// `'title'`
        case single
    }

    /// Without quotes, doubled quotes undone.
    public let name: String
    public let quoting: Quoting

    /// With the quotes.
    public let span: SourceSpan

    public var isQuoted: Bool { quoting != .none }

    /// What SQLite compares names by: the letters A to Z in lower case, everything else as it is.
    public let folded: String

    init(name: String, quoting: Quoting, span: SourceSpan) {
        self.name = name
        self.quoting = quoting
        self.span = span
        folded = Identifier.fold(name)
    }

    /// The letters A to Z of a name in lower case.
    public static func fold(_ name: String) -> String {
        let isFolded = name.utf8.withContiguousStorageIfAvailable { bytes in
            var index = 0
            while index < bytes.count, bytes[index] < 0x41 || bytes[index] > 0x5A { index += 1 }
            return index == bytes.count
        }
        if isFolded == true { return name }
        return String(decoding: name.utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
