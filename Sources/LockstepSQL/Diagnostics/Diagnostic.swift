/// Something to tell the author of a definition file: where, what, and what to write instead.
///
/// User mistakes are collected as values of this type and never thrown, so that one run reports all of them.
public struct Diagnostic: Hashable, Sendable {
    /// Only errors fail a build.
    public enum Severity: String, Sendable {
        case error
        case warning
        case note
    }

    /// A second place that explains the first, for example where a conflicting type comes from.
    public struct Note: Hashable, Sendable {
        public let message: String

        /// Without a place, the note is printed at the diagnostic's own.
        public let place: SourcePlace?

        public init(_ message: String, at place: SourcePlace? = nil) {
            self.message = message
            self.place = place
        }
    }

    public let severity: Severity

    /// One sentence without a final period, as compilers write it.
    public let message: String
    public let place: SourcePlace
    public let notes: [Note]

    /// What to write instead, for example `did you mean "title"?`; printed as the last note.
    public let suggestion: String?

    /// The name of the rule that a warning comes from, by which `-- silence:` names it.
    public let rule: String?

    public init(
        _ severity: Severity, _ message: String, at place: SourcePlace, notes: [Note] = [],
        suggestion: String? = nil, rule: String? = nil
    ) {
        self.severity = severity
        self.message = message
        self.place = place
        self.notes = notes
        self.suggestion = suggestion
        self.rule = rule
    }

    public init(
        _ severity: Severity, _ message: String, in source: SourceText, at span: SourceSpan,
        notes: [Note] = [], suggestion: String? = nil
    ) {
        self.init(severity, message, at: SourcePlace(source, span), notes: notes, suggestion: suggestion)
    }
}
