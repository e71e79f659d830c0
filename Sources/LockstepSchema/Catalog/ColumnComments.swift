import LockstepSQL

/// Which comments of a CREATE TABLE belong to the table and which to its columns.
///
/// A comment at the end of a line belongs to the last column that the line has something of; the lines below it that
/// begin in the same place go on with it. Another line of its own belongs to the next column. What stands directly above
/// the statement, beside its first line or after its last belongs to the table.
struct ColumnComments {
    private(set) var table: [Comment] = []

    /// By index of the column.
    private(set) var columns: [[Comment]]

    /// Those that have been looked at: directives among the others belong to nothing.
    private(set) var seen: Set<SourceSpan> = []

    private let file: ParsedFile
    /// What the columns' definitions take of the file.
    private let definitions: [SourceSpan]
    private let statement: SourceSpan
    private var continued: (column: Int, comment: Comment)?

    init(of definitions: [SourceSpan], statement: SourceSpan, in file: ParsedFile, reporter: Reporter) {
        self.file = file
        self.definitions = definitions
        self.statement = statement
        columns = Array(repeating: [], count: definitions.count)
        table = Self.commentsAbove(statement, in: file)
        seen = Set(table.map(\.span))
        let lastLine = file.source.location(at: statement.end).line
        for comment in file.comments where comment.form == .line && comment.span.start > statement.start {
            guard file.source.location(at: comment.span.start).line <= lastLine else { break }
            seen.insert(comment.span)
            assign(comment, reporter: reporter)
        }
    }

    /// The lines of comment directly above a statement, without an empty line between.
    static func commentsAbove(_ statement: SourceSpan, in file: ParsedFile) -> [Comment] {
        var line = file.source.location(at: statement.start).line
        var found: [Comment] = []
        for comment in file.comments.reversed() where comment.span.end <= statement.start {
            let location = file.source.location(at: comment.span.start)
            guard comment.form == .line, location.line == line - 1, isAlone(comment, in: file) else { break }
            found.append(comment)
            line = location.line
        }
        return found.reversed()
    }

    private static func isAlone(_ comment: Comment, in file: ParsedFile) -> Bool {
        let line = file.source.span(ofLine: file.source.location(at: comment.span.start).line)
        return trimmed(file.source.text(in: SourceSpan(start: line.start, end: comment.span.start))).isEmpty
    }

    private mutating func assign(_ comment: Comment, reporter: Reporter) {
        let location = file.source.location(at: comment.span.start)
        if Self.isAlone(comment, in: file) {
            assignAlone(comment, at: location, reporter: reporter)
            return
        }
        let line = location.line
        let begun = definitions.indices.filter { self.line(at: definitions[$0].start) == line }
        let touching = definitions.indices.last {
            definitions[$0].start < comment.span.start && self.line(at: definitions[$0].end) >= line
        }
        if let column = begun.last ?? touching {
            continued = (column, comment)
            columns[column].append(comment)
            if begun.count > 1, let directive = firstDirective(of: comment) {
                reporter.error(
                    "two columns begin on this line: `-- \(directive.key.rawValue):` could belong to either",
                    at: SourcePlace(file.source, comment.span), suggestion: "give each column a line of its own")
            }
        } else if line == self.line(at: statement.start) || line == self.line(at: statement.end) {
            table.append(comment)
        } else {
            reportHomeless(comment, reporter: reporter)
        }
    }

    private mutating func assignAlone(_ comment: Comment, at location: SourceLocation, reporter: Reporter) {
        if let (column, previous) = continued {
            let before = file.source.location(at: previous.span.start)
            let isAligned =
                file.source.indentation(at: previous.span.start) == file.source.indentation(at: comment.span.start)
            if before.line == location.line - 1, isAligned {
                continued = (column, comment)
                columns[column].append(comment)
                return
            }
        }
        continued = nil
        if let next = definitions.firstIndex(where: { $0.start > comment.span.start }) {
            columns[next].append(comment)
        } else {
            reportHomeless(comment, reporter: reporter)
        }
    }

    private func reportHomeless(_ comment: Comment, reporter: Reporter) {
        guard let directive = firstDirective(of: comment) else { return }
        reporter.error(
            "`-- \(directive.key.rawValue):` stands beside no column", at: SourcePlace(file.source, comment.span))
    }

    private func firstDirective(of comment: Comment) -> Directive? {
        CommentBlock([comment], in: file.source, reporter: Reporter()).directives.first
    }

    private func line(at offset: Int) -> Int {
        file.source.location(at: offset).line
    }
}
