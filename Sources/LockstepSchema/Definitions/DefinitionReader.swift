import LockstepSQL

/// Finds the definitions of a file.
struct DefinitionReader {
    /// What a kind of file holds.
    enum Folder: String {
        case mutations, queries, permissions

        var kinds: [Definition.Kind] {
            switch self {
            case .mutations: [.mutation]
            case .queries: [.many, .one]
            case .permissions: [.read]
            }
        }
    }

    let file: ParsedFile
    let folder: Folder
    let reporter: Reporter
    private var swallowed = SwallowedDefinitions()

    /// Reports the syntax errors of the file.
    init(file: ParsedFile, folder: Folder, reporter: Reporter) {
        self.file = file
        self.folder = folder
        self.reporter = reporter
        swallowed = SwallowedDefinitions(file, marks: marks)
        swallowed.diagnostics.forEach(reporter.report)
    }

    private struct Header {
        let name: String
        let nameSpan: SourceSpan
        let kind: Definition.Kind
        let span: SourceSpan
    }

    /// The definitions in order. What is wrong in one leaves the others as they are.
    func definitions() -> [Definition] {
        let marks = self.marks
        reportStrayStatements(before: marks.first)
        reportDirectives(above: marks.first)
        reportHeadersInStatements(marks)
        return marks.enumerated().compactMap { index, comment in
            let end = index + 1 < marks.count ? marks[index + 1].span.start : file.source.bytes.count
            guard let header = header(of: comment) else { return nil }
            return definition(of: header, end: end)
        }
    }

    /// The comments that begin a definition.
    private var marks: [Comment] {
        file.comments.filter { $0.form == .line }.filter(isHeader)
    }

    private func definition(of header: Header, end: Int) -> Definition {
        let body = header.span.end..<max(end, header.span.end)
        let statements = Array(file.statements.within(body, by: \.span))
        let errors = file.diagnostics.filter { body.contains($0.place.span.start) || $0.place.span.start == end }
        let firstCode = (statements.map(\.span.start) + errors.map(\.place.span.start)).min() ?? end
        let lines = file.comments.within(body, by: \.span)
        let comments = CommentBlock(
            lines.filter { $0.span.start < firstCode }, in: file.source, reporter: reporter)
        reportStrayDirectives(lines.filter { $0.form == .line && $0.span.start > firstCode })
        return Definition(
            name: header.name, kind: header.kind, namePlace: place(header.nameSpan), comments: comments,
            statements: statements, file: file, isIncomplete: !errors.isEmpty || swallowed.lines[end] != nil)
    }

    /// `name:` and, so that a slip does not turn a definition into a comment, whatever is one letter off before a kind.
    private func isHeader(_ comment: Comment) -> Bool {
        let text = file.source.text(in: comment.textSpan)
        guard let colon = text.firstIndex(of: ":"), !text.hasPrefix("   ") else { return false }
        let key = trimmed(text[..<colon])
        guard key != "name" else { return true }
        let looksLikeHeader = text[colon...].dropFirst().contains(":") && !key.contains(" ")
        return looksLikeHeader && editDistance(key, "name") <= 1
    }

    private func header(of comment: Comment) -> Header? {
        let text = file.source.text(in: comment.textSpan)
        let form = "a definition begins with `-- name: theName :kind`"
        let colon = text.firstIndex(of: ":") ?? text.startIndex
        guard trimmed(text[..<colon]) == "name" else {
            reporter.error("\(form)", at: place(comment.span), suggestion: "did you mean `-- name:`?")
            return nil
        }
        let words = text[colon...].dropFirst().split { $0.isWhitespace }
        guard words.count == 2, words[1].first == ":", isDefinitionName(words[0]) else {
            reporter.error("\(form), where the name has letters, digits and `_`", at: place(comment.span))
            return nil
        }
        let kindName = String(words[1].dropFirst())
        guard let kind = Definition.Kind(rawValue: kindName) else {
            let kinds = folder.kinds.map { ":" + $0.rawValue }
            reporter.error(
                "there is no kind `:\(kindName)`", at: place(span(of: words[1], in: text, comment)),
                suggestion: suggestion(for: ":" + kindName, among: kinds)
                    ?? "a definition in \(folder.rawValue) is \(kinds.joined(separator: " or "))")
            return nil
        }
        guard folder.kinds.contains(kind) else {
            let home = kind == .mutation ? "mutations" : kind == .read ? "permissions" : "queries"
            reporter.error(
                "`:\(kindName)` belongs in \(home), not in \(folder.rawValue)",
                at: place(span(of: words[1], in: text, comment)))
            return nil
        }
        return Header(
            name: String(words[0]), nameSpan: span(of: words[0], in: text, comment), kind: kind, span: comment.span)
    }

    private func span(of word: Substring, in text: String, _ comment: Comment) -> SourceSpan {
        let start = comment.textSpan.start + text.utf8.distance(from: text.startIndex, to: word.startIndex)
        return SourceSpan(start: start, end: start + word.utf8.count)
    }

    /// A rule is called after its table, and may have a name of its own behind a dot: `issue.member`.
    private func isDefinitionName(_ name: Substring) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.allSatisfy(isPlainName) && parts.count <= (folder == .permissions ? 2 : 1)
    }

    private func reportStrayStatements(before first: Comment?) {
        let end = first?.span.start ?? file.source.bytes.count
        for statement in file.statements where statement.span.start < end {
            reporter.error(
                "a statement outside a definition", at: place(startSpan(of: statement)),
                suggestion: "begin it with `-- name: theName :\(folder.kinds[0].rawValue)`")
        }
    }

    private func reportHeadersInStatements(_ marks: [Comment]) {
        for mark in marks {
            if let line = swallowed.lines[mark.span.start] {
                reporter.error(
                    "a definition begins inside a statement: its semicolon is missing", at: place(mark.span),
                    suggestion: "end the statement with `;` in line \(line)")
            }
            let before = file.statements.within(0..<mark.span.start, by: \.span).last
            guard let before, before.span.contains(mark.span) else { continue }
            reporter.error("a definition begins inside a statement: its semicolon is missing", at: place(mark.span))
        }
    }

    /// A directive above the first definition would have no effect.
    private func reportDirectives(above first: Comment?) {
        let end = first?.span.start ?? file.source.bytes.count
        let comments = file.comments.filter { $0.span.end <= end && $0.form == .line }
        for directive in CommentBlock(comments, in: file.source, reporter: Reporter()).directives {
            reporter.error(
                "`-- \(directive.key.rawValue):` stands above the first definition of the file", at: directive.place,
                suggestion: "write it below the `-- name:` of the definition that it is about")
        }
    }

    /// A directive among the statements would have no effect.
    private func reportStrayDirectives(_ comments: [Comment]) {
        for comment in comments {
            let block = CommentBlock([comment], in: file.source, reporter: Reporter())
            for directive in block.directives {
                reporter.error(
                    "`-- \(directive.key.rawValue):` belongs between `-- name:` and the first statement",
                    at: directive.place)
            }
        }
    }

    private func startSpan(of statement: Statement) -> SourceSpan {
        let line = file.source.location(at: statement.span.start).line
        return SourceSpan(
            start: statement.span.start, end: min(statement.span.end, file.source.span(ofLine: line).end))
    }

    private func place(_ span: SourceSpan) -> SourcePlace { SourcePlace(file.source, span) }
}
