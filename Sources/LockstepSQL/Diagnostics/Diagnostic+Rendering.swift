extension Diagnostic {
    /// The diagnostic as build tools print and parse it:
    ///
    ///     schema/queries.sql:3:8: error: no such column: titel
    ///     SELECT titel FROM issue
    ///            ^~~~~
    ///     schema/queries.sql:3:8: note: did you mean "title"?
    ///
    /// Notes follow in the same form. The text ends without a line break.
    public var rendered: String {
        var lines = Self.excerpt(severity, message, at: place)
        for note in notes {
            if let notePlace = note.place {
                lines += Self.excerpt(.note, note.message, at: notePlace)
            } else {
                lines.append(Self.headline(.note, note.message, at: place))
            }
        }
        if let suggestion {
            lines.append(Self.headline(.note, suggestion, at: place))
        }
        return lines.joined(separator: "\n")
    }

    private static func headline(_ severity: Severity, _ message: String, at place: SourcePlace) -> String {
        "\(place.source.path):\(place.location): \(severity.rawValue): \(message)"
    }

    private static func excerpt(_ severity: Severity, _ message: String, at place: SourcePlace) -> [String] {
        let source = place.source
        let line = source.span(ofLine: place.location.line)
        return [
            headline(severity, message, at: place),
            source.text(in: line).filter { $0 != "\r" },
            underline(place.span, line: line, source: source),
        ]
    }

    /// Tabs are kept so that the caret stands under its character at any tab width.
    private static func underline(_ span: SourceSpan, line: SourceSpan, source: SourceText) -> String {
        let start = min(max(span.start, line.start), line.end)
        let end = min(max(span.end, start), line.end)
        let column = source.location(at: start).column
        let lineText = source.text(in: SourceSpan(start: line.start, end: start)).unicodeScalars
        let indent = lineText.suffix(column - 1).map { $0 == "\t" ? "\t" : " " }.joined()
        let width = source.text(in: SourceSpan(start: start, end: end)).unicodeScalars.count
        return indent + "^" + String(repeating: "~", count: max(width - 1, 0))
    }
}
