/// What ends the parsing of a statement; becomes a diagnostic of the file.
///
/// A class, because without optimisation every `try` reserves room for the error in its function's stack frame, and
/// `Parser.maximumNesting` depends on these frames.
final class SyntaxError: Error {
    let message: String
    let span: SourceSpan
    let suggestion: String?

    /// Whether SQLite's grammar takes the text, and an action of its parser, or a limit of SQLite's, refuses it: its message does not
    /// speak of syntax then. See `SyntaxVerdict`.
    let isRefusal: Bool

    init(message: String, span: SourceSpan, suggestion: String? = nil, isRefusal: Bool = false) {
        self.message = message
        self.span = span
        self.suggestion = suggestion
        self.isRefusal = isRefusal
    }
}
