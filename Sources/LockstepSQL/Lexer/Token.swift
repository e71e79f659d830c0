/// A piece of a file's text: what it is and where. The text itself stays in the file.
public struct Token: Hashable, Sendable {
    public let kind: TokenKind
    public let span: SourceSpan
}

/// What a token is.
public enum TokenKind: Hashable, Sendable {
    /// A word that is no keyword.
    case identifier
    /// `"name"`, `` `name` ``, `[name]`
    case quotedIdentifier
    case keyword(Keyword)
    /// `'text'`
    case string
    /// `x'00ff'`
    case blob
    /// `12`, `0xff`, with digit separators
    case integer
    /// `1.5`, `.5`, `1e3`, with digit separators
    case real
    /// `?`, `?7`, `:name`, `@name`, `$name`
    case parameter
    case leftParenthesis
    case rightParenthesis
    case comma
    case dot
    case semicolon
    case plus
    case minus
    case star
    case slash
    case percent
    /// `=`, `==`
    case equal
    /// `<>`, `!=`
    case notEqual
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual
    case shiftLeft
    case shiftRight
    case ampersand
    case bar
    /// `||`
    case concatenate
    case tilde
    /// `->`
    case arrow
    /// `->>`
    case doubleArrow
    /// `-- text`
    case lineComment
    /// `/* text */`; without its end, it reaches to the end of the file, as in SQLite.
    case blockComment
    /// Bytes that form no token.
    case illegal(IllegalToken)
    /// After the last token; its span is empty.
    case endOfInput
}

/// Why some bytes form no token.
public enum IllegalToken: Hashable, Sendable {
    case unterminatedString
    case unterminatedName
    case malformedNumber
    case malformedBlob
    case namelessParameter
    case unexpectedCharacter
}
