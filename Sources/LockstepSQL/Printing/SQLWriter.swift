/// Walks a tree and writes the document of its text, in one of two ways: in canonical form, from the tree alone, or
/// with the author's tokens and comments, which the tree then only tells how to lay out.
///
/// What a canonical text needs is given to `word`, and is passed over where the author's tokens are kept; these are
/// written by `to`, up to an offset that the tree knows. So each piece of SQL is said once for both.
struct SQLWriter {
    let source: SourceText

    /// Nil for canonical form.
    var tape: TokenTape?
    var document = Document()

    /// The last byte written on this line; nil at its beginning.
    private var last: UInt8?
    private var isGlued = false

    /// Whether a comment to the end of the line has been written, so that the line must end.
    private var mustBreak = false

    /// Whether canonical form adds the aliases that keep the names of columns.
    var keepsColumnNames = true

    /// Whether comments at the ends of lines stand below each other.
    var isAligned = false

    init(_ source: SourceText, tape: TokenTape? = nil) {
        self.source = source
        self.tape = tape
    }

    var isCanonical: Bool { tape == nil }

    // MARK: Text

    /// Words or a symbol of the canonical form.
    mutating func word(_ text: String) {
        if isCanonical { put(text) }
    }

    /// The author's tokens that begin before an offset, keywords in upper case.
    mutating func to(_ offset: Int, uppercasesWords: Bool = false) {
        while let next = tape?.next, next.span.start < offset {
            putNext(uppercases: true, uppercasesWords: uppercasesWords)
        }
    }

    /// Both: the words that stand before an offset.
    mutating func write(_ text: String, to offset: Int) {
        word(text)
        to(offset)
    }

    /// The author's tokens up to a keyword, with it: for one that the tree has no place for.
    mutating func through(_ keyword: Keyword) {
        while let next = tape?.next {
            putNext(uppercases: true, uppercasesWords: false)
            if next.kind == .keyword(keyword) { break }
        }
    }

    /// `)`
    mutating func close() { token(")") }

    /// A token that stands here in either way.
    mutating func token(_ text: String) {
        word(text)
        putNext(uppercases: true, uppercasesWords: false)
    }

    /// A piece of the file as it stands there.
    mutating func raw(_ span: SourceSpan) {
        to(span.start)
        guard span.count > 0 else { return }
        endCommentedLine()
        putOwnLineComments()
        put(source.text(in: span))
        tape?.skip(to: span.end)
        putTrailingComments()
    }

    /// The author's tokens of a span as they stand there, signs close to their numbers.
    mutating func tokens(of span: SourceSpan) {
        guard !isCanonical else {
            for token in TokenList(source, in: [span]).tokens where token.kind != .endOfInput {
                put(source.text(in: token.span), kind: token.kind)
            }
            return
        }
        to(span.start)
        while let next = tape?.next, next.span.start < span.end {
            putNext(uppercases: false, uppercasesWords: false)
            if next.kind == .minus || next.kind == .plus { glue() }
        }
    }

    /// No space before what comes next.
    mutating func glue() { isGlued = true }

    private mutating func putNext(uppercases: Bool, uppercasesWords: Bool) {
        guard let token = tape?.next else { return }
        let isHoisted = token.kind == .comma || token.kind == .semicolon
        if !(isHoisted && mustBreak && tape?.nextComment == nil && tape?.hasCommentAfterNext == false) {
            endCommentedLine()
        }
        putOwnLineComments()
        var text = source.text(in: token.span)
        if uppercases, case .keyword(let keyword) = token.kind {
            text = keyword.rawValue
        } else if uppercasesWords, token.kind == .identifier {
            text = FormattedWords.uppercased(text)
        }
        put(text, kind: token.kind)
        tape?.advance()
        putTrailingComments()
    }

    private mutating func put(_ text: String, kind: TokenKind? = nil) {
        var isTight = isGlued
        if let first = text.utf8.first {
            isTight = isTight && !(first == UInt8(ascii: "-") && last == UInt8(ascii: "-"))
            let closes = first == UInt8(ascii: ")") || first == UInt8(ascii: ",") || first == UInt8(ascii: ";")
            isTight = isTight || closes || kind == .dot || last == UInt8(ascii: "(")
        }
        document.append(.text(text, hasSpace: last != nil && !isTight))
        isGlued = kind == .dot
        last = text.utf8.last
    }

    // MARK: Layout

    mutating func line() { addBreak(.line) }
    mutating func softLine() { addBreak(.softLine) }

    mutating func hardLine() {
        mustBreak = false
        document.append(.hardLine)
        document.breakGroups()
        last = nil
        isGlued = false
    }

    private mutating func addBreak(_ element: Document.Element) {
        guard !mustBreak else { return hardLine() }
        document.append(element)
        last = nil
        isGlued = false
    }

    mutating func padding(_ count: Int) {
        guard !mustBreak else { return hardLine() }
        document.append(.padding(count))
        last = nil
    }

    /// The author's empty lines before the next token or comment, as one.
    mutating func emptyLine() {
        guard let tape, tape.isAfterEmptyLine else { return }
        hardLine()
        document.append(.emptyLine)
    }

    mutating func group(_ content: (inout SQLWriter) -> Void) {
        document.beginGroup()
        content(&self)
        document.endGroup()
    }

    mutating func indent(_ content: (inout SQLWriter) -> Void) {
        document.append(.indent)
        content(&self)
        document.append(.dedent)
    }

    /// `first, second, …` between which lines may break.
    mutating func list<Item>(
        _ items: [Item], span: (Item) -> SourceSpan, _ content: (inout SQLWriter, Item) -> Void
    ) {
        for (index, item) in items.enumerated() {
            if index > 0 {
                write(",", to: span(item).start)
                line()
            }
            content(&self, item)
        }
    }

    // MARK: Comments

    private mutating func endCommentedLine() {
        if mustBreak { hardLine() }
    }

    /// The comments on lines of their own before the next token.
    mutating func putOwnLineComments() {
        while let comment = tape?.nextComment {
            let isAlone = TokenTape.isAlone(at: comment.span.start, in: source)
            if isAlone || comment.form == .line { hardLine() }
            if isAligned { emptyLine() }
            put(text(of: comment))
            tape?.advanceComment()
            if comment.form == .line || isAlone && isEndOfLine(comment) { hardLine() }
            if isAligned { emptyLine() }
        }
    }

    /// The comments on the line of the token that was written last.
    private mutating func putTrailingComments() {
        while let comment = tape?.nextComment, !TokenTape.isAlone(at: comment.span.start, in: source) {
            guard comment.form == .line else {
                endCommentedLine()
                put(text(of: comment))
                tape?.advanceComment()
                continue
            }
            // Beside the columns of a table, comments that begin below this one go on with it.
            var lines = [text(of: comment)]
            tape?.advanceComment()
            let column = source.location(at: comment.span.start).column
            var end = comment.span.end
            while isAligned, let next = tape?.nextComment, next.form == .line,
                TokenTape.lineBreaks(from: end, to: next.span.start, in: source) == 1,
                source.location(at: next.span.start).column == column
            {
                lines.append(text(of: next))
                end = next.span.end
                tape?.advanceComment()
            }
            document.append(.suffix(lines, isAligned: isAligned))
            mustBreak = true
        }
    }

    private func isEndOfLine(_ comment: Comment) -> Bool {
        guard let next = tape?.next else { return true }
        return TokenTape.lineBreaks(from: comment.span.end, to: next.span.start, in: source) > 0
    }

    func text(of comment: Comment) -> String {
        var text = source.text(in: comment.span)
        while comment.form == .line, let last = text.utf8.last, last == 0x20 || last == 0x09 || last == 0x0D {
            text.unicodeScalars.removeLast()
        }
        return text
    }
}
