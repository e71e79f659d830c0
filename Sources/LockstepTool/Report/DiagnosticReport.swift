import LockstepSQL

/// A diagnostic in JSON. Lines and columns are counted from 1, as compilers print them; the end is behind the last
/// character.
struct DiagnosticReport: Encodable {
    struct Note: Encodable {
        let message: String
        let path: String?
        let line: Int?
        let column: Int?
        let endLine: Int?
        let endColumn: Int?

        init(_ note: Diagnostic.Note) {
            message = note.message
            path = note.place?.source.path
            line = note.place?.location.line
            column = note.place?.location.column
            endLine = note.place?.end.line
            endColumn = note.place?.end.column
        }
    }

    /// `error` or `warning`.
    let severity: String

    let message: String
    let path: String
    let line: Int
    let column: Int
    let endLine: Int
    let endColumn: Int

    /// What `-- silence:` names, for a warning that can be silenced.
    let rule: String?

    let notes: [Note]

    /// What to write instead.
    let suggestion: String?

    init(_ diagnostic: Diagnostic) {
        severity = diagnostic.severity.rawValue
        message = diagnostic.message
        path = diagnostic.place.source.path
        line = diagnostic.place.location.line
        column = diagnostic.place.location.column
        endLine = diagnostic.place.end.line
        endColumn = diagnostic.place.end.column
        rule = diagnostic.rule
        notes = diagnostic.notes.map(Note.init)
        suggestion = diagnostic.suggestion
    }
}

extension SourcePlace {
    fileprivate var end: SourceLocation { source.location(at: span.end) }
}
