extension Diagnostic {
    /// The diagnostic as build tools print and parse it:
    ///
    ///     schema/queries.sql:3:8: error: no such column: titel
    ///     SELECT titel FROM issue
    ///            ^~~~~
    ///     schema/queries.sql:3:8: note: did you mean "title"?
    ///
    /// Notes follow in the same form. The text ends without a line break, and no character of a definition file that a
    /// terminal would obey gets into it; the path is printed as it was given.
    public var rendered: String {
        var lines = Self.withExcerpt(severity, message, at: place)
        for note in notes {
            if let notePlace = note.place {
                lines += Self.withExcerpt(.note, note.message, at: notePlace)
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
        "\(place.source.path):\(place.location): \(severity.rawValue): \(Glyph.oneLine(message))"
    }

    private static func withExcerpt(_ severity: Severity, _ message: String, at place: SourcePlace) -> [String] {
        let excerpt = SourceExcerpt(of: place)
        return [headline(severity, message, at: place), excerpt.line, excerpt.marker]
    }
}
