/// Where the comments of a statement stand, in terms that do not depend on the layout.
struct CommentPlaces {
    struct Place {
        let text: String

        /// How many tokens of the statement stand before the comment.
        let tokensBefore: Int

        /// Whether nothing stands before it on its line.
        let isAlone: Bool

        /// The column that a comment of a table belongs to: the last one that begins on the comment's line, else the
        /// one that the line goes on with; a comment right below another one goes on with that. For comments on lines
        /// of their own, the next column. Nil for comments that stand beside no column.
        let column: Int?

        /// Whether it stands beside the first or the last line of a table, and so belongs to the table.
        let isBesideTable: Bool

        /// Whether a directive in it could belong to either of two columns, which is an error that must stay one.
        let isAmbiguous: Bool

        /// A comment at the end of a line may come behind the comma or semicolon that follows it.
        func isKept(as other: Place, tokens: ArraySlice<Token>) -> Bool {
            guard text == other.text, isAlone == other.isAlone, column == other.column,
                isBesideTable == other.isBesideTable, isAmbiguous == other.isAmbiguous,
                tokensBefore <= other.tokensBefore
            else { return false }
            let passed = tokens.dropFirst(tokensBefore).prefix(other.tokensBefore - tokensBefore)
            return passed.allSatisfy { $0.kind == .comma || $0.kind == .semicolon }
        }
    }

    private(set) var places: [Place] = []

    private let source: SourceText
    private let tokens: ArraySlice<Token>
    private let columns: [Range<Int>]
    private var continued: (column: Int, comment: Comment)?

    init(_ source: SourceText, _ tokens: ArraySlice<Token>, _ comments: ArraySlice<Comment>, columns: [Range<Int>]) {
        self.source = source
        self.tokens = tokens
        self.columns = columns
        var before = 0
        let writer = SQLWriter(source)
        for comment in comments {
            while before < tokens.count, token(before).span.start < comment.span.start { before += 1 }
            let isAlone = TokenTape.isAlone(at: comment.span.start, in: source)
            let begun = columns.isEmpty ? [] : self.begun(onLineOf: comment)
            let column = columns.isEmpty ? nil : column(of: comment, isAlone: isAlone, begun: begun)
            let place = Place(
                text: writer.text(of: comment), tokensBefore: before, isAlone: isAlone, column: column,
                isBesideTable: column == nil && !columns.isEmpty && !isAlone && isOnOuterLine(comment),
                isAmbiguous: !isAlone && begun.count > 1)
            places.append(place)
        }
    }

    private func token(_ index: Int) -> Token { tokens[tokens.startIndex + index] }

    private func line(_ offset: Int) -> Int { source.location(at: offset).line }

    private func isOnOuterLine(_ comment: Comment) -> Bool {
        let line = line(comment.span.start)
        let end = tokens.last.map { $0.kind == .semicolon ? tokens.dropLast().last ?? $0 : $0 }
        return tokens.first.map { self.line($0.span.start) } == line || end.map { self.line($0.span.end) } == line
    }

    private func begun(onLineOf comment: Comment) -> [Int] {
        let line = line(comment.span.start)
        return columns.indices.filter { self.line(token(columns[$0].lowerBound).span.start) == line }
    }

    private mutating func column(of comment: Comment, isAlone: Bool, begun: [Int]) -> Int? {
        guard comment.form == .line else { return nil }
        let location = source.location(at: comment.span.start)
        guard isAlone else {
            let touching = columns.indices.last {
                token(columns[$0].lowerBound).span.start < comment.span.start
                    && line(token(columns[$0].upperBound - 1).span.end) >= location.line
            }
            let column = begun.last ?? touching
            if let column { continued = (column, comment) }
            return column
        }
        if let (column, previous) = continued {
            let before = source.location(at: previous.span.start)
            if before.line == location.line - 1, before.column == location.column {
                continued = (column, comment)
                return column
            }
        }
        continued = nil
        return columns.indices.first { token(columns[$0].lowerBound).span.start > comment.span.start }
    }
}
