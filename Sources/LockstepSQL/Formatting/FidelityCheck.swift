/// Whether a text says what a statement says: the same tokens and the same comments in the same places.
struct FidelityCheck {
    let source: SourceText

    /// The statement's, with its semicolon.
    let tokens: ArraySlice<Token>
    let comments: ArraySlice<Comment>
    let statement: Statement

    /// - parameter following: A comment at the end of the statement's last line, which is not part of the text.
    func isFaithful(_ text: String, following: Comment?) -> Bool {
        var written = text
        if let following { written += " " + source.text(in: following.span) }
        let result = SourceText(path: source.path, text: written)
        let list = TokenList(result, in: [result.span])
        let found = list.tokens.dropLast(2)
        guard found.count == tokens.count,
            zip(tokens, found).allSatisfy({ isSame($0, $1, in: result) })
        else { return false }
        let before = self.comments + (following.map { [$0] } ?? [])
        guard before.count == list.comments.count else { return false }
        let old = CommentPlaces(source, tokens, before, columns: columnStarts)
        let new = CommentPlaces(result, found, list.comments[...], columns: columnStarts)
        return zip(old.places, new.places).allSatisfy { $0.isKept(as: $1, tokens: tokens) }
    }

    private func isSame(_ old: Token, _ new: Token, in result: SourceText) -> Bool {
        guard old.kind == new.kind else { return false }
        if case .keyword = old.kind { return true }
        let before = source.bytes[old.span.range]
        let after = result.bytes[new.span.range]
        if before.elementsEqual(after) { return true }
        return old.kind == .identifier
            && FormattedWords.uppercased(source.text(in: old.span)) == result.text(in: new.span)
    }

    /// For each column of a definition, the number of tokens of the statement before it, and up to its end.
    private var columnStarts: [Range<Int>] {
        let columns: [ColumnDefinition]
        switch statement.kind {
        case .createTable(let table):
            guard case .definition(let definition) = table.content else { return [] }
            columns = definition.columns
        case .alterTable(let alter):
            guard case .addColumn(let column) = alter.change else { return [] }
            columns = [column]
        default: return []
        }
        var result: [Range<Int>] = []
        var index = tokens.startIndex
        for column in columns {
            while tokens[index].span.start < column.span.start { index += 1 }
            let start = index
            while index < tokens.endIndex, tokens[index].span.start < column.span.end { index += 1 }
            result.append(start - tokens.startIndex..<index - tokens.startIndex)
        }
        return result
    }
}
