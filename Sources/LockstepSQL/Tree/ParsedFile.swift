/// All that was found in a file.
public struct ParsedFile: Sendable {
    public let source: SourceText

    /// Those without a syntax error, in order.
    public let statements: [Statement]

    /// All comments in order.
    public let comments: [Comment]

    /// Syntax that older versions of SQLite do not have, in order.
    public let requirements: [SyntaxRequirement]

    /// Syntax errors in order, at most one for each statement.
    public let diagnostics: [Diagnostic]

    /// The first node id that is not used: where `Parser.parseExpression` goes on for the same file.
    public let nextID: Int

    /// The tables and views of CREATE statements with a syntax error: what names them is no mistake of its own.
    public let unreadable: [Identifier]
}

/// `-- text` to the end of the line, or `/* text */`.
public struct Comment: Hashable, Sendable {
    public enum Form: Sendable {
        case line
        case block
    }

    public let form: Form

    /// With the delimiters; a line comment ends before LF or CR LF.
    public let span: SourceSpan

    /// The text between the delimiters.
    public let textSpan: SourceSpan
}

/// A piece of syntax that came with a version of SQLite.
public struct SyntaxRequirement: Hashable, Sendable {
    public let feature: SyntaxFeature
    public let span: SourceSpan

    /// The minor version of SQLite 3 that brought it: 44 for 3.44.
    public var minorVersion: Int { feature.minorVersion }
}
