/// A span and the file that it lies in.
public struct SourcePlace: Hashable, Sendable {
    public let source: SourceText
    public let span: SourceSpan

    public init(_ source: SourceText, _ span: SourceSpan) {
        self.source = source
        self.span = span
    }

    /// Where the span begins.
    public var location: SourceLocation { source.location(at: span.start) }

    /// The span's text.
    public var text: String { source.text(in: span) }
}
