/// A 1-based line and column, as compilers print them. See `SourceText` for what a column counts.
public struct SourceLocation: Hashable, Sendable, CustomStringConvertible {
    /// 1 is the first line.
    public let line: Int

    /// 1 is the first character of a line.
    public let column: Int

    /// `line:column`.
    public var description: String { "\(line):\(column)" }
}
