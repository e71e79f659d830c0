/// A value that is bound when the statement runs; https://www.sqlite.org/lang_expr.html#varparam.
public struct Parameter: Hashable, Sendable {
    /// How the parameter is written.
    public enum Form: Hashable, Sendable {
        /// `?`
        case anonymous
        /// `?7`; nil when the number does not fit `Int`.
        case numbered(Int?)
        /// `:name`, `@name`, `$name`, `#name`; the prefix is one of those four bytes. In SQLite `:a` and `@a` are two
        /// parameters.
        case named(prefix: UInt8)
    }

    public let form: Form

    /// Without its prefix; empty for `?`, the digits for `?7`.
    public let name: String

    /// With its prefix.
    public let span: SourceSpan
}
