import LockstepSQL

/// `-- name: x :kind` with what follows it.
struct Definition {
    enum Kind: String, CaseIterable {
        case mutation, many, one, read
    }

    let name: String
    let kind: Kind

    /// The name in the header.
    let namePlace: SourcePlace

    /// The comments between the header and the first statement.
    let comments: CommentBlock

    let statements: [Statement]

    /// The file, with all its comments.
    let file: ParsedFile

    /// True if a statement of it was left out for a syntax error, which has been reported.
    let isIncomplete: Bool

    var source: SourceText { file.source }

    func place(_ span: SourceSpan) -> SourcePlace { SourcePlace(source, span) }
}
