import LockstepSQL

/// What a run of line comments says: directives, and for the rest documentation.
struct CommentBlock {
    private(set) var directives: [Directive] = []
    private var lines: [String] = []

    /// The documentation, one line of it for each comment line.
    var documentation: String {
        let firstLine = lines.firstIndex { !$0.isEmpty } ?? lines.count
        let lastLine = lines.lastIndex { !$0.isEmpty } ?? firstLine
        return firstLine < lines.count ? lines[firstLine...lastLine].joined(separator: "\n") : ""
    }

    init() {}

    /// - Parameter comments: line comments of one file, in order.
    init(_ comments: [Comment], in source: SourceText, reporter: Reporter) {
        append(comments, in: source, reporter: reporter)
    }

    mutating func append(_ comments: [Comment], in source: SourceText, reporter: Reporter) {
        var isInDirective = false
        for comment in comments where comment.form == .line {
            let text = source.text(in: comment.textSpan)
            let place = SourcePlace(source, comment.span)
            if isInDirective, Self.isContinuation(text), let last = directives.popLast() {
                let value = trimmed(last.value + " " + trimmed(text))
                directives.append(Directive(key: last.key, name: last.name, value: value, place: last.place))
                continue
            }
            switch Self.parse(text) {
            case .directive(let key, let name, let value):
                isInDirective = true
                directives.append(Directive(key: key, name: name, value: value, place: place))
            case .nearMiss(let written, let key):
                isInDirective = false
                reporter.error(
                    "there is no directive `\(written)`", at: place,
                    suggestion: "did you mean `-- \(key.rawValue):`? A comment for readers begins otherwise")
            case .text:
                isInDirective = false
                lines.append(text.hasPrefix(" ") ? Self.trimmedEnd(text.dropFirst()) : Self.trimmedEnd(Substring(text)))
            }
        }
    }

    /// The directives of a key; the others are left for the caller to ask for.
    func directives(_ key: Directive.Key) -> [Directive] {
        directives.filter { $0.key == key }
    }

    private enum Line {
        case directive(Directive.Key, name: String?, value: String)
        case nearMiss(String, Directive.Key)
        case text
    }

    /// A directive begins after one space, what continues it after three or more.
    private static func isContinuation(_ text: String) -> Bool {
        text.hasPrefix("   ") && !trimmed(text).isEmpty
    }

    private static func parse(_ text: String) -> Line {
        guard let colon = text.firstIndex(of: ":"), !text.hasPrefix("   ") else { return .text }
        let head = text[..<colon].split(separator: " ", omittingEmptySubsequences: true)
        guard (1...2).contains(head.count), text[..<colon].last != " ",
            head[0].allSatisfy({ $0.isASCII && $0.isLowercase }), head.dropFirst().allSatisfy(isName)
        else { return .text }
        let value = text[text.index(after: colon)...]
        let word = String(head[0])
        if let key = Directive.Key(rawValue: word) {
            return .directive(key, name: head.count == 2 ? String(head[1]) : nil, value: trimmed(value))
        }
        // A sentence has a space after its colon as well; a word that is near a key is more likely a mistake.
        guard value.isEmpty || value.first == " ", word.utf8.count > 2 else { return .text }
        let keys = Directive.Key.allCases.filter { $0.rawValue.utf8.count > 3 }
        guard let near = nearest(to: word, among: keys.map(\.rawValue)), let key = Directive.Key(rawValue: near) else {
            return .text
        }
        return .nearMiss(word, key)
    }

    private static func isName(_ word: Substring) -> Bool {
        word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") } && word.first?.isNumber == false
    }

    private static func trimmedEnd(_ text: Substring) -> String {
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
