/// The source line of a place and the line of `^~~~` beneath it, for a terminal.
///
/// The marker stands under the place's characters however wide these are: tabs are kept, so that this holds at any tab
/// width, and other characters take the cells that a terminal gives them. A span over several lines is marked to the
/// end of its first. Of a line of more than `widest` cells the surroundings of the place are shown.
struct SourceExcerpt {
    /// In terminal cells.
    static let widest = 160

    /// What remains before the place in a line that is cut, and at least after its start. In terminal cells.
    private static let surroundings = 60

    let line: String
    let marker: String

    init(of place: SourcePlace) {
        let source = place.source
        let line = source.content(ofLine: place.location.line)
        let start = min(max(place.span.start, line.start), line.end)
        let end = min(max(place.span.end, start), line.end)
        // A cell has a byte at least; what lies further away is not looked at, however long the line.
        let reach = Self.widest * 8
        let first = source.scalarStart(max(line.start, start - reach))
        let markedEnd = source.scalarStart(min(end, start + reach))
        let last = source.scalarStart(min(line.end, markedEnd + reach))

        var before = Glyph.glyphs(of: source.text(in: SourceSpan(start: min(first, start), end: start)))
        var marked = Glyph.glyphs(of: source.text(in: SourceSpan(start: start, end: max(markedEnd, start))))
        var after = Glyph.glyphs(
            of: source.text(in: SourceSpan(start: max(markedEnd, start), end: max(last, markedEnd))))
        let isWhole = first == line.start && last == line.end && markedEnd == end
        if !isWhole || Glyph.cells(of: before + marked + after) > Self.widest {
            let isCutBefore = first > line.start || Glyph.cells(of: before) > Self.surroundings
            before = Array(Self.tail(of: before, cells: Self.surroundings))
            let wholeMarked = marked
            marked = Array(Self.head(of: marked, cells: Self.widest - Self.surroundings))
            let rest = Self.widest - Self.surroundings - Glyph.cells(of: marked)
            let wholeAfter = marked.count < wholeMarked.count ? [] : after
            after = Array(Self.head(of: wholeAfter, cells: rest))
            let isCutAfter = marked.count < wholeMarked.count || after.count < wholeAfter.count || last < line.end
            if isCutBefore { before.insert(.ellipsis, at: 0) }
            if isCutAfter { after.append(.ellipsis) }
        }
        self.line = (before + marked + after).map(\.text).joined()
        while marked.count > 1, marked.last?.isBlank == true { marked.removeLast() }
        marker =
            before.map(\.blank).joined() + "^" + String(repeating: "~", count: max(Glyph.cells(of: marked) - 1, 0))
    }

    private static func head(of glyphs: [Glyph], cells: Int) -> ArraySlice<Glyph> {
        var used = 0
        return glyphs.prefix { glyph in
            used += glyph.cells
            return used <= cells
        }
    }

    private static func tail(of glyphs: [Glyph], cells: Int) -> ArraySlice<Glyph> {
        var used = 0
        let count = glyphs.reversed().prefix { glyph in
            used += glyph.cells
            return used <= cells
        }.count
        return glyphs.suffix(count)
    }
}
