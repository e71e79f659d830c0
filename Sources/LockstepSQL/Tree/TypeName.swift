/// The type of a column or a CAST: any words, then up to two numbers: `VARCHAR(10)`, `DECIMAL(10, 2)`.
///
/// SQLite derives an affinity from the text; https://www.sqlite.org/datatype3.html#determination_of_column_affinity.
public struct TypeName: Hashable, Sendable {
    /// The words and the parenthesised numbers as written, comments and runs of white space reduced to one space.
    public let text: String

    /// The words alone, joined by one space.
    public let words: String

    /// The words, each with its quoting; at least one.
    public let names: [Identifier]

    /// The parenthesised numbers as written, each with its sign; at most two.
    public let numbers: [String]
    public let span: SourceSpan
}
