/// A definition file as `Formatter` lays it out.
public struct FormattedFile: Sendable {
    /// The whole file; as it was if there is an error among the diagnostics.
    public let text: String

    /// Syntax errors: such a file is left as it is.
    public let diagnostics: [Diagnostic]

    /// The statements that are left as they were, because a comment in them would have come to belong to something
    /// else.
    public let unformatted: [SourceSpan]
}
