/// What SQLite's parser says of a text: what `sqlite3_prepare_v2` reports in a database without tables.
///
/// SQLite compiles the first statement of a text, and stops at the first thing that is wrong with it. A text *parses*
/// unless that is a matter of syntax: `near "…": syntax error`, `unrecognized token`, `incomplete input` and `syntax
/// error after column name`. Anything else is a matter of meaning, though SQLite may find it before it has read all of
/// the statement: the table of a CREATE TRIGGER is looked up before the trigger's body is read, for example, and what is
/// wrong with the body is not reported if there is no such table. A text that is nested more deeply than
/// `Parser.maximumNesting` or `Parser.maximumPending` cannot be read to its end, and does not parse either. The definition
/// files of Lockstep are read more strictly, by `Parser.parseStatements`: it reports every error of every statement.
public struct SyntaxVerdict: Sendable {
    /// What is wrong with the statement, whether it is a matter of syntax or not.
    public let error: Diagnostic?

    /// Whether `error` is a matter of syntax.
    public let isSyntaxError: Bool

    /// Whether SQLite stops before the place of `error`, for a reason that it finds in a database without tables only.
    public let isErrorHidden: Bool

    /// Syntax that older versions of SQLite do not have, in order, as far as the statement could be read.
    public let requirements: [SyntaxRequirement]

    /// Whether SQLite finds nothing wrong with the syntax.
    public var parses: Bool { !isSyntaxError || isErrorHidden }
}

extension Parser {
    /// The verdict on the first statement of a text, of which there may be none. A NUL byte ends the text, as in SQLite.
    public static func verdict(on source: SourceText) -> SyntaxVerdict {
        let end = source.bytes.firstIndex(of: 0) ?? source.bytes.count
        var parser = Parser(source, TokenList(source, in: [SourceSpan(start: 0, end: end)]), firstID: 0)
        while parser.skip(.semicolon) {}
        guard !parser.isAtEnd else {
            return SyntaxVerdict(error: nil, isSyntaxError: false, isErrorHidden: false, requirements: [])
        }
        do throws(SyntaxError) {
            _ = try parser.parseWholeStatement()
        } catch {
            return SyntaxVerdict(
                error: parser.diagnostic(error), isSyntaxError: !error.isRefusal,
                isErrorHidden: parser.stop < parser.index, requirements: parser.requirements)
        }
        return SyntaxVerdict(
            error: nil, isSyntaxError: false, isErrorHidden: false, requirements: parser.requirements)
    }
}
