import LockstepSQL

/// What one line of comment is, read by itself.
enum DirectiveLine {
    case directive(Directive)
    /// Meant as a directive, and none.
    case mistake(String, suggestion: String)
    case text

    /// A directive begins after at most two spaces; what is further in is text.
    static func indentation(of text: some StringProtocol) -> Int {
        text.prefix { $0 == " " || $0 == "\t" }.count
    }

    init(_ comment: Comment, in source: SourceText) {
        let text = source.text(in: comment.textSpan)
        guard Self.indentation(of: text) <= 2 else {
            self = .text
            return
        }
        if let missing = MissingColon(text) {
            self = .mistake(
                "the colon behind `\(missing.form)` is missing",
                suggestion: "write `-- \(missing.form): …`. A comment for readers begins otherwise")
            return
        }
        guard let colon = text.firstIndex(of: ":") else {
            self = .text
            return
        }
        let words = text[..<colon].split(whereSeparator: \.isWhitespace)
        guard (1...2).contains(words.count) else {
            self = .text
            return
        }
        let rest = text[text.index(after: colon)...]
        guard let key = Directive.Key(rawValue: String(words[0])) else {
            self = Self.nearMiss(words, rest: rest)
            return
        }
        let name = words.count == 2 ? String(words[1]) : nil
        if let mistake = Self.mistake(key, name: name, isSpaced: text[..<colon].last?.isWhitespace == true) {
            self = mistake
            return
        }
        let start = comment.textSpan.start + text.utf8.distance(from: text.startIndex, to: rest.startIndex)
        let part = Self.trimmedSpan(
            SourceSpan(start: min(start, comment.textSpan.end), end: comment.textSpan.end), source)
        self = .directive(
            Directive(
                key: key, name: name, value: trimmed(rest), parts: part.count == 0 ? [] : [part],
                place: SourcePlace(source, comment.span)))
    }

    /// The span without the white space at its ends.
    static func trimmedSpan(_ span: SourceSpan, _ source: SourceText) -> SourceSpan {
        let isBlank = { (byte: UInt8) in [0x20, 0x09, 0x0D, 0x0B, 0x0C].contains(byte) }
        var (start, end) = (span.start, span.end)
        while start < end, isBlank(source.bytes[start]) { start += 1 }
        while start < end, isBlank(source.bytes[end - 1]) { end -= 1 }
        return SourceSpan(start: start, end: end)
    }

    private static func mistake(_ key: Directive.Key, name: String?, isSpaced: Bool) -> DirectiveLine? {
        if let name, !key.takesName {
            return .mistake(
                "`-- \(key.rawValue):` takes no name, and `\(name)` stands before its colon",
                suggestion: "write `-- \(key.rawValue): …`. A comment for readers begins otherwise")
        }
        if let name, !isPlainName(name) {
            return .mistake(
                "`\(name)` is not a name: it has letters, digits and `_`",
                suggestion: "write for example `-- \(key.rawValue) \(SwiftNaming.lowerCamelCase(name)): …`")
        }
        guard isSpaced else { return nil }
        return .mistake(
            "a space stands before the colon of `-- \(key.rawValue)`",
            suggestion: "write `-- \(key.rawValue)\(name.map { " " + $0 } ?? (key.takesName ? " name" : "")): …`")
    }

    /// A sentence has a space after its colon as well; a word that is near a key is more likely a mistake.
    private static func nearMiss(_ words: [Substring], rest: Substring) -> DirectiveLine {
        let word = String(words[0])
        let isOtherCase = words.count == 1 && Directive.Key(rawValue: word.lowercased()) != nil
        let isPlain =
            word.allSatisfy { $0.isASCII && $0.isLowercase } && words.dropFirst().allSatisfy { isPlainName($0) }
        guard rest.isEmpty || rest.first == " ", word.utf8.count > 2, isPlain || isOtherCase else { return .text }
        let keys = Directive.Key.allCases.filter { $0.rawValue.utf8.count > 3 }
        guard let near = nearest(to: word, among: keys.map(\.rawValue)) else { return .text }
        return .mistake(
            "there is no directive `\(word)`",
            suggestion: "did you mean `-- \(near):`? A comment for readers begins otherwise")
    }
}
