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
        // Where the directive begins that the next line may go on with.
        var indentation: Int?
        for comment in comments {
            guard comment.form == .line else {
                Self.reportDirective(inBlock: comment, source, reporter)
                continue
            }
            let text = source.text(in: comment.textSpan)
            let part = DirectiveLine.trimmedSpan(comment.textSpan, source)
            if let start = indentation, DirectiveLine.indentation(of: text) >= start + 2, part.count > 0 {
                if let last = directives.popLast() { directives.append(last.continued(part)) }
                continue
            }
            indentation = nil
            switch DirectiveLine(comment, in: source) {
            case .directive(let directive):
                indentation = DirectiveLine.indentation(of: text)
                directives.append(directive)
            case .mistake(let message, let suggestion):
                reporter.error(message, at: SourcePlace(source, comment.span), suggestion: suggestion)
            case .text:
                lines.append(text.hasPrefix(" ") ? Self.trimmedEnd(text.dropFirst()) : Self.trimmedEnd(Substring(text)))
            }
        }
    }

    /// `/* allow: true */` would have no effect.
    private static func reportDirective(inBlock comment: Comment, _ source: SourceText, _ reporter: Reporter) {
        guard case .directive(let directive) = DirectiveLine(comment, in: source) else { return }
        reporter.error(
            "a directive is a line comment", at: SourcePlace(source, comment.span),
            suggestion: "write `-- \(directive.key.rawValue)\(directive.name.map { " " + $0 } ?? ""): …`")
    }

    /// The directives of a key; the others are left for the caller to ask for.
    func directives(_ key: Directive.Key) -> [Directive] {
        directives.filter { $0.key == key }
    }

    private static func trimmedEnd(_ text: Substring) -> String {
        var text = text
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
