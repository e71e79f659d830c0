import LockstepSQL

/// Definitions that begin before the statement above them has ended: its semicolon is missing.
///
/// The parser reads such a statement on into the definition, and complains about the first word there.
struct SwallowedDefinitions {
    /// Where each `-- name:` of a swallowed definition begins, with the last line of the statement above.
    private(set) var lines: [Int: Int] = [:]

    /// The syntax errors that say more than that.
    private(set) var diagnostics: [Diagnostic] = []

    init() {}

    /// - Parameter marks: The comments `-- name:` of the file, in order.
    init(_ file: ParsedFile, marks: [Comment]) {
        var dropped: Set<Int> = []
        for (previous, mark) in zip(marks, marks.dropFirst()) {
            let body = previous.span.end..<mark.span.start
            guard let end = Self.lastCode(in: body, of: file), file.source.bytes[end] != UInt8(ascii: ";"),
                !file.diagnostics.contains(where: { body.contains($0.place.span.start) }),
                let error = file.diagnostics.firstIndex(where: { $0.place.span.start >= mark.span.end }),
                !file.statements.contains(where: { statement in
                    statement.span.start >= body.lowerBound
                        && statement.span.start < file.diagnostics[error].place.span.start
                })
            else { continue }
            lines[mark.span.start] = file.source.location(at: end).line
            dropped.insert(error)
        }
        diagnostics = file.diagnostics.indices.filter { !dropped.contains($0) }.map { file.diagnostics[$0] }
    }

    /// The last byte that is neither white space nor in a comment.
    private static func lastCode(in body: Range<Int>, of file: ParsedFile) -> Int? {
        var comments = file.comments.filter { body.contains($0.span.start) }.map(\.span)
        var offset = body.upperBound - 1
        while offset >= body.lowerBound {
            if let last = comments.last, offset < last.end {
                if offset >= last.start {
                    offset = last.start - 1
                    comments.removeLast()
                    continue
                }
                comments.removeLast()
            }
            if ![0x20, 0x09, 0x0A, 0x0D, 0x0C].contains(file.source.bytes[offset]) { return offset }
            offset -= 1
        }
        return nil
    }
}
