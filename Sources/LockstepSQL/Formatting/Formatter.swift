/// Lays out definition files.
///
/// Keywords are in upper case, everything else is as it was written: no token is added, removed or changed, and no
/// comment is lost or comes to belong to another column or statement. A short statement is on one line, a longer one
/// has a line for each clause; a CREATE TABLE that is not on one line has a line for each column, with types,
/// constraints and comments below each other. Formatting what has been formatted changes nothing.
///
/// Each statement is compared with what it was, token by token and comment by comment, and left alone if anything else
/// than white space and the case of keywords differs.
public struct Formatter {
    /// The longest line, comments at its end apart, unless something in it cannot be broken.
    public static let width = 100

    private let file: ParsedFile
    private let source: SourceText
    private let list: TokenList
    private let lineEnd: String
    private var tokenIndex = 0
    private var commentIndex = 0
    private var output = ""
    private var unformatted: [SourceSpan] = []

    /// Where what has been written ends in the file.
    private var position = 0

    /// The number of lines of the last statement written; zero before the first and after a comment on its own lines.
    private var lastLines = 0

    public static func format(_ source: SourceText) -> FormattedFile {
        let file = Parser.parseStatements(in: source)
        let errors = file.diagnostics.filter { $0.severity == .error }
        let hasOpenComment = file.diagnostics.count > errors.count
        guard errors.isEmpty, !hasOpenComment else {
            return FormattedFile(text: source.text(in: source.span), diagnostics: file.diagnostics, unformatted: [])
        }
        var formatter = Formatter(file)
        formatter.run()
        return FormattedFile(text: formatter.output, diagnostics: [], unformatted: formatter.unformatted)
    }

    private init(_ file: ParsedFile) {
        self.file = file
        source = file.source
        list = TokenList(file.source, in: [file.source.span])
        let firstLine = file.source.bytes.firstIndex(of: UInt8(ascii: "\n")) ?? 0
        lineEnd = firstLine > 0 && file.source.bytes[firstLine - 1] == UInt8(ascii: "\r") ? "\r\n" : "\n"
    }

    private mutating func run() {
        if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            output = "\u{FEFF}"
            position = 3
        }
        for statement in file.statements {
            skipEmptyStatements(before: statement.span.start)
            write(statement)
        }
        skipEmptyStatements(before: source.bytes.count)
        comments(before: source.bytes.count)
        if position > 0, !isAtLineStart { output += lineEnd }
    }

    private var isAtLineStart: Bool {
        let last = output.unicodeScalars.last
        return last == nil || last == "\n" || last == "\u{FEFF}"
    }

    /// Semicolons by themselves stay where they are: at the end of a line.
    private mutating func skipEmptyStatements(before offset: Int) {
        while list.tokens[tokenIndex].kind == .semicolon, list.tokens[tokenIndex].span.start < offset {
            let span = list.tokens[tokenIndex].span
            comments(before: span.start)
            separate(from: span.start)
            output += ";"
            position = span.end
            lastLines = 1
            tokenIndex += 1
        }
    }

    private mutating func write(_ statement: Statement) {
        comments(before: statement.span.start)
        let firstToken = tokenIndex
        while list.tokens[tokenIndex].span.start < statement.span.end, list.tokens[tokenIndex].kind != .endOfInput {
            tokenIndex += 1
        }
        if list.tokens[tokenIndex].kind == .semicolon { tokenIndex += 1 }
        let end = list.tokens[tokenIndex - 1].span.end
        let firstComment = commentIndex
        while commentIndex < list.comments.count, list.comments[commentIndex].span.start < end { commentIndex += 1 }
        let tokens = list.tokens[firstToken..<tokenIndex]
        let comments = list.comments[firstComment..<commentIndex]
        var text = layout(statement, tokens, comments)
        let check = FidelityCheck(source: source, tokens: tokens, comments: comments, statement: statement)
        if !check.isFaithful(text, following: trailingComment(after: end)) {
            text = source.text(in: SourceSpan(start: statement.span.start, end: end))
            unformatted.append(statement.span)
        }
        let lines = text.utf8.reduce(1) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
        separate(from: statement.span.start, isLong: isDefinition(statement) && (lines > 1 || lastLines > 1))
        output += text
        position = end
        lastLines = lines
    }

    private func layout(
        _ statement: Statement, _ tokens: ArraySlice<Token>, _ comments: ArraySlice<Comment>
    ) -> String {
        var writer = SQLWriter(source, tape: TokenTape(source, tokens, comments))
        writer.statement(statement)
        writer.to(tokens.last?.span.end ?? 0)
        return DocumentRenderer.text(of: writer.document, width: Self.width, lineEnd: lineEnd)
    }

    /// A comment to the end of the line on which a statement ends, which stands behind it afterwards as well.
    private func trailingComment(after end: Int) -> Comment? {
        guard commentIndex < list.comments.count else { return nil }
        let comment = list.comments[commentIndex]
        let isBeside = TokenTape.lineBreaks(from: end, to: comment.span.start, in: source) == 0
        let isNext =
            comment.span.start < list.tokens[tokenIndex].span.start
            || list.tokens[tokenIndex].kind == .endOfInput
        return isBeside && isNext && comment.form == .line ? comment : nil
    }

    private func isDefinition(_ statement: Statement) -> Bool {
        switch statement.kind {
        case .createTable, .createView, .createTrigger, .createVirtualTable: true
        default: false
        }
    }

    // MARK: Between statements

    /// The comments before an offset, each as it was: at the end of a line, or on a line of its own.
    private mutating func comments(before offset: Int) {
        while commentIndex < list.comments.count, list.comments[commentIndex].span.start < offset {
            let comment = list.comments[commentIndex]
            separate(from: comment.span.start, isHeader: isHeader(comment))
            output += SQLWriter(source).text(of: comment)
            position = comment.span.end
            if TokenTape.isAlone(at: comment.span.start, in: source) { lastLines = 0 }
            commentIndex += 1
        }
    }

    /// Writes what stands between the last piece and the next: a space, a line end, or an empty line.
    ///
    /// - parameter isLong: Whether an empty line sets the piece apart from the statement before it.
    private mutating func separate(from start: Int, isLong: Bool = false, isHeader: Bool = false) {
        guard !output.isEmpty, output != "\u{FEFF}" else { return }
        let breaks = TokenTape.lineBreaks(from: position, to: start, in: source)
        let wantsEmptyLine = lastLines > 0 && (isLong || isHeader)
        switch breaks {
        case 0 where !endsInLineComment && !wantsEmptyLine:
            let isSemicolon = start < source.bytes.count && source.bytes[start] == UInt8(ascii: ";")
            output += isSemicolon ? "" : statementBegins(at: start) ? lineEnd : " "
        case 0, 1: output += wantsEmptyLine ? lineEnd + lineEnd : lineEnd
        default: output += lineEnd + lineEnd
        }
    }

    /// Whether what has been written last is a comment that ends with its line.
    private var endsInLineComment: Bool {
        commentIndex > 0 && list.comments[commentIndex - 1].span.end == position
            && list.comments[commentIndex - 1].form == .line
    }

    private func statementBegins(at offset: Int) -> Bool {
        lastLines > 0 && (offset < source.bytes.count) && !isComment(at: offset)
    }

    private func isComment(at offset: Int) -> Bool {
        commentIndex < list.comments.count && list.comments[commentIndex].span.start == offset
    }

    /// `-- name: …`
    private func isHeader(_ comment: Comment) -> Bool {
        guard comment.form == .line, TokenTape.isAlone(at: comment.span.start, in: source) else { return false }
        return source.bytes[comment.textSpan.range].drop { $0 == UInt8(ascii: " ") }.starts(with: "name:".utf8)
    }
}
